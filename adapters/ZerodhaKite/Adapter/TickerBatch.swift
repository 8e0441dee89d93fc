package import SaudaBroker

/// A frame's packets with every field, in storage that the next frame uses again: nothing is allocated for a packet.
package struct TickerBatch: Sendable {
    package struct Entry: Sendable {
        package var packet = TickerPacket()
        /// Of full packets only; what stands here for others is an older packet's.
        package var depth = TickerDepth()
    }

    private var room: [Entry]
    private var count = 0
    /// The lengths of packets that are of no known kind.
    package private(set) var unknown: [Int] = []

    package init() { room = Array(repeating: Entry(), count: 64) }

    package var entries: ArraySlice<Entry> { room[..<count] }

    /// Reads a frame in place of the one before.
    ///
    /// - Throws: when the frame is malformed; the packets before the fault stand.
    package mutating func read(_ frame: RawSpan) throws(WireError) {
        count = 0
        unknown.removeAll(keepingCapacity: true)
        var packets = try TickerFrame(frame)
        // A packet with its length has ten bytes at least, whatever the frame's count says.
        while room.count * 10 < frame.byteCount { room.append(Entry()) }
        try Self.read(frame, &packets, &room, &count, &unknown)
    }

    private static func read(
        _ frame: RawSpan,
        _ packets: inout TickerFrame,
        _ room: inout [Entry],
        _ count: inout Int,
        _ unknown: inout [Int]
    ) throws(WireError) {
        // One check for the storage's uniqueness a frame, not one a packet.
        var room = room.mutableSpan
        var made = 0
        defer { count = made }
        while let place = try packets.next(in: frame) {
            let bytes = frame.extracting(place)
            // The kind as a constant, so that the reads need no checks of their own.
            if bytes.byteCount == 184 {
                room[made].packet = TickerPacket(bytes, .full)
                room[made].depth.read(bytes)
            } else if let kind = TickerPacket.Kind(length: bytes.byteCount) {
                room[made].packet = TickerPacket(bytes, kind)
            } else {
                unknown.append(bytes.byteCount)
                continue
            }
            made += 1
        }
    }
}
