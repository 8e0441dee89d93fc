import FuzzKit
import KotakNeoAdapter
import SaudaBroker
import SaudaCore

/// The first byte says what the others are: messages of one of the two price feeds, one about orders, an answer, rows of
/// a scrip file.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    var input = FuzzInput(start, count)
    switch input.choice(of: 7) {
    case 0: KotakNeoFuzz.receive(hsm: &input, KotakNeoFuzz.plain, isNumbered: false)
    case 1: KotakNeoFuzz.receive(hsm: &input, KotakNeoFuzz.numbered, isNumbered: true)
    case 2: KotakNeoFuzz.receive(hsm: &input, KotakNeoFuzz.silent, isNumbered: false)
    case 3: KotakNeoFuzz.receive(sfeed: &input)
    case 4: if let text = input.text { KotakNeoFuzz.receive(text: text) }
    case 5: KotakNeoFuzz.answer(input.rest)
    default: KotakNeoFuzz.list(input.rest)
    }
    return 0
}

enum KotakNeoFuzz {
    private static let now = Timestamp(microseconds: 1_789_011_002_000_000)

    private static let listings: ListingTable = {
        var table = ListingTable()
        func add(_ instrument: Instrument, _ segment: String, _ key: String, _ symbol: String) {
            let id = InstrumentID(index: UInt32(table.listings.count))
            try? table.add(Listing(instrument, feedKey: "\(segment)|\(key)", orderKey: "\(segment)|\(symbol)"), as: id)
        }
        let tick = Price(paise: 10)
        add(Instrument(symbol: "RELIANCE", token: 2885, tick: tick), "nse_cm", "2885", "RELIANCE-EQ")
        let index = Instrument(symbol: "NIFTY", series: "", segment: .nseIndex, kind: .index, token: 26_000)
        add(index, "nse_cm", "Nifty 50", "NIFTY")
        let future = Instrument(
            symbol: "NIFTY26SEPFUT",
            series: "",
            segment: .nseDerivatives,
            kind: .future(expiry: Day(number: 20_725)),
            token: 2885,
            tick: tick,
            lot: Quantity(65)
        )
        add(future, "nse_fo", "2885", "NIFTY26SEPFUT")
        return table
    }()

    private static let wanted = (0..<UInt32(listings.listings.count)).map { InstrumentID(index: $0) }

    /// Open, with wishes, and given these messages.
    private static func talking<Codec: StreamCodec>(_ codec: Codec, _ messages: [[UInt8]] = [], text: String? = nil)
        -> Codec
    {
        var codec = codec
        var output = StreamOutput()
        codec.opened(at: now, into: &output)
        codec.want(wanted, at: now, into: &output)
        for message in messages { codec.receive(binary: message.span.bytes, at: now, into: &output) }
        if let text { codec.receive(text: text, at: now, into: &output) }
        return codec
    }

    // MARK: - HSM

    private static func hsm(_ purpose: HSMCodec.Purpose) -> HSMCodec {
        HSMCodec(listings, token: Secret("t"), sid: Secret("s"), purpose: purpose)
    }

    /// Accepted without acknowledgements, with one after every other message, and not answered yet.
    static let plain = talking(hsm(.prices), [[0, 6, 1, 1, 1, 0, 1, 0x4B]])
    static let numbered = talking(hsm(.depth), [[0, 13, 1, 2, 1, 0, 1, 0x4B, 2, 0, 4, 0, 0, 0, 2]])
    static let silent = talking(hsm(.prices))

    /// Several messages: updates name what snapshots told. Wishes change after each, as their answers come between.
    static func receive(hsm input: inout FuzzInput, _ codec: HSMCodec, isNumbered: Bool) {
        var codec = codec
        var decoder = HSMDecoder(isNumbered: isNumbered)
        var output = StreamOutput()
        var time = now
        var count = 0
        while let message = input.message() {
            codec.receive(binary: message.span.bytes, at: time, into: &output)
            check(jsonLines: decoder.text(of: message.span.bytes).lines)
            check(output, at: time)
            output.removeAll()
            count += 1
            codec.want(Array(wanted.prefix(count % 4)), at: time, into: &output)
            time = time.advanced(by: .seconds(6))
            codec.timer(at: time, into: &output)
        }
    }

