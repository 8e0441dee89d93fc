import Glibc
import SaudaBroker
import SaudaCore
import SaudaNet
import SaudaService
import SaudaStore
import ZerodhaKiteAdapter

/// One account's link without budgets, and a journal of its own.
final class LinkBenchRig {
    let link: BrokerLink
    private let adapter: Unpaced
    private let context: AdapterContext
    private let told = Mailbox<Void>()
    private let path: String
    private var journal: JournalWriter
    private var bytes = ByteWriter()

    init(port: Int, journal path: String) throws {
        adapter = Unpaced(base: ZerodhaKite(endpoints: Endpoints(["api": "http://127.0.0.1:\(port)"])))
        var listings = ListingTable()
        try listings.add(
            Listing(Instrument(symbol: "INFY", tick: Price(paise: 5)), feedKey: "408065", orderKey: "NSE:INFY"),
            as: InstrumentID(index: 0)
        )
        let credentials = Credentials(user: "ZZ0001", secrets: ["api-key": Secret("key"), "api-secret": Secret("s")])
        let clock = WireClock()
        let session = BrokerSession(
            user: "ZZ0001",
            secrets: ["access-token": Secret("token")],
            issued: clock.now,
            expires: nil
        )
        var context = AdapterContext(credentials: credentials, listings: listings)
        context.session = session
        self.context = context
        let machine = LinkMachine(
            adapter,
            credentials,
            session: session,
            listings: listings,
            settings: LinkSettings(account: AccountID(index: 0), tagPrefix: "SB", seed: 1)
        )
        link = BrokerLink(
            machine,
            http: try CurlTransport(),
            sockets: try NIOSocketTransport(),
            clock: clock,
            outlets: BrokerLink.Outlets(events: { [told] _ in told.post(()) }, notice: { _ in })
        )
        self.path = path
        self.journal = try JournalWriter(creating: path, header: JournalHeader(payload: [], previous: .zero))
    }

    deinit { unsafe unlink(path) }

    func request(_ number: UInt64) throws -> HTTPRequest {
        try adapter.request(.place(Self.order(number), tag: "SB\(number)"), in: context)
    }

    /// The tick that led to it and the command, on the disk.
    func keep(_ number: UInt64) throws {
        let time = Timestamp(microseconds: Int64(number))
        let price = Price(paise: 150_000)
        let tick = Tick(instrument: InstrumentID(index: 0), price: price, exchangeTime: time, source: .socket)
        bytes.removeAll(keepingCapacity: true)
        Event(time, .tick(tick)).encode(into: &bytes)
        let cause = try journal.append(kind: JournalRecordKind.event.rawValue, payload: bytes.bytes)
        bytes.removeAll(keepingCapacity: true)
        Command.place(Self.order(number)).encode(into: &bytes)
        try journal.append(kind: JournalRecordKind.command.rawValue, cause: cause, payload: bytes.bytes)
        try journal.commit(sync: true)
    }

    /// Returns when the engine has been told what came of it.
    func place(_ number: UInt64) async {
        link.post(.command(.place(Self.order(number))))
        _ = await told.next()
    }

    private static func order(_ number: UInt64) -> OrderRequest {
        OrderRequest(
            id: OrderID(number: number),
            account: AccountID(index: 0),
            instrument: InstrumentID(index: 0),
            side: .sell,
            product: .delivery,
            variety: .regular,
            terms: OrderTerms(kind: .limit, quantity: Quantity(50), limit: Price(paise: 150_000)),
            strategy: StrategyID(index: 0),
            reason: "BENCH"
        )
    }
}

/// An adapter whose broker has no budgets: here the way is measured, not the waiting.
private struct Unpaced: BrokerAdapter {
    let base: ZerodhaKite

    var id: String { base.id }
    var credentialNames: [String] { base.credentialNames }

    var traits: BrokerTraits {
        var traits = base.traits
        traits.budgets = []
        return traits
    }

    func dialogue(_ errand: Errand, in context: AdapterContext) -> any Dialogue { base.dialogue(errand, in: context) }

    func request(_ command: OrderCommand, in context: AdapterContext) throws(BrokerError) -> HTTPRequest {
        try base.request(command, in: context)
    }

    func answer(_ response: HTTPResponse, to command: OrderCommand) throws(BrokerError) -> OrderAnswer {
        try base.answer(response, to: command)
    }

    func feed(in context: AdapterContext) throws(BrokerError) -> StreamPlan { try base.feed(in: context) }

    func orderStream(in context: AdapterContext) throws(BrokerError) -> OrderStreamPlan {
        try base.orderStream(in: context)
    }

    func recovery(from refusal: HTTPResponse) -> BrokerError { base.recovery(from: refusal) }
}
