import SaudaBroker
import SaudaCore
import UpstoxAdapter

/// A share, an index and an option, and messages about them. All of it is made up in the documented form (section 13).
enum Sample {
    /// 2026-11-27 10:15:02 IST.
    static let now = Timestamp(microseconds: 1_795_754_702_000_000)
    /// A second earlier, in milliseconds.
    static let traded: Int64 = 1_795_754_701_000
    static let share = InstrumentID(index: 3)
    static let nifty = InstrumentID(index: 7)
    static let option = InstrumentID(index: 9)
    static let everything = [share, nifty, option]

    static let shareKey = "NSE_EQ|INE000A01020"
    static let niftyKey = "NSE_INDEX|Nifty 50"
    static let optionKey = "NSE_FO|90102"

    static let shareListing = Listing(
        Instrument(symbol: "SAMPLE", token: 90_001, tick: Price(paise: 5)),
        feedKey: shareKey,
        orderKey: shareKey
    )
    static let niftyListing = Listing(
        Instrument(symbol: "NIFTY", series: "", segment: .nseIndex, kind: .index, token: 26_000),
        feedKey: niftyKey,
        orderKey: niftyKey
    )
    static let optionListing = Listing(
        Instrument(
            symbol: "NIFTY-31Dec2026-25000-CE",
            series: "",
            segment: .nseDerivatives,
            // 2026-12-31.
            kind: .option(expiry: Day(number: 20_818), strike: Price(rupees: 25_000), isCall: true),
            token: 90_102,
            tick: Price(paise: 5),
            lot: Quantity(65),
            freeze: Quantity(1800)
        ),
        feedKey: optionKey,
        orderKey: optionKey
    )

    static func listings() throws -> ListingTable {
        var table = ListingTable()
        try table.add(shareListing, as: share)
        try table.add(niftyListing, as: nifty)
        try table.add(optionListing, as: option)
        return table
    }
}

/// Writes protobuf, from the description of its wire and not from the reader's code.
enum Proto {
    static func varint(_ value: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = value
        repeat {
            let more = rest > 127
            bytes.append(UInt8(rest % 128) + (more ? 128 : 0))
            rest /= 128
        } while rest > 0
        return bytes
    }

    /// As proto3 does it: zero is left out.
    static func field(_ number: UInt64, _ value: Int64) -> [UInt8] {
        value == 0 ? [] : varint(number * 8) + varint(UInt64(bitPattern: value))
    }

    static func field(_ number: UInt64, _ value: Double) -> [UInt8] {
        guard value.bitPattern != 0 else { return [] }
        return varint(number * 8 + 1) + (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
    }

    static func field(_ number: UInt64, _ bytes: [UInt8]) -> [UInt8] {
        varint(number * 8 + 2) + varint(UInt64(bytes.count)) + bytes
    }

    static func field(_ number: UInt64, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }
}

/// Messages of the market feed (section 8.4).
enum Feed {
    static func last(_ price: Double, at time: Int64 = Sample.traded, _ quantity: Int64 = 10, close: Double = 0)
        -> [UInt8]
    {
        Proto.field(1, price) + Proto.field(2, time) + Proto.field(3, quantity) + Proto.field(4, close)
    }

    static func level(_ bidQuantity: Int64, _ bid: Double, _ askQuantity: Int64, _ ask: Double) -> [UInt8] {
        Proto.field(1, bidQuantity) + Proto.field(2, bid) + Proto.field(3, askQuantity) + Proto.field(4, ask)
    }

    static func market(_ last: [UInt8], volume: Int64, levels: [[UInt8]] = []) -> [UInt8] {
        let greeks = Proto.field(1, 0.5) + Proto.field(2, -3.25)
        let day = Proto.field(1, "1d") + Proto.field(2, 52.0) + Proto.field(6, Int64(900))
        let body =
            Proto.field(1, last) + Proto.field(2, levels.flatMap { Proto.field(1, $0) }) + Proto.field(3, greeks)
            + Proto.field(4, Proto.field(1, day)) + Proto.field(5, 52.61) + Proto.field(6, volume)
            + Proto.field(7, 1200.0)
        return Proto.field(2, Proto.field(1, body)) + Proto.field(4, Int64(1))
    }

    static func index(_ last: [UInt8]) -> [UInt8] { Proto.field(2, Proto.field(2, Proto.field(1, last))) }
    static func lastPrice(_ last: [UInt8]) -> [UInt8] { Proto.field(1, last) }

    static func firstLevel(_ last: [UInt8], volume: Int64, level: [UInt8]) -> [UInt8] {
        Proto.field(3, Proto.field(1, last) + Proto.field(2, level) + Proto.field(4, volume) + Proto.field(5, 700.0))
    }

    /// - Parameter type: 0 snapshot, 1 live.
    static func frame(_ feeds: [(key: String, feed: [UInt8])], type: Int64 = 1) -> [UInt8] {
        Proto.field(1, type) + feeds.flatMap { Proto.field(2, Proto.field(1, $0.key) + Proto.field(2, $0.feed)) }
            + Proto.field(3, Sample.traded + 20)
    }

    /// What comes first on each connection.
    static let states =
        Proto.field(1, Int64(2)) + Proto.field(3, Sample.traded)
        + Proto.field(4, Proto.field(1, Proto.field(1, "NSE_EQ") + Proto.field(2, Int64(2))))

    static let levels = [
        level(10, 52.65, 7, 52.7), level(20, 52.6, 30, 52.75), level(25, 52.55, 40, 52.8), level(1, 52.5, 2, 52.85),
        level(3, 52.45, 4, 52.9),
    ]

    /// One of each kind.
    static let all = frame([
        (Sample.shareKey, market(last(52.7, close: 52.3), volume: 12_345, levels: levels)),
        (Sample.niftyKey, index(last(25_012.55, 0))),
        (Sample.optionKey, firstLevel(last(121.0), volume: 650, level: level(65, 120.95, 130, 121.05))),
    ])
}

extension StreamCodec {
    /// What it makes of one message.
    mutating func take(_ frame: [UInt8], at now: Timestamp = Sample.now) -> StreamOutput {
        var output = StreamOutput()
        unsafe receive(binary: frame.span.bytes, at: now, into: &output)
        return output
    }

    mutating func take(_ text: String) -> StreamOutput {
        var output = StreamOutput()
        receive(text: text, at: Sample.now, into: &output)
        return output
    }

    mutating func want(_ instruments: [InstrumentID]) -> StreamOutput {
        var output = StreamOutput()
        want(instruments, at: Sample.now, into: &output)
        return output
    }

    mutating func opened() -> StreamOutput {
        var output = StreamOutput()
        opened(at: Sample.now, into: &output)
        return output
    }
}

/// A seeded generator, so that a failing round can be run again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
