import FuzzKit
import SaudaBroker
import SaudaCore
import UpstoxAdapter

/// The first byte says what the others are: messages of the feed, one about orders, an answer, an instrument list, packed
/// or not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    var input = FuzzInput(start, count)
    switch input.choice(of: 4) {
    case 0: UpstoxFuzz.receive(prices: &input)
    case 1: if let text = input.text { UpstoxFuzz.receive(order: text) }
    case 2: UpstoxFuzz.answer(input.rest)
    default: UpstoxFuzz.list(input.rest)
    }
    return 0
}

enum UpstoxFuzz {
    static let now = Timestamp(microseconds: 1_795_754_702_000_000)
    private static let share = InstrumentID(index: 0)

    private static let listings: ListingTable = {
        var table = ListingTable()
        func add(_ instrument: Instrument, _ key: String) {
            let id = InstrumentID(index: UInt32(table.listings.count))
            try? table.add(Listing(instrument, feedKey: key, orderKey: key), as: id)
        }
        let tick = Price(paise: 5)
        add(Instrument(symbol: "SAMPLE", token: 90_001, tick: tick), "NSE_EQ|INE000A01020")
        let index = Instrument(symbol: "NIFTY", series: "", segment: .nseIndex, kind: .index, token: 26_000)
        add(index, "NSE_INDEX|Nifty 50")
        let option = Instrument(
            symbol: "NIFTY-31Dec2026-25000-CE",
            series: "",
            segment: .nseDerivatives,
            kind: .option(expiry: Day(number: 20_818), strike: Price(rupees: 25_000), isCall: true),
            token: 90_102,
            tick: tick,
            lot: Quantity(65)
        )
        add(option, "NSE_FO|90102")
        return table
    }()

    private static let wanted = (0..<UInt32(listings.listings.count)).map { InstrumentID(index: $0) }

    // MARK: - Prices

    private static let codec: FeedCodec = {
        var codec = FeedCodec(listings, wantsDepth: true)
        var output = StreamOutput()
        codec.opened(at: now, into: &output)
        codec.want(wanted, at: now, into: &output)
        return codec
    }()

    /// Several messages: volumes are remembered from one to the next.
    static func receive(prices input: inout FuzzInput) {
        var codec = codec
        var output = StreamOutput()
        while let message = input.message() {
            codec.receive(binary: message.span.bytes, at: now, into: &output)
            check(jsonLines: FeedText(of: message.span.bytes).lines)
        }
        check(output, at: now)
    }

    // MARK: - Orders

    static func receive(order text: String) {
        var codec = OrderCodec(listings, user: "AB1234")
        var output = StreamOutput()
        codec.opened(at: now, into: &output)
        codec.receive(text: text, at: now, into: &output)
        check(output, at: now)
    }

    // MARK: - Answers

    private static let upstox = Upstox()
    private static let context = AdapterContext(
        credentials: Credentials(user: "AB1234", secrets: ["access-token": Secret("demo")]),
        session: BrokerSession(user: "AB1234", secrets: ["access-token": Secret("demo")], issued: now, expires: nil),
        listings: listings
    )
    private static let order = FuzzKit.order(of: share, at: Price(paise: 5265))
    private static let planned = PlannedOrder(share, .buy, .delivery, order.terms)
    private static let commands: [OrderCommand] = [
        .place(order, tag: "SD1"), .place(order, tag: "SD1", OrderOptions(isSliced: true)),
        .modify(BrokerOrderID("1"), share, from: order.terms, to: order.terms), .cancel(BrokerOrderID("1"), share),
    ]

    /// The body under a good status and a bad one, as an answer to everything that is asked.
    static func answer(_ body: [UInt8]) {
        let day = now.day.advanced(by: -1)
        for status in [200, 400] {
            let response = HTTPResponse(status: status, body: body)
            for command in commands { _ = try? upstox.answer(response, to: command) }
            for errand: Errand in [
                .signIn, .probe, .orderBook, .orderHistory(BrokerOrderID("1")), .ordersTagged("SD1"), .trades,
                .positions, .holdings, .funds, .quotes(wanted), .dayQuotes(wanted),
                .candles(share, .minute, from: day, through: day), .candles(share, .day, from: day, through: now.day),
                .margins([planned]), .basketMargin([planned], withPositions: false), .charges([planned]),
                .optionExpiries(wanted[1]), .optionChain(wanted[1], expiry: Day(number: 20_818)), .orderAddresses,
            ] { check(carryOut(errand, response, with: upstox, in: context, at: now)) }
            let plan = try? upstox.feed(in: context)
            guard case .handedOut(_, let place)? = plan?.address, let request = try? place(response) else { continue }
            precondition(request.url.hasPrefix("wss://") && request.headers.isEmpty, "a stream of somebody else's")
        }
    }

    // MARK: - Instruments

    /// The bytes as the file of both exchanges.
    static func list(_ file: [UInt8]) {
        let response = HTTPResponse(status: 200, body: file)
        check(carryOut(.instruments, response, with: upstox, in: context, at: now))
    }
}

@_cdecl("UpstoxFuzz_main")
public func main(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    run(count, arguments, fuzz)
}
