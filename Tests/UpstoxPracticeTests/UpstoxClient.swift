import SaudaBroker
import SaudaCore
import Testing
import UpstoxAdapter
import UpstoxPractice

/// The adapter talking to the practice broker, without a socket.
struct UpstoxClient {
    private static let roots = [
        "https://api-hft.upstox.com", "https://api.upstox.com", "https://assets.upstox.com", "wss://api.upstox.com",
    ]

    var desk: UpstoxDesk
    /// The practice side knows its own host only.
    let upstox = Upstox(endpoints: Endpoints(["sockets": "wss://api.upstox.com"]))
    var context: AdapterContext

    init(_ desk: UpstoxDesk, signIn names: Set<String> = ["access-token"]) throws {
        self.desk = desk
        let secrets = desk.secrets.filter { names.contains($0.key) }.mapValues { Secret($0) }
        context = AdapterContext(credentials: Credentials(user: UpstoxDesk.user, secrets: secrets))
        guard case .session(let session) = try carryOut(.signIn) else { throw Unexpected() }
        context.session = session
        guard case .instruments(let list) = try carryOut(.instruments) else { throw Unexpected() }
        for (index, listing) in list.listings.enumerated() {
            try context.listings.add(listing, as: InstrumentID(index: UInt32(index)))
        }
    }

    struct Unexpected: Error {}

    private static func target(_ url: String) throws -> String {
        String(url.dropFirst(try #require(roots.first { url.hasPrefix($0) }).count))
    }

    mutating func send(_ request: HTTPRequest) throws -> HTTPResponse {
        let target = try Self.target(request.url)
        // Ten a second would be too many.
        desk.wait(1100)
        let incoming = IncomingRequest(request.method, target, headers: request.headers, body: request.body)
        let answer = desk.ask(incoming)
        let response = try #require(answer)
        return HTTPResponse(status: response.status, headers: response.headers, body: response.body)
    }

    mutating func carryOut(_ errand: Errand) throws -> ErrandResult {
        var dialogue = upstox.dialogue(errand, in: context)
        var input = DialogueInput.start
        while true {
            switch dialogue.next(input, at: desk.time) {
            case .send(let request): input = .response(try send(request))
            case .openBrowser(let url):
                // What a browser does: it goes where it is sent.
                let page = Upstox().loginPage(url, carrying: "s1")?.reveal() ?? ""
                let response = desk.ask(IncomingRequest(.get, try Self.target(page)))
                let place = response?.headers.first { $0.name == "Location" }?.value
                #expect(place?.contains("state=s1") == true)
                input = .redirect(Secret(place ?? ""))
            case .done(let result):
                if case .instruments = errand { return result }
                #expect(dialogue.skipped.isEmpty, "\(errand): \(dialogue.skipped)")
                return result
            case .failed(let error): throw error
            case .ask, .wait: throw Unexpected()
            }
        }
    }

    mutating func order(_ command: OrderCommand) throws -> OrderAnswer {
        let response = try send(try upstox.request(command, in: context))
        desk.wait(100)
        return try upstox.answer(response, to: command)
    }

    func request(
        _ side: Side,
        _ terms: OrderTerms,
        _ variety: OrderRequest.Variety = .regular,
        product: Product = .delivery,
        of instrument: InstrumentID? = nil
    ) throws -> OrderRequest {
        OrderRequest(
            id: OrderID(number: 1),
            account: AccountID(index: 0),
            instrument: try instrument ?? share(),
            side: side,
            product: product,
            variety: variety,
            terms: terms,
            strategy: StrategyID(index: 0),
            reason: ""
        )
    }

    mutating func place(
        _ side: Side,
        _ terms: OrderTerms,
        _ variety: OrderRequest.Variety = .regular,
        product: Product = .delivery,
        tag: String = "sauda1"
    ) throws -> BrokerOrderID {
        let request = try request(side, terms, variety, product: product)
        guard case .accepted(let id) = try order(.place(request, tag: tag)) else { throw Unexpected() }
        return id
    }

    mutating func row(_ id: BrokerOrderID) throws -> OrderRow {
        guard case .orders(let rows) = try carryOut(.orderBook) else { throw Unexpected() }
        return try #require(rows.first { $0.id == id })
    }

    func find(_ kind: (Instrument.Kind) -> Bool) throws -> InstrumentID {
        let listing = try #require(context.listings.listings.first { kind($0.instrument.kind) })
        return try #require(context.listings.find(orderKey: listing.orderKey))
    }

    func share() throws -> InstrumentID { try find { $0 == .equity } }

    // MARK: - Sockets

    /// Where the plan's question says that its connection is opened.
    mutating func place(of plan: StreamPlan) throws -> IncomingRequest {
        guard case .handedOut(let question, let address) = plan.address else { throw Unexpected() }
        let request = try address(try send(question))
        return IncomingRequest(.get, try Self.target(request.url), headers: request.headers)
    }

    /// Opens a stream as far as it goes.
    mutating func open(_ plan: StreamPlan, _ number: UInt64) throws -> Bool {
        let socket = PracticeSocket(number: number)
        return desk.act(.socketRequest(socket, try place(of: plan))).contains(.accept(socket))
    }

    /// The messages to a socket since the last look.
    mutating func messages(_ number: UInt64) -> [SocketMessage] {
        defer { desk.written.removeAll() }
        return desk.written.compactMap { action in
            guard case .write(PracticeSocket(number: number), let message, _) = action else { return nil }
            if case .ping = message { return nil }
            return message
        }
    }
}
