package import SaudaBroker

/// The last values of every topic of one connection: snapshots set them, updates carry only what changed (protocol
/// section 7.4). Flat storage: an update allocates nothing.
package struct HSMBook: Sendable {
    /// What a packet did.
    package enum Step: Hashable, Sendable {
        /// Bit n of `fields` stands for value n. `hasMore`: values beyond the ones that have a name were passed over.
        case changed(place: Int, fields: UInt64, isSnapshot: Bool, hasMore: Bool)
        /// An update of a topic whose snapshot never came.
        case unknownTopic
        /// A packet that is neither snapshot nor update, passed over by its length.
        case unknownKind(UInt8)
        /// No room for one more topic.
        case full
    }

    /// "No value", or in an update "as before".
    package static let unset = Int32.min
    private static var unsetWord: UInt32 { UInt32(bitPattern: unset).bigEndian }
    private static let stride = 34
    /// More than a connection can subscribe; what the peer claims beyond is not stored.
    private static let mostTopics = 8192

    package private(set) var topics: [HSMTopic] = []
    package private(set) var texts: [HSMTexts] = []
    /// As they came, in the order of the wire's bytes: most of them are never looked at.
    private var values: [UInt32] = []
    private var table = HSMTopicTable()

    package init() {}

    /// A value as it came last; `unset` when it never did.
    @inline(__always) package func value(_ field: Int, of place: Int) -> Int32 {
        Int32(bitPattern: UInt32(bigEndian: values[place &* Self.stride &+ field]))
    }

    /// Reads the next packet; nil behind the last one.
    ///
    /// - Throws: when the message ends before its packets do, goes on behind the last one, or a length lies. Packets read
    ///   before stand.
    @inline(__always) package mutating func next(
        _ walk: inout HSMWalk,
        in message: RawSpan
    ) throws(WireError) -> Step? {
        let start = walk.offset
        guard walk.left > 0 else {
            guard start == message.byteCount else {
                throw WireError(offset: start, needed: 0, present: message.byteCount - start, "no more bytes")
            }
            return nil
        }
        try message.require(8, at: start, "the head of a packet")
        let length = Int(message.uint16BE(at: start))
        let id = message.uint32BE(at: start + 3)
        switch message.byte(at: start + 2) {
        case UInt8(ascii: "U"):
            let count = Int(message.byte(at: start + 7))
            let end = start + 8 + count * 4
            try message.require(count * 4, at: start + 8, "the values of an update")
            try HSMWalk.check(length, parts: end - start - 2, at: start)
            walk.step(to: end)
            guard let place = table.place(of: id) else { return .unknownTopic }
            return store(message, at: start + 8, count, place, isSnapshot: false)
        case UInt8(ascii: "S"):
            return try snapshot(&walk, message, length, id)
        case let kind:
            // Its parts are not known: its length is all there is to go by.
            try message.require(length, at: start + 2, "a packet of an unknown kind")
            guard length > 0 else { throw WireError(offset: start, needed: 1, present: 0, "a packet's length") }
            walk.step(to: start + 2 + length)
            return .unknownKind(kind)
        }
    }

    @inline(__always) private mutating func store(
        _ message: RawSpan,
        at start: Int,
        _ count: Int,
        _ place: Int,
        isSnapshot: Bool
    ) -> Step {
        let topic = topics[place]
        let known = min(count, Int(topic.fields))
        let fields = keep(message, at: start, known, place &* Self.stride)
        if fields & topic.scaling != 0 {
            let multiplier = topic.scaling.trailingZeroBitCount
            topics[place].scale = HSMScale(
                multiplier: value(multiplier, of: place),
                precision: value(multiplier + 1, of: place)
            )
        }
        return .changed(place: place, fields: fields, isSnapshot: isSnapshot, hasMore: count > known)
    }

    /// Stores what is told, four values at a time, the last four overlapping the ones before; without a branch a value. The
    /// bounds of both sides are checked once, here.
    ///
    /// - Returns: bit n for each value n that was told.
    @inline(__always) private mutating func keep(
        _ message: RawSpan,
        at start: Int,
        _ count: Int,
        _ base: Int
    ) -> UInt64 {
        var span = values.mutableSpan
        precondition(count >= 0 && base >= 0 && base + count <= span.count)
        precondition(start >= 0 && start + count * 4 <= message.byteCount)
        var room = unsafe span.mutableBytes
        var bits = SIMD4<UInt32>()
        var weights = SIMD4<UInt32>(1, 2, 4, 8)
        let most = min(count, 32)
        var field = 0
        while field &+ 4 <= most {
            bits |= weights & Self.four(message, start &+ field &* 4, &room, (base &+ field) &* 4)
            weights = weights &* SIMD4(repeating: 16)
            field &+= 4
        }
        if field < most, most >= 4 {
            field = most &- 4
            weights = SIMD4(1, 2, 4, 8) &* SIMD4(repeating: 1 &<< UInt32(truncatingIfNeeded: field))
            bits |= weights & Self.four(message, start &+ field &* 4, &room, (base &+ field) &* 4)
            field = most
        }
        var fields = UInt64(bits[0] | bits[1] | bits[2] | bits[3])
        while field < count {
            let new = message.uint32BE(at: start &+ field &* 4).bigEndian
            if new != Self.unsetWord {
                room.storeBytes(of: new, toByteOffset: (base &+ field) &* 4, as: UInt32.self)
                fields |= 1 << UInt64(field)
            }
            field &+= 1
        }
        return fields
    }

    /// Stores those of four values that are told, between bounds that the caller has checked.
    ///
    /// - Returns: all ones for each that was. A mask of `.!=` would go through memory, a byte a value.
    @inline(__always) private static func four(
        _ message: RawSpan,
        _ from: Int,
        _ room: inout MutableRawSpan,
        _ to: Int
    ) -> SIMD4<UInt32> {
        let new = unsafe message.unsafeLoadUnaligned(fromUncheckedByteOffset: from, as: SIMD4<UInt32>.self)
        let old = unsafe room.unsafeLoadUnaligned(fromUncheckedByteOffset: to, as: SIMD4<UInt32>.self)
        let other = new ^ SIMD4(repeating: unsetWord)
        let isTold = SIMD4() &- ((other | (SIMD4() &- other)) &>> SIMD4(repeating: 31))
        unsafe room.storeBytes(of: old ^ ((old ^ new) & isTold), toUncheckedByteOffset: to, as: SIMD4<UInt32>.self)
        return isTold
    }

    /// The whole packet is looked through before anything of it is kept.
    private mutating func snapshot(
        _ walk: inout HSMWalk,
        _ message: RawSpan,
        _ length: Int,
        _ id: UInt32
    ) throws(WireError) -> Step {
        let start = walk.offset
        let nameLength = Int(message.byte(at: start + 7))
        try message.require(nameLength + 1, at: start + 8, "the name of a topic")
        let count = Int(message.byte(at: start + 8 + nameLength))
        let first = start + 9 + nameLength
        try message.require(count * 4 + 1, at: first, "the values of a snapshot")
        var known = HSMTexts(topic: Self.text(message, start + 8, nameLength))
        var offset = first + count * 4 + 1
        for _ in 0..<message.byte(at: first + count * 4) {
            try message.require(2, at: offset, "a text")
            let length = Int(message.byte(at: offset + 1))
            try message.require(length, at: offset + 2, "the bytes of a text")
            known.set(message.byte(at: offset), Self.text(message, offset + 2, length))
            offset += 2 + length
        }
        try HSMWalk.check(length, parts: offset - start - 2, at: start)
        walk.step(to: offset)
        guard let place = place(of: id, known) else { return .full }
        return store(message, at: first, count, place, isSnapshot: true)
    }

    /// A number that comes with another name is a new topic: nothing of the old one may stay.
    private mutating func place(of id: UInt32, _ known: HSMTexts) -> Int? {
        let kind = HSMTopic.Kind(topic: known.topic)
        if let place = table.place(of: id) {
            guard texts[place].topic != known.topic else {
                texts[place] = known
                return place
            }
            texts[place] = known
            topics[place] = HSMTopic(kind)
            for field in 0..<Self.stride { values[place * Self.stride + field] = Self.unsetWord }
            return place
        }
        guard table.count < Self.mostTopics else { return nil }
        let place = table.insert(id)
        topics.append(HSMTopic(kind))
        texts.append(known)
        values += Array(repeating: Self.unsetWord, count: Self.stride)
        return place
    }

    private static func text(_ message: RawSpan, _ start: Int, _ count: Int) -> String {
        String(decoding: (start..<start + count).map { message.byte(at: $0) }, as: UTF8.self)
    }
}
