import KotakNeoAdapter
import SaudaBroker
import SaudaCore

/// Updates of the binary feed, 23 values each and 20 a frame, through the codec into ticks as live frames go.
enum HSMBench {
    private static let topics = 20
    private static let now = Timestamp(microseconds: 1_789_011_002_000_000)

    /// - Parameter arguments: the runs, and for the count of allocations the frames instead of a time.
    static func run(_ arguments: [String]) throws {
        let runs = arguments.first.flatMap { Int($0) } ?? 9
        var codec = try codec()
        let frames = (0..<50).map { round in frame((0..<topics).map { update($0, round: round) }) }
        var output = StreamOutput()
        func receive(_ frame: [UInt8]) -> Int {
            output.removeAll()
            unsafe codec.receive(binary: frame.span.bytes, at: now, into: &output)
            return output.ticks.count
        }
        guard frames.allSatisfy({ receive($0) == topics }), output.skipped.isEmpty else {
            throw FeedFrames.Failure(description: "the codec does not read the frames: \(output.skipped)")
        }
        if let count = arguments.dropFirst().first.flatMap({ Int($0) }) {
            let packets = (0..<count).reduce(0) { $0 + receive(frames[$1 % frames.count]) }
            return print(#"{"check":"hsm_played","peer":"sauda","packets":\#(packets)}"#)
        }
        var speeds: [Double] = []
        for _ in 0..<runs {
            let start = ProcessorTime.now
            var packets = 0
            var seconds = 0.0
            repeat {
                for frame in frames { packets += receive(frame) }
                seconds = ProcessorTime.now - start
            } while seconds < 0.3
            speeds.append(seconds / Double(packets) * 1e9)
        }
        BenchLine.print("hsm_decode", "update of 23 values", unit: "ns/packet", speeds)
    }

    /// Accepted, and with the snapshot of every topic.
    private static func codec() throws -> HSMCodec {
        var listings = ListingTable()
        let ids = (0..<topics).map { InstrumentID(index: UInt32($0)) }
        for (index, id) in ids.enumerated() {
            let share = Instrument(symbol: "S\(index)", token: Int64(index + 1), tick: Price(paise: 5))
            try listings.add(Listing(share, feedKey: "nse_cm|\(index + 1)", orderKey: "nse_cm|S\(index)-EQ"), as: id)
        }
        var codec = HSMCodec(listings, token: Secret("t"), sid: Secret("s"))
        var output = StreamOutput()
        codec.opened(at: now, into: &output)
        codec.want(ids, at: now, into: &output)
        let accepted: [UInt8] = [0, 6, 1, 1, 1, 0, 1, UInt8(ascii: "K")]
        unsafe codec.receive(binary: accepted.span.bytes, at: now, into: &output)
        for topic in 0..<topics {
            let first = frame([snapshot(topic)])
            unsafe codec.receive(binary: first.span.bytes, at: now, into: &output)
        }
        return codec
    }

    // MARK: - Frames

    private static func values(_ round: Int, _ count: Int) -> [UInt8] {
        var values = [Int32](repeating: 141_230, count: count)
        values[2] = 1_789_011_000
        values[3] = 1_789_011_000
        values[4] = 5_120_345 + Int32(round)
        values[5] = 141_230 + Int32(round % 7)
        if count == 25 { (values[23], values[24]) = (1, 2) }
        return values.flatMap(big)
    }

    private static func update(_ topic: Int, round: Int) -> [UInt8] {
        sized([UInt8(ascii: "U")] + big(Int32(topic)) + [23] + values(round, 23))
    }

    private static func snapshot(_ topic: Int) -> [UInt8] {
        let name = Array("sf|nse_cm|\(topic + 1)".utf8)
        return sized(
            [UInt8(ascii: "S")] + big(Int32(topic)) + [UInt8(name.count)] + name + [25] + values(0, 25) + [0]
        )
    }

    private static func frame(_ packets: [[UInt8]]) -> [UInt8] {
        sized([6] + short(packets.count) + packets.flatMap { $0 })
    }

    private static func sized(_ body: [UInt8]) -> [UInt8] { short(body.count) + body }
    private static func short(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 255), UInt8(value & 255)] }
    private static func big(_ value: Int32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * Int32($0))) }
    }
}
