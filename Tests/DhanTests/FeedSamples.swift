import DhanAdapter
import SaudaBroker
import SaudaCore

/// Frames of section 3.9 of the protocol and the instruments in them, so that the main tests need no file.
enum Sample {
    static let ticker = Hex.bytes("02100001 35050000 9a41cd44 4533296a")
    static let previousClose = Hex.bytes("06100000 0d000000 cd77b646 00000000")
    static let quote = Hex.bytes(
        "04320001 35050000 9a41cd44 0c00 4533296a d7fbcc44 01d64400 39650c00 050e0c00 0060cc44 cdeccb44 cd1cce44 00c8cb44"
    )
    static let openInterest = Hex.bytes("050c0002 0c890000 23fd1b00")
    static let disconnect = Hex.bytes("320a0000 00000000 2503")
    static let full = Hex.bytes(
        "08a20002 0c890000 cd4c1843 4b00 4533296a f6a81543 ec481303 15ba2100 ea511e00 23fd1b00 a93a1c00 cef91900"
            + "00002043 9a192543 9ad92b43 33330c43"
            + "14050000cf030000040003009a191843cd4c1843 8a0200009e07000002000500cd0c18439a591843"
            + "280a0000450100000700010000001843 66661843 c300000041000000010001 0033f3174333731843"
            + "c61100003c0f00000b00090066e6174300801843"
    )
    /// NIFTY at 23355.90, in Ticker mode.
    static let index = Hex.bytes("02100000 0d000000 cd77b646 4533296a")
    static let prices = [ticker, quote, full, index]
    static let all = prices + [previousClose, openInterest, disconnect]

    /// 2026-06-10 09:49:57 IST, the last trade of every frame.
    static let traded = Timestamp(microseconds: 1_781_065_197_000_000)
    /// A second later.
    static let now = Timestamp(microseconds: 1_781_065_198_000_000)
    static let bank = InstrumentID(index: 3)
    static let nifty = InstrumentID(index: 7)
    static let option = InstrumentID(index: 9)
    static let everything = [bank, nifty, option]

    static let bankListing = Listing(
        Instrument(symbol: "HDFCBANK", token: 1333, tick: Price(paise: 5)),
        feedKey: "NSE_EQ:1333:EQUITY",
        orderKey: "NSE_EQ:1333"
    )
    static let niftyListing = Listing(
        Instrument(symbol: "NIFTY", series: "", segment: .nseIndex, kind: .index, token: 13),
        feedKey: "IDX_I:13:INDEX",
        orderKey: "IDX_I:13"
    )
    static let optionListing = Listing(
        Instrument(
            symbol: "NIFTY-29Sep2026-29150-CE",
            series: "",
            segment: .nseDerivatives,
            // 2026-09-29.
            kind: .option(expiry: Day(number: 20_725), strike: Price(rupees: 29_150), isCall: true),
            token: 35_084,
            tick: Price(paise: 5),
            lot: Quantity(65),
            freeze: Quantity(1756)
        ),
        feedKey: "NSE_FNO:35084:OPTIDX",
        orderKey: "NSE_FNO:35084"
    )

    static func listings() throws -> ListingTable {
        var table = ListingTable()
        try table.add(bankListing, as: bank)
        try table.add(niftyListing, as: nifty)
        try table.add(optionListing, as: option)
        return table
    }
}

/// Bytes from hexadecimal text with blanks.
enum Hex {
    static func bytes(_ text: String) -> [UInt8] {
        let digits = text.filter { !$0.isWhitespace }.compactMap(\.hexDigitValue).map(UInt8.init)
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}

extension FeedCodec {
    /// What it makes of one message.
    mutating func receive(_ frame: [UInt8], at now: Timestamp = Sample.now) -> StreamOutput {
        var output = StreamOutput()
        unsafe receive(binary: frame.span.bytes, at: now, into: &output)
        return output
    }

    mutating func receive(_ text: String) -> StreamOutput {
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
