import KotakNeoAdapter
import KotakNeoPractice
import SaudaBroker
import SaudaCore
import Testing

/// The adapter talking to the practice broker, without a socket. Only the sign-in's address is given: all others are
/// those that the broker hands out.
struct NeoClient {
    static let root = "http://127.0.0.1:8080"

    var desk: NeoDesk
    let neo = KotakNeo(endpoints: Endpoints(["login": root]))
    var context: AdapterContext
    private var calls: UInt64 = 1_000_000

    init(_ desk: NeoDesk, feed: String? = nil) throws {
        self.desk = desk
        var secrets = desk.secrets
        secrets["user"] = nil
        secrets["feed"] = feed
        context = AdapterContext(
            credentials: Credentials(user: NeoDesk.ucc, secrets: secrets.mapValues { Secret($0) })
        )
        try signIn()
        guard case .instruments(let list) = try carryOut(.instruments) else { throw Unexpected() }
        for (index, listing) in list.listings.enumerated() {
            try context.listings.add(listing, as: InstrumentID(index: UInt32(index)))
        }
    }

    struct Unexpected: Error {}

    mutating func signIn() throws {
        // A one-time password is good once.
        desk.wait(30_000)
        guard case .session(let session) = try carryOut(.signIn) else { throw Unexpected() }
        context.session = session
    }

    mutating func send(_ request: HTTPRequest) throws -> HTTPResponse {
        calls += 1
        let call = PracticeCall(number: calls)
        try #require(request.url.hasPrefix(Self.root), "\(request)")
        let target = String(request.url.dropFirst(Self.root.count))
        let headers = request.headers + [HTTPHeader("Host", "127.0.0.1:8080")]
        let incoming = IncomingRequest(request.method, target, headers: headers, body: request.body)
        desk.wait(200)
        for action in desk.act(.request(call, incoming)) {
            guard case .respond(call, let response, _) = action else { continue }
            return HTTPResponse(status: response.status, headers: response.headers, body: response.body)
        }
        throw Unexpected()
    }

    mutating func carryOut(_ errand: Errand) throws -> ErrandResult {
        var dialogue = neo.dialogue(errand, in: context)
        var input = DialogueInput.start
        while true {
            switch dialogue.next(input, at: desk.time) {
            case .send(let request): input = .response(try send(request))
            case .wait(let moment):
                desk.wait(max(0, moment.since(desk.time).microseconds / 1000) + 1)
                input = .waited
            case .done(let result):
                #expect(dialogue.skipped.isEmpty, "\(errand): \(dialogue.skipped)")
                return result
            case .failed(let error): throw error
            case .ask, .openBrowser: throw Unexpected()
            }
        }
    }

    /// What an errand that cannot succeed says.
    mutating func refusal(of errand: Errand) throws -> BrokerError? {
        do {
            _ = try carryOut(errand)
            return nil
        } catch let error as BrokerError {
            return error
        }
    }

    mutating func order(_ command: OrderCommand) throws -> OrderAnswer {
        let response = try send(try neo.request(command, in: context))
        desk.wait(100)
        return try neo.answer(response, to: command)
    }

    mutating func place(
        _ side: Side,
        _ terms: OrderTerms,
        _ variety: OrderRequest.Variety = .regular,
        product: Product = .delivery,
        options: OrderOptions = OrderOptions(),
        tag: String = "sauda1"
    ) throws -> BrokerOrderID {
        let request = OrderRequest(
            id: OrderID(number: 1),
            account: AccountID(index: 0),
            instrument: try share,
            side: side,
            product: product,
            variety: variety,
            terms: terms,
            strategy: StrategyID(index: 0),
            reason: ""
        )
        guard case .accepted(let id) = try order(.place(request, tag: tag, options)) else { throw Unexpected() }
        return id
    }

    mutating func row(_ id: BrokerOrderID) throws -> OrderRow {
        guard case .orders(let rows) = try carryOut(.orderBook) else { throw Unexpected() }
        return try #require(rows.first { $0.id == id })
    }

    var share: InstrumentID { get throws { try id("nse_cm|RELIANCE-EQ") } }

    func id(_ key: String) throws -> InstrumentID { try #require(context.listings.find(orderKey: key)) }
}
