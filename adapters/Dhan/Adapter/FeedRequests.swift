package import SaudaBroker

/// What a subscription delivers (protocol section 3.2). Each mode is added and removed by codes of its own.
package enum FeedMode: Int, Sendable, CaseIterable {
    case ticker = 15
    case quote = 17
    case full = 21

    package var subscribe: Int { rawValue }
    package var unsubscribe: Int { rawValue + 1 }
}

/// The feed's requests: JSON texts, each of 100 instruments at most (protocol sections 3.1 and 3.2).
package enum FeedRequests {
    package static let instrumentsPerMessage = 100

    package static func messages(_ code: Int, _ keys: [SecurityKey]) -> [SocketMessage] {
        stride(from: 0, to: keys.count, by: instrumentsPerMessage).map { start in
            let part = keys[start..<min(start + instrumentsPerMessage, keys.count)]
            let list = part.map { #"{"ExchangeSegment":"\#($0.segment.word)","SecurityId":"\#($0.id)"}"# }
            return .text(
                #"{"RequestCode":\#(code),"InstrumentCount":\#(part.count),"InstrumentList":[\#(list.joined(separator: ","))]}"#
            )
        }
    }
}
