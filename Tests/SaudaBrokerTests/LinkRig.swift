import SaudaBroker
import SaudaCore

/// A link machine with the toy broker behind it, and everything it did; the test is the wire between them.
struct LinkRig {
    static let account = AccountID(index: 0)
    static let start = Day(number: 20_783).at(TimeOfDay(9, 30))

    var machine: LinkMachine
    var server = ToyServer()
    var now = LinkRig.start
    /// Sent and not yet answered, in order.
    var sent: [(id: CallID, request: HTTPRequest)] = []
    var sockets: [SocketID] = []
    var opening: [SocketID] = []
    /// Where sockets were opened.
    var addresses: [String] = []
    var written: [SocketMessage] = []
    var closed: [SocketID] = []
    var posts: [Event.Kind] = []
    var depths: [Depth] = []
    var notices: [LinkNotice] = []
    var results: [(UInt64, Result<ErrandResult, BrokerError>)] = []
    var kept: [BrokerSession] = []
    var counted: [SignInTries] = []
    var prompts = 0
    var wake: Timestamp?

    init(
        session: Bool = true,
        renewable: Timestamp? = nil,
        adapter: ToyBroker = ToyBroker(),
        instruments: Int = 8,
        change: (inout LinkSettings) -> Void = { _ in }
    ) throws {
        var settings = LinkSettings(account: Self.account, tagPrefix: "SD", seed: 7)
        change(&settings)
        machine = LinkMachine(
            adapter,
            Credentials(user: "toy", secrets: ["pin": Secret("1234")]),
            session: session ? Self.session(renewable) : nil,
            listings: try Self.listings(instruments),
            settings: settings
        )
    }

    static func session(_ renewable: Timestamp?) -> BrokerSession {
        BrokerSession(
            user: "toy",
            secrets: ["token": Secret("1")],
            issued: start,
            expires: nil,
            renewable: renewable
        )
    }

    static func listings(_ count: Int) throws -> ListingTable {
        var table = ListingTable()
        for index in 0..<count {
            let listing = Listing(Instrument(symbol: "S\(index)"), feedKey: "\(index)", orderKey: "S\(index)")
            try table.add(listing, as: InstrumentID(index: UInt32(index)))
        }
        return table
    }

    mutating func give(_ input: LinkInput) {
        var actions: [LinkAction] = []
        machine.handle(input, at: now, into: &actions)
        for action in actions { take(action) }
    }

    private mutating func take(_ action: LinkAction) {
        switch action {
        case .send(let id, let request, _): sent.append((id, request))
        case .open(let id, let request, _):
            opening.append(id)
            addresses.append(request.url)
        case .write(_, let message): written.append(message)
        case .close(let id):
            closed.append(id)
            sockets.removeAll { $0 == id }
            opening.removeAll { $0 == id }
        case .wake(let time): wake = time
        case .post(let kind): posts.append(kind)
        case .depth(let depth): depths.append(depth)
        case .result(let number, let result): results.append((number, result))
        case .ask, .openBrowser: prompts += 1
        case .keep(let session): kept.append(session)
        case .count(let tries): counted.append(tries)
        case .notice(let notice): notices.append(notice)
        }
    }

    /// Starts, and answers all that this sends.
    mutating func begin() {
        give(.start)
        give(.follow)
        answerAll()
        posts = []
    }

    /// Lets time pass, waking the machine as it asked.
    mutating func pass(_ span: TimeSpan) {
        let end = now.advanced(by: span)
        while let next = wake, next <= end {
            now = max(now, next)
            wake = nil
            give(.timer)
        }
        now = end
        give(.timer)
    }

    /// The words of what is sent and not answered.
    var waiting: [String] { sent.map { String(decoding: $0.request.body, as: UTF8.self) } }

    /// The first waiting request that begins so comes to the front.
    mutating func front(_ prefix: String) {
        guard let place = waiting.firstIndex(where: { $0.hasPrefix(prefix) }) else { return }
        sent.insert(sent.remove(at: place), at: 0)
    }

    /// Lets the server answer the oldest request, or all there are and will be.
    mutating func answer() {
        let call = sent.removeFirst()
        give(.response(call.id, server.answer(call.request, at: now)))
    }

    mutating func answerAll() { while !sent.isEmpty { answer() } }

    /// The server does it, and the answer is lost.
    mutating func loseAnswer() {
        let call = sent.removeFirst()
        _ = server.answer(call.request, at: now)
        give(.failure(call.id, HTTPFailure(.timedOut, mayHaveArrived: true, text: "no answer in 7 s")))
    }

    /// Another answer than the server's, which saw nothing.
    mutating func answer(_ status: Int, _ text: String = "") {
        give(.response(sent.removeFirst().id, server.response(status, text, at: now)))
    }

    mutating func fail(_ kind: HTTPFailure.Kind, mayHaveArrived: Bool) {
        give(.failure(sent.removeFirst().id, HTTPFailure(kind, mayHaveArrived: mayHaveArrived, text: "\(kind)")))
    }

    mutating func open() {
        let id = opening.removeFirst()
        sockets.append(id)
        give(.socketOpened(id))
    }

    mutating func tick(_ instrument: UInt32, on socket: SocketID) {
        var bytes: [UInt8] = []
        for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: instrument >> UInt32(shift))) }
        let price = Price(rupees: 100).raw
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: price >> shift)) }
        give(.message(socket, .binary(bytes)))
    }

    /// The reports of one order, in order.
    func reports(_ number: UInt64) -> [Report.Kind] {
        posts.compactMap {
            if case .report(let report) = $0, report.order.number == number { report.kind } else { nil }
        }
    }

    static func order(
        _ number: UInt64,
        _ quantity: Int64 = 10,
        at limit: Price = Price(rupees: 100),
        in instrument: UInt32 = 0
    ) -> OrderRequest {
        OrderRequest(
            id: OrderID(number: number),
            account: account,
            instrument: InstrumentID(index: instrument),
            side: .buy,
            product: .delivery,
            variety: .regular,
            terms: OrderTerms(kind: .limit, quantity: Quantity(quantity), limit: limit),
            strategy: StrategyID(index: 0),
            reason: "TEST"
        )
    }

    mutating func place(_ number: UInt64, _ quantity: Int64 = 10) {
        give(.command(.place(Self.order(number, quantity))))
    }
}
