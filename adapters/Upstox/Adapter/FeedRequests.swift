package import SaudaBroker

/// The feed's requests: JSON in binary frames, because text frames are passed over (protocol section 8.2, trap T18).
package struct FeedRequests: Sendable {
    /// As many as were seen to be taken.
    package static let instrumentsPerMessage = 500

    package enum Method: String, Sendable { case sub, unsub }

    /// Numbers the messages, for people who read a capture.
    private var count = 0

    package init() {}

    /// - Parameter keys: as many messages come of them as are needed.
    package mutating func messages(_ method: Method, _ keys: [String]) -> [SocketMessage] {
        stride(from: 0, to: keys.count, by: Self.instrumentsPerMessage).map { start in
            let part = keys[start..<min(start + Self.instrumentsPerMessage, keys.count)]
            let list = ("instrumentKeys", JSONBody.list(part.map { .text($0) }))
            count += 1
            let body = JSONBody.members([
                ("guid", .text("sauda-\(count)")), ("method", .text(method.rawValue)),
                ("data", .members(method == .sub ? [("mode", .text("full")), list] : [list])),
            ])
            return .binary(Array(body.text.utf8))
        }
    }
}
