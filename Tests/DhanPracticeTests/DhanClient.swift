import DhanAdapter
import DhanPractice
import SaudaBroker
import SaudaCore
import Testing

/// The adapter talking to the practice broker, without a socket.
struct DhanClient {
    private static let roots = ["https://api.dhan.co", "https://auth.dhan.co", "https://images.dhan.co"]

    var desk: DhanDesk
    let dhan = Dhan()
    var context: AdapterContext
    private var calls: UInt64 = 1_000_000

    init(_ desk: DhanDesk, signIn names: Set<String> = ["access-token"]) throws {
        self.desk = desk
        let secrets = desk.secrets.filter { names.contains($0.key) }.mapValues { Secret($0) }
        context = AdapterContext(credentials: Credentials(user: DhanDesk.client, secrets: secrets))
        guard case .session(let session) = try carryOut(.signIn) else { throw Unexpected() }
        context.session = session
        guard case .instruments(let list) = try carryOut(.instruments) else { throw Unexpected() }
        for (index, listing) in list.listings.enumerated() {
            try context.listings.add(listing, as: InstrumentID(index: UInt32(index)))
        }
    }

    struct Unexpected: Error {}

    mutating func send(_ request: HTTPRequest) throws -> HTTPResponse {
        calls += 1
        let call = PracticeCall(number: calls)
        let root = try #require(Self.roots.first { request.url.hasPrefix($0) })
        let target = String(request.url.dropFirst(root.count))
        let incoming = IncomingRequest(request.method, target, headers: request.headers, body: request.body)
        // Ten a second would be too many.
        desk.wait(1100)
        for action in desk.act(.request(call, incoming)) {
            guard case .respond(call, let response, _) = action else { continue }
            return HTTPResponse(status: response.status, headers: response.headers, body: response.body)
        }
        throw Unexpected()
    }

    mutating func carryOut(_ errand: Errand) throws -> ErrandResult {
        var dialogue = dhan.dialogue(errand, in: context)
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

    mutating func order(_ command: OrderCommand) throws -> OrderAnswer {
        let response = try send(try dhan.request(command, in: context))
        desk.wait(100)
        return try dhan.answer(response, to: command)
    }

    mutating func place(
        _ side: Side,
        _ terms: OrderTerms,
        _ variety: OrderRequest.Variety = .regular,
        product: Product = .delivery,
        options: OrderOptions = OrderOptions()
    ) throws -> BrokerOrderID {
        let request = OrderRequest(
            id: OrderID(number: 1),
            account: AccountID(index: 0),
            instrument: try id("NSE_EQ:1333"),
            side: side,
            product: product,
            variety: variety,
            terms: terms,
            strategy: StrategyID(index: 0),
            reason: ""
        )
        guard case .accepted(let id) = try order(.place(request, tag: "sauda1", options)) else { throw Unexpected() }
        return id
    }

    mutating func row(_ id: BrokerOrderID) throws -> OrderRow {
        guard case .orders(let rows) = try carryOut(.orderBook) else { throw Unexpected() }
        return try #require(rows.first { $0.id == id })
    }

    func id(_ key: String) throws -> InstrumentID { try #require(context.listings.find(orderKey: key)) }
}
