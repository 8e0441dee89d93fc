import SaudaBroker
import SaudaCore
import Testing
import ZerodhaKiteAdapter
import ZerodhaKitePractice

/// The adapter talking to the practice broker, without a socket.
struct KiteClient {
    private static let root = "https://api.kite.trade"

    var desk: KiteDesk
    let kite = ZerodhaKite()
    var context: AdapterContext
    private var calls: UInt64 = 1_000_000

    init(_ desk: KiteDesk) throws {
        self.desk = desk
        let secrets = ["api-key": desk.apiKey, "api-secret": desk.secret, "request-token": desk.requestToken]
        context = AdapterContext(credentials: Credentials(user: "", secrets: secrets.mapValues(Secret.init)))
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
        let target = String(request.url.dropFirst(Self.root.count))
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
        var dialogue = kite.dialogue(errand, in: context)
        var input = DialogueInput.start
        while true {
            switch dialogue.next(input, at: desk.time) {
            case .send(let request): input = .response(try send(request))
            case .done(let result):
                #expect(dialogue.skipped.isEmpty, "\(errand)")
                return result
            case .failed(let error): throw error
            case .ask, .openBrowser, .wait: throw Unexpected()
            }
        }
    }

    mutating func order(_ command: OrderCommand) throws -> OrderAnswer {
        let response = try send(try kite.request(command, in: context))
        desk.wait(100)
        return try kite.answer(response, to: command)
    }

    mutating func place(
        _ side: Side,
        _ terms: OrderTerms,
        _ variety: OrderRequest.Variety = .regular,
        of key: String = "NSE:INFY",
        product: Product = .delivery,
        options: OrderOptions = OrderOptions()
    ) throws -> BrokerOrderID {
        guard case .accepted(let id) = try answer(side, terms, variety, of: key, product: product, options: options)
        else { throw Unexpected() }
        return id
    }

    mutating func answer(
        _ side: Side,
        _ terms: OrderTerms,
        _ variety: OrderRequest.Variety = .regular,
        of key: String = "NSE:INFY",
        product: Product = .delivery,
        options: OrderOptions = OrderOptions()
    ) throws -> OrderAnswer {
        let request = OrderRequest(
            id: OrderID(number: 1),
            account: AccountID(index: 0),
            instrument: try id(key),
            side: side,
            product: product,
            variety: variety,
            terms: terms,
            strategy: StrategyID(index: 0),
            reason: ""
        )
        return try order(.place(request, tag: "sauda1", options))
    }

    mutating func row(_ id: BrokerOrderID) throws -> OrderRow {
        guard case .orders(let rows) = try carryOut(.orderBook) else { throw Unexpected() }
        return try #require(rows.first { $0.id == id })
    }

    /// The book, of which the last is the newest.
    mutating func rows() throws -> [OrderRow] {
        guard case .orders(let rows) = try carryOut(.orderBook) else { throw Unexpected() }
        return rows
    }

    func id(_ key: String) throws -> InstrumentID { try #require(context.listings.find(orderKey: key)) }
}
