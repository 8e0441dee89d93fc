import SaudaCore
import Testing

/// Properties of the byte form over seeded random values.
@Suite struct BytesRandomTests {
    static let count = 6_000

    static let events: [Event] = {
        var dice = BytesDice(seed: 1)
        return (0..<count).map { _ in dice.event() }
    }()
    static let commands: [Command] = {
        var dice = BytesDice(seed: 2)
        return (0..<count).map { _ in dice.command() }
    }()

    @Test func `the random values hold every case, flag and optional`() {
        var labels: Set<String> = []
        for event in Self.events { labels.formUnion(BytesLabels.of(event)) }
        for command in Self.commands { labels.formUnion(BytesLabels.of(command)) }
        #expect(labels == BytesLabels.all, "differ in \(labels.symmetricDifference(BytesLabels.all).sorted())")
    }

    @Test func `what is written is read back, and written the same again`() throws {
        try expectRoundTrip(Self.events)
        try expectRoundTrip(Self.commands)
    }

    private func expectRoundTrip<Value: BytesForm>(_ values: [Value]) throws {
        for value in values {
            let bytes = value.encoded
            let read = try Value(whole: bytes)
            try #require(read == value)
            try #require(read.encoded == bytes)
        }
    }

    @Test func `different values have different bytes`() {
        #expect(Set(Self.events.map(\.encoded)).count == Set(Self.events).count)
        #expect(Set(Self.commands.map(\.encoded)).count == Set(Self.commands).count)
    }

    @Test func `values written one after the other are read back in order`() throws {
        var writer = ByteWriter()
        for (event, command) in zip(Self.events, Self.commands) {
            event.encode(into: &writer)
            command.encode(into: &writer)
        }
        var reader = ByteReader([0xFF, 0xFF] + writer.bytes + [0xFF])
        _ = try reader.readBytes(2)
        for (event, command) in zip(Self.events, Self.commands) {
            try #require(try Event(decoding: &reader) == event)
            try #require(try Command(decoding: &reader) == command)
        }
        #expect(reader.remaining == 1)
    }

    @Test func `every prefix is refused as cut short`() throws {
        try expectPrefixesRefused(Self.events.prefix(400))
        try expectPrefixesRefused(Self.commands.prefix(400))
    }

    private func expectPrefixesRefused<Value: BytesForm>(_ values: ArraySlice<Value>) throws {
        for value in values {
            let bytes = value.encoded
            for length in bytes.indices {
                let error = try #require(bytesError(Value.self, Array(bytes[..<length])))
                try #require(error.fault == .cutShort)
                try #require(error.offset == length)
            }
        }
    }

    @Test func `bytes after a value are refused`() throws {
        for event in Self.events.prefix(400) {
            let bytes = event.encoded
            let error = try #require(bytesError(Event.self, bytes + [0]))
            try #require(error.fault == .damaged && error.offset == bytes.count)
        }
    }

    @Test(arguments: [11, 12, 13] as [UInt64])
    func `damaged bytes never trap, and what is taken is written the same again`(seed: UInt64) throws {
        var dice = BytesDice(seed: seed)
        var refused = 0
        var taken = 0
        for _ in 0..<4000 {
            let event = dice.mutated(dice.pick(Self.events).encoded)
            let command = dice.mutated(dice.pick(Self.commands).encoded)
            for isTaken in [try isTaken(Event.self, event), try isTaken(Command.self, command)] {
                if isTaken { taken += 1 } else { refused += 1 }
            }
        }
        // Both ways must be well trodden for this to say anything.
        #expect(taken > 500)
        #expect(refused > 2000)
    }

    private func isTaken<Value: BytesForm>(_ type: Value.Type, _ bytes: [UInt8]) throws -> Bool {
        guard let value = try? Value(whole: bytes) else { return false }
        try #require(value.encoded == bytes)
        return true
    }
}

extension BytesDice {
    /// One to three small changes: a bit, a byte, a byte more or less, a longer varint, a piece moved, an end cut.
    fileprivate mutating func mutated(_ original: [UInt8]) -> [UInt8] {
        var bytes = original
        for _ in 0...below(3) where !bytes.isEmpty {
            let i = below(bytes.count)
            switch below(7) {
            case 0: bytes[i] ^= 1 << UInt8(below(8))
            case 1: bytes[i] = UInt8(truncatingIfNeeded: next())
            case 2: bytes.insert(UInt8(truncatingIfNeeded: next()), at: i)
            case 3: bytes.remove(at: i)
            case 4:
                bytes[i] |= 0x80
                bytes.insert(UInt8(below(2)), at: i + 1)
            case 5: bytes.append(contentsOf: bytes[i...].prefix(below(12)))
            default: bytes.removeLast(below(min(4, bytes.count)))
            }
        }
        return bytes
    }
}
