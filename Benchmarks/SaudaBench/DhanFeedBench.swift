import DhanAdapter
import SaudaBroker
import SaudaCore

/// Full packets of the peers' harness, one a message: into whole packets of exact prices, and through the codec into
/// ticks.
enum DhanFeedBench {
    private static let tick = Price(paise: 5)
    private static let now = Timestamp(microseconds: 1_790_000_000_000_000)

    /// - Parameter arguments: the folder, the runs, and for the count of allocations the frames instead of a time.
    static func run(_ arguments: [String]) throws {
        guard let folder = arguments.first else { return }
        let messages = try FeedFrames("\(folder)/dhan_full.bin")
        var codec = try codec(messages.frames)
        var output = StreamOutput()
        var packet = FullPacket()
        let prices = FloatPrices(tick: tick)
        func ticks(_ frame: [UInt8]) -> Int {
            output.removeAll()
            unsafe codec.receive(binary: frame.span.bytes, at: now, into: &output)
            return output.ticks.count
        }
        func packets(_ frame: [UInt8]) -> Int {
            guard frame.count == 162, frame[0] == 8 else { return 0 }
            unsafe packet.read(frame.span.bytes, prices)
            return 1
        }
        if let count = arguments.dropFirst(2).first.flatMap({ Int($0) }) {
            let all = messages.frames
            let played = (0..<count).reduce(0) { $0 + ticks(all[$1 % all.count]) + packets(all[$1 % all.count]) }
            return print(#"{"check":"dhan_played","peer":"sauda","packets":\#(played / 2)}"#)
        }
        let runs = arguments.dropFirst().first.flatMap { Int($0) } ?? 9
        messages.measure("dhan_decode", into: "packets", runs: runs, packets)
        check(messages.frames)
        messages.measure("dhan_decode", into: "ticks", runs: runs, ticks)
    }

    /// The sums of the harness's own decoders.
    private static func check(_ frames: [[UInt8]]) {
        var sums = [Int64](repeating: 0, count: 6)
        var packet = FullPacket()
        for frame in frames {
            unsafe packet.read(frame.span.bytes, FloatPrices(tick: tick))
            sums[0] += Int64(packet.security)
            sums[1] += packet.last.raw / 100
            sums[2] += Int64(packet.volume)
            for index in packet.levels.indices {
                let level = packet.levels[index]
                sums[3] += Int64(level.bidQuantity) + Int64(level.askQuantity)
                sums[4] += (level.bid + level.ask).raw / 100
                sums[5] += Int64(level.bidOrders) + Int64(level.askOrders)
            }
        }
        print(
            #"{"check":"dhan_full","peer":"sauda","packets":\#(frames.count),"sum_security_id":\#(sums[0]),"#
                + #""sum_last_paise":\#(sums[1]),"sum_volume":\#(sums[2]),"sum_depth_qty":\#(sums[3]),"#
                + #""sum_depth_paise":\#(sums[4]),"sum_depth_orders":\#(sums[5])}"#
        )
    }

    /// A codec to which every instrument of the frames is wanted.
    private static func codec(_ frames: [[UInt8]]) throws -> FeedCodec {
        var keys: Set<UInt64> = []
        for frame in frames { unsafe keys.insert(FeedHeader(frame.span.bytes).packed) }
        var listings = ListingTable()
        var wanted: [InstrumentID] = []
        for (index, key) in keys.sorted().enumerated() {
            let id = InstrumentID(index: UInt32(index))
            let instrument = Instrument(symbol: "S\(key)", tick: tick)
            let word = ExchangeSegment(rawValue: UInt8(key >> 32))?.word ?? ""
            let feedKey = "\(word):\(key & 0xFFFF_FFFF)"
            try listings.add(Listing(instrument, feedKey: feedKey, orderKey: feedKey), as: id)
            wanted.append(id)
        }
        var codec = FeedCodec(listings)
        var output = StreamOutput()
        codec.opened(at: Timestamp(microseconds: 0), into: &output)
        codec.want(wanted, at: Timestamp(microseconds: 0), into: &output)
        return codec
    }
}
