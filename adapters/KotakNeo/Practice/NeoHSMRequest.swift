/// What a client says to HSM (section 7.2).
package enum NeoHSMRequest: Hashable, Sendable {
    /// No token in the older form, whose first field is a user or a session.
    case connect(token: String?, sid: String)
    /// Zero is a heartbeat.
    case throttle(Int32)
    case acknowledge(UInt32)
    case subscribe([String], channel: UInt8)
    case unsubscribe([String], channel: UInt8)
    case pause(Set<UInt8>)
    case resume(Set<UInt8>)
    case snapshot([String])
    case optionChain(key: String)

    /// Nil for what is none: lengths that do not add up, fields that are missing or too many.
    package init?(_ bytes: [UInt8]) {
        guard let (kind, fields) = NeoHSMRequest.fields(bytes) else { return nil }
        switch (kind, fields.count) {
        case (.connection, 3):
            guard fields.map(\.id) == [1, 2, 3], let token = NeoHSMRequest.text(fields[0].bytes),
                let sid = NeoHSMRequest.text(fields[1].bytes), NeoHSMRequest.text(fields[2].bytes) == "JS_API"
            else { return nil }
            self = .connect(token: token, sid: sid)
        case (.connection, 2):
            guard fields.map(\.id) == [1, 2], let sid = NeoHSMRequest.text(fields[0].bytes),
                NeoHSMRequest.text(fields[1].bytes) == "JS_API"
            else { return nil }
            self = .connect(token: nil, sid: sid)
        case (.throttling, 1):
            guard let value = NeoHSMRequest.number(fields[0], 4) else { return nil }
            self = .throttle(Int32(truncatingIfNeeded: value))
        case (.acknowledgement, 1):
            guard let value = NeoHSMRequest.number(fields[0], 4) else { return nil }
            self = .acknowledge(UInt32(truncatingIfNeeded: value))
        case (.subscribe, 2), (.unsubscribe, 2):
            guard fields[0].id == 1, fields[1].id == 2, let scrips = NeoHSMRequest.scrips(fields[0].bytes),
                fields[1].bytes.count == 1
            else { return nil }
            let channel = fields[1].bytes[0]
            self = kind == .subscribe ? .subscribe(scrips, channel: channel) : .unsubscribe(scrips, channel: channel)
        case (.pause, 1), (.resume, 1):
            guard let bits = NeoHSMRequest.number(fields[0], 8) else { return nil }
            let channels = NeoHSMRequest.channels(bits)
            self = kind == .pause ? .pause(channels) : .resume(channels)
        case (.snapshot, 1):
            // The two libraries write two ids.
            guard (1...2).contains(fields[0].id), let scrips = NeoHSMRequest.scrips(fields[0].bytes) else { return nil }
            self = .snapshot(scrips)
        case (.optionChain, 5):
            guard let key = NeoHSMRequest.text(fields[0].bytes) else { return nil }
            self = .optionChain(key: key)
        default: return nil
        }
    }

    // MARK: - Parts

    private typealias Field = (id: UInt8, bytes: [UInt8])

    private static func fields(_ bytes: [UInt8]) -> (NeoHSMFrame.Kind, [Field])? {
        guard bytes.count >= 4, Int(bytes[0]) << 8 | Int(bytes[1]) == bytes.count - 2,
            let kind = NeoHSMFrame.Kind(rawValue: bytes[2])
        else { return nil }
        var fields: [Field] = []
        var offset = 4
        for _ in 0..<bytes[3] {
            guard offset + 3 <= bytes.count else { return nil }
            let end = offset + 3 + (Int(bytes[offset + 1]) << 8 | Int(bytes[offset + 2]))
            guard end <= bytes.count else { return nil }
            fields.append((bytes[offset], Array(bytes[(offset + 3)..<end])))
            offset = end
        }
        return offset == bytes.count ? (kind, fields) : nil
    }

    private static func text(_ bytes: [UInt8]) -> String? { String(validating: bytes, as: UTF8.self) }

    private static func number(_ field: Field, _ length: Int) -> UInt64? {
        guard field.id == 1, field.bytes.count == length else { return nil }
        return field.bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func scrips(_ bytes: [UInt8]) -> [String]? {
        guard bytes.count >= 2 else { return nil }
        var scrips: [String] = []
        var offset = 2
        for _ in 0..<(Int(bytes[0]) << 8 | Int(bytes[1])) {
            guard offset < bytes.count else { return nil }
            let end = offset + 1 + Int(bytes[offset])
            guard end <= bytes.count, let text = text(Array(bytes[(offset + 1)..<end])) else { return nil }
            scrips.append(text)
            offset = end
        }
        return offset == bytes.count ? scrips : nil
    }

    /// The first half is of channels 33 to 64, the second of 1 to 32. The libraries shift by the channel's own number,
    /// so 32 falls out.
    private static func channels(_ bits: UInt64) -> Set<UInt8> {
        Set((1...31).filter { bits >> UInt64($0) & 1 == 1 })
    }
}
