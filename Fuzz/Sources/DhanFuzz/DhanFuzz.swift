import DhanAdapter
import FuzzKit
import SaudaBroker
import SaudaCore

/// The first byte says what the others are: a message of the feed, one about orders, an answer, rows of an instrument
/// list.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    var input = FuzzInput(start, count)
    switch input.choice(of: 4) {
    case 0: DhanFuzz.receive(prices: &input)
    case 1: if let text = input.text { DhanFuzz.receive(order: text) }
    case 2: DhanFuzz.answer(input.rest)
    default: DhanFuzz.list(input.rest)
    }
    return 0
}

enum DhanFuzz {
    static let now = Timestamp(microseconds: 1_781_065_198_000_000)
    private static let bank = InstrumentID(index: 0)

    /// An instrument of every segment that has prices, two of them of one security id.
    private static let listings: ListingTable = {
        var table = ListingTable()
        func add(_ instrument: Instrument, _ key: String, _ word: String) {
            let id = InstrumentID(index: UInt32(table.listings.count))
            try? table.add(Listing(instrument, feedKey: "\(key):\(word)", orderKey: key), as: id)
        }
        let tick = Price(paise: 5)
        let expiry = Day(number: 20_725)
        add(Instrument(symbol: "HDFCBANK", token: 1333, tick: tick), "NSE_EQ:1333", "EQUITY")
        add(Instrument(symbol: "ABB", token: 13, tick: tick), "NSE_EQ:13", "EQUITY")
        let index = Instrument(symbol: "NIFTY", series: "", segment: .nseIndex, kind: .index, token: 13)
        add(index, "IDX_I:13", "INDEX")
        let share = Instrument(symbol: "TCS", series: "", segment: .bseEquity, token: 532_540, tick: tick)
        add(share, "BSE_EQ:532540", "EQUITY")
        for (segment, word) in [(Segment.nseDerivatives, "NSE_FNO"), (.bseDerivatives, "BSE_FNO")] {
            let kind = Instrument.Kind.option(expiry: expiry, strike: Price(rupees: 29_150), isCall: true)
            let name = "NIFTY-29Sep2026-29150-CE"
            let option = Instrument(
                symbol: name,
                series: "",
                segment: segment,
                kind: kind,
                token: 35_084,
                tick: tick,
                lot: Quantity(65)
            )
            add(option, "\(word):35084", "OPTIDX")
        }
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
        var codec = OrderCodec(listings, client: "1100000001", token: Secret("demo"))
        var output = StreamOutput()
        codec.opened(at: now, into: &output)
        codec.receive(text: text, at: now, into: &output)
        check(output, at: now)
    }

    // MARK: - Answers

    private static let dhan = Dhan()
    private static let context = AdapterContext(
        credentials: Credentials(user: "1100000001", secrets: ["access-token": Secret("demo")]),
        session: BrokerSession(
            user: "1100000001",
            secrets: ["access-token": Secret("demo")],
            issued: now,
            expires: nil
        ),
        listings: listings
    )
    private static let order = FuzzKit.order(of: bank, at: Price(rupees: 1600))
    private static let planned = PlannedOrder(bank, .buy, .delivery, order.terms)
    private static let gtt = GTT(
        bank,
        [
            GTT.Leg(
                trigger: Price(rupees: 1505),
                side: .sell,
                product: .delivery,
                quantity: Quantity(10),
                limit: Price(rupees: 1500)
            )
        ]
    )
    private static let bracket = BracketOrder(
        bank,
        .buy,
        .intraday,
        quantity: Quantity(10),
        price: Price(rupees: 1642),
        stop: BracketOrder.Stop(Price(rupees: 1600))
    )
    private static let commands: [OrderCommand] = [
        .place(order, tag: "SD1"), .place(order, tag: "SD1", OrderOptions(isSliced: true)),
        .modify(BrokerOrderID("1"), bank, from: order.terms, to: order.terms), .cancel(BrokerOrderID("1"), bank),
    ]

    /// The body under a good status and a bad one, as an answer to everything that is asked.
    static func answer(_ body: [UInt8]) {
        for status in [200, 400] {
            let response = HTTPResponse(status: status, body: body)
            for command in commands { _ = try? dhan.answer(response, to: command) }
            let day = Day(number: 20_614)
            for errand: Errand in [
                .signIn, .renew, .probe, .orderBook, .orderHistory(BrokerOrderID("1")), .trades, .positions, .holdings,
                .funds, .quotes(wanted), .dayQuotes(wanted), .candles(bank, .minute, from: day, through: day),
                .candles(bank, .day, from: day, through: day),
                .margins([planned]), .basketMargin([planned, planned], withPositions: true), .ordersTagged("SD1"),
                .optionExpiries(bank), .optionChain(bank, expiry: day), .gtts, .gtt(GTTID("51")), .placeGTT(gtt),
                .changeGTT(GTTID("51"), gtt), .deleteGTT(GTTID("51")), .brackets, .placeBracket(bracket, tag: "SD1"),
                .changeBracket(BrokerOrderID("1"), BracketChange(stop: Price(rupees: 1600), trail: Price(rupees: 1))),
                .cancelBracket(BrokerOrderID("1"), .entry), .tradingHalt, .setTradingHalt(true),
                .orderAddresses, .registerAddress("203.0.113.11", as: .secondary),
            ] { check(carryOut(errand, response, with: dhan, in: context, at: now)) }
        }
    }

    // MARK: - Instruments

    private static let headers = [
        "EXCH_ID,SEGMENT,SECURITY_ID,INSTRUMENT,UNDERLYING_SYMBOL,INSTRUMENT_TYPE,SERIES,LOT_SIZE,SM_EXPIRY_DATE,"
            + "STRIKE_PRICE,OPTION_TYPE,TICK_SIZE,SM_FREEZE_QTY\n",
        "SEM_EXM_EXCH_ID,SEM_SEGMENT,SEM_SMST_SECURITY_ID,SEM_INSTRUMENT_NAME,SEM_TRADING_SYMBOL,"
            + "SEM_EXCH_INSTRUMENT_TYPE,SEM_SERIES,SEM_LOT_UNITS,SEM_EXPIRY_DATE,SEM_STRIKE_PRICE,SEM_OPTION_TYPE,"
            + "SEM_TICK_SIZE\n",
    ].map { Array($0.utf8) }

    /// The bytes as rows under the header of each layout.
    static func list(_ rows: [UInt8]) {
        for header in headers {
            let response = HTTPResponse(status: 200, body: header + rows)
            check(carryOut(.instruments, response, with: dhan, in: context, at: now))
        }
    }
}

@_cdecl("DhanFuzz_main")
public func main(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    run(count, arguments, fuzz)
}
