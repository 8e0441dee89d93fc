import SaudaBroker
import SaudaCore
import ZerodhaKiteAdapter

/// Ticker frames of the peers' harness, 50 packets each: into whole packets, and through the codec into ticks.
enum TickerBench {
    /// - Parameter arguments: the folder, the runs, and for the count of allocations the frames instead of a time.
    static func run(_ arguments: [String]) throws {
        guard let folder = arguments.first else { return }
        let runs = arguments.dropFirst().first.flatMap { Int($0) } ?? 9
        let messages = try FeedFrames("\(folder)/kite_full.bin")
        let frames = messages.frames
        if let count = arguments.dropFirst(2).first.flatMap({ Int($0) }) { return try play(frames, count) }
        var codec = try codec(frames)
        var output = StreamOutput()
        var batch = TickerBatch()
        messages.measure("kite_decode", into: "packets", runs: runs) { frame in
            try? unsafe batch.read(frame.span.bytes)
            return batch.entries.count
        }
        check(packets: frames)
        let now = Timestamp(microseconds: 1_790_000_000_000_000)
        messages.measure("kite_decode", into: "ticks", runs: runs) { frame in
            output.removeAll()
            unsafe codec.receive(binary: frame.span.bytes, at: now, into: &output)
            return output.ticks.count
        }
    }

    /// So many frames through both ways and nothing else, for a count of allocations from outside.
    private static func play(_ frames: [[UInt8]], _ count: Int) throws {
        var codec = try codec(frames)
        var output = StreamOutput()
        var batch = TickerBatch()
        let now = Timestamp(microseconds: 1_790_000_000_000_000)
        var total = 0
        for index in 0..<count {
            let frame = frames[index % frames.count]
            try? unsafe batch.read(frame.span.bytes)
            output.removeAll()
            unsafe codec.receive(binary: frame.span.bytes, at: now, into: &output)
            total += output.ticks.count + batch.entries.count
        }
        print(#"{"check":"kite_played","peer":"sauda","packets":\#(total / 2)}"#)
    }

    /// The sums of the harness's own decoders, over the numbers as they stand on the wire.
    private static func check(packets frames: [[UInt8]]) {
        var sums = [Int64](repeating: 0, count: 7)
        var count = 0
        for frame in frames {
            var batch = TickerBatch()
            try? unsafe batch.read(frame.span.bytes)
            count += batch.entries.count
            for full in batch.entries {
                let unit = WirePrice.unit(ofToken: full.packet.token)
                sums[0] += Int64(full.packet.token)
                sums[1] += full.packet.last.raw / unit
                sums[2] += Int64(full.packet.volume)
                sums[3] += full.packet.close.raw / unit
                for index in full.depth.levels.indices {
                    let level = full.depth.levels[index]
                    sums[4] += Int64(level.quantity)
                    sums[5] += level.price.raw / unit
                    sums[6] += Int64(level.orders)
                }
            }
        }
        print(
            #"{"check":"kite_full","peer":"sauda","packets":\#(count),"sum_token":\#(sums[0]),"sum_last":\#(sums[1]),"#
                + #""sum_volume":\#(sums[2]),"sum_close":\#(sums[3]),"sum_depth_qty":\#(sums[4]),"#
                + #""sum_depth_price":\#(sums[5]),"sum_depth_orders":\#(sums[6])}"#
        )
    }

    /// A codec to which every instrument of the frames is wanted.
    private static func codec(_ frames: [[UInt8]]) throws -> TickerCodec {
        var tokens: Set<UInt32> = []
        for frame in frames {
            var batch = TickerBatch()
            try? unsafe batch.read(frame.span.bytes)
            for full in batch.entries { tokens.insert(full.packet.token) }
        }
        var listings = ListingTable()
        var wanted: [InstrumentID] = []
        for (index, token) in tokens.sorted().enumerated() {
            let id = InstrumentID(index: UInt32(index))
            let instrument = Instrument(symbol: "S\(token)", tick: Price(paise: 5))
            try listings.add(Listing(instrument, feedKey: "\(token)", orderKey: "NSE:S\(token)"), as: id)
            wanted.append(id)
        }
        var codec = TickerCodec(listings)
        var output = StreamOutput()
        codec.opened(at: Timestamp(microseconds: 0), into: &output)
        codec.want(wanted, at: Timestamp(microseconds: 0), into: &output)
        return codec
    }
}