    // MARK: - SFeed

    private static let accepted =
        #"{"message_code":1117,"exchanges":{"nse_cm":{"value":1,"divider":100},"nse_fo":{"value":2,"divider":10000000}}}"#
    private static let sfeed = SFeedCodec(listings, user: "ABC12", sid: Secret("s"), wantsDepth: true)
    private static let sfeedTalking = talking(sfeed, text: accepted)

    static func receive(sfeed input: inout FuzzInput) {
        var codec = sfeedTalking
        var output = StreamOutput()
        while let message = input.message() {
            codec.receive(binary: message.span.bytes, at: now, into: &output)
            check(jsonLines: SFeedDecoder.text(of: message.span.bytes).lines)
        }
        // A packet says how many rows it has.
        check(output, at: now, levels: 4096)
    }

    // MARK: - Texts

    private static let orders = talking(
        OrderFeedCodec(listings, token: Secret("t"), sid: Secret("s")),
        text: #"{"ak":"ok","type":"cn","task":"cn","msg":"connected"}"#
    )

    static func receive(text: String) {
        for var codec: any StreamCodec in [talking(sfeed), sfeedTalking, orders] {
            var output = StreamOutput()
            codec.receive(text: text, at: now, into: &output)
            codec.receive(text: text, at: now, into: &output)
            codec.want([], at: now, into: &output)
            check(output, at: now)
        }
    }

    // MARK: - Answers

    private static let neo = KotakNeo()
    private static let share = InstrumentID(index: 0)
    private static let context = AdapterContext(
        credentials: Credentials(
            user: "ABC12",
            secrets: [
                "access-token": Secret("key"), "mobile-number": Secret("9876543210"), "mpin": Secret("123456"),
                "totp-secret": Secret("JBSWY3DPEHPK3PXP"),
            ]
        ),
        session: BrokerSession(
            user: "ABC12",
            secrets: [
                "token": Secret("t"), "sid": Secret("s"), "base-url": Secret("https://e21.kotaksecurities.com"),
            ],
            issued: now,
            expires: nil
        ),
        listings: listings
    )
    private static let order = FuzzKit.order(of: share, at: Price(rupees: 1400))

    /// The body under a good status and a bad one, as an answer to everything that is asked.
    static func answer(_ body: [UInt8]) {
        let day = Day(number: 20_705)
        for status in [200, 400] {
            let response = HTTPResponse(status: status, body: body)
            for command: OrderCommand in [.place(order, tag: "SD1"), .cancel(BrokerOrderID("26"), share)] {
                _ = try? neo.answer(response, to: command)
            }
            for errand: Errand in [
                .signIn, .probe, .orderBook, .orderHistory(BrokerOrderID("26")), .trades, .positions, .holdings, .funds,
                .quotes(wanted), .dayQuotes(wanted), .candles(share, .minute, from: day, through: day),
                .candles(share, .day, from: day, through: day), .instruments,
                .margins([PlannedOrder(share, .buy, .delivery, order.terms)]),
            ] { check(carryOut(errand, response, with: neo, in: context, at: now)) }
        }
    }

    // MARK: - Instruments

    private static let header = Array(
        ("pSymbol,pGroup,pExchSeg,pSymbolName,pTrdSymbol,pOptionType,dTickSize ,lLotSize,lExpiryDate ,lPrecision,"
            + "dStrikePrice;,lFreezeQty\n").utf8
    )

    static func list(_ rows: [UInt8]) { if let list = try? ScripFile.list(header + rows) { check(list) } }
}

@_cdecl("KotakNeoFuzz_main")
public func main(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    run(count, arguments, fuzz)
}
