package import SaudaBroker

/// Messages to the HSM socket (protocol section 7.2): a length, a type, a count of fields, then fields of id, length and
/// bytes. All numbers are big-endian.
package enum HSMRequest {
    /// The most topics that one request may name.
    static let topicsPerRequest = 100

    package static func connect(token: Secret, sid: Secret) -> [UInt8] {
        message(1, [(1, Array(token.reveal().utf8)), (2, Array(sid.reveal().utf8)), (3, Array("JS_API".utf8))])
    }

    /// A throttling interval of zero, which changes nothing: the broker's own page sends it to keep the line open.
    package static let heartbeat: [UInt8] = message(2, [(1, [0, 0, 0, 0])])

    package static func acknowledge(_ number: UInt32) -> [UInt8] {
        message(3, [(1, (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * UInt32($0))) })])
    }

    /// - Parameter topics: such as `sf|nse_cm|2885`; at most `topicsPerRequest`, of 255 bytes each.
    package static func subscribe(_ topics: [String], channel: UInt8) -> [UInt8] {
        message(4, [(1, list(topics)), (2, [channel])])
    }

    /// - Parameter channel: the one that they were subscribed on.
    package static func unsubscribe(_ topics: [String], channel: UInt8) -> [UInt8] {
        message(5, [(1, list(topics)), (2, [channel])])
    }

    /// One snapshot of each and nothing after it.
    package static func snapshot(_ topics: [String]) -> [UInt8] { message(9, [(2, list(topics))]) }

    private static func list(_ topics: [String]) -> [UInt8] {
        var bytes = big(topics.count)
        for topic in topics {
            let text = Array(topic.utf8.prefix(255))
            bytes.append(UInt8(text.count))
            bytes += text
        }
        return bytes
    }

    private static func message(_ type: UInt8, _ fields: [(id: UInt8, bytes: [UInt8])]) -> [UInt8] {
        var body = [type, UInt8(fields.count)]
        for field in fields {
            body.append(field.id)
            body += big(field.bytes.count)
            body += field.bytes
        }
        return big(body.count) + body
    }

    private static func big(_ value: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)]
    }
}
