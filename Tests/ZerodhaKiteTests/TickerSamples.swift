import SaudaBroker
import SaudaCore
import ZerodhaKiteAdapter

/// Frames of appendix A of the protocol, so that the main tests need no file.
enum Sample {
    static let ltp = Hex.bytes("0001000800063a0100024ec3")
    static let quote = Hex.bytes(
        "0001002c00063a0100024ec30000000700024dc40023cace0001646200015abd000249f000024fcc0002497300024bee"
    )
    static let full = Hex.bytes(
        "000100b800063a0100024ec30000000700024dc40023cace0001646200015abd000249f000024fcc0002497300024bee"
            + "69bcc2bb00000000000000000000000069bcc2bc"
            + "0000006400024ebe00030000000000fa00024eb9000500000000019000024eb4000200000000004b00024eaf00010000"
            + "000004b000024eaa000e00000000003c00024ec3000100000000013600024ec800040000000001f900024ecd00060000"
            + "0000005a00024ed200020000000007d000024ed700150000"
    )
    static let indexFull = Hex.bytes(
        "000100200003e909002567230025896a00253b4500256250002577c2ffffef6169bcc2bc"
    )
    /// INFY, NIFTY 50 and a contract of MCX.
    static let three = Hex.bytes(
        "0003000800063a0100024ec3001c0003e909002567230025896a00253b4500256250002577c2ffffef6100080004d207000a5bf4"
    )
    static let all = [ltp, quote, full, indexFull, three]

    /// 2026-03-20 09:15:01 IST, a second after the exchange time of the frames.
    static let now = Timestamp(microseconds: 1_773_978_301_000_000)
    static let infy = InstrumentID(index: 3)
    static let nifty = InstrumentID(index: 7)

    static func listings() throws -> ListingTable {
        var table = ListingTable()
        let infosys = Instrument(symbol: "INFY", token: 1594, tick: Price(paise: 5))
        let index = Instrument(symbol: "NIFTY 50", series: "", segment: .nseIndex, kind: .index, token: 1001)
        try table.add(Listing(infosys, feedKey: "408065", orderKey: "NSE:INFY"), as: infy)
        try table.add(Listing(index, feedKey: "256265", orderKey: "NSE:NIFTY 50"), as: nifty)
        return table
    }
}

extension TickerCodec {
    /// What it makes of one frame.
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
