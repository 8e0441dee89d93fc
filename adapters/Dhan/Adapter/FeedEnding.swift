package import SaudaBroker
import SaudaCore

/// Why the feed ends a connection: the reason of a disconnect packet, of the same table as the data calls' errors
/// (protocol sections 1.7, 3.4 and 5).
package enum FeedEnding {
    package static func error(_ reason: UInt16) -> BrokerError {
        let summary = "the price feed was ended by the broker (reason \(reason))"
        switch reason {
        case 805:
            return .dhan(
                summary + ": too many connections or requests",
                "Look for another program that uses the account's feed; sauda waits a minute.",
                .slowDown(after: .seconds(60))
            )
        case 806: return .dhan(summary, "Subscribe to the broker's data APIs; prices come only with them.", .stop)
        case 807, 808, 809: return .dhan(summary, "Sign in: the access token is no longer valid.", .signInAgain)
        case 810: return .dhan(summary, "Correct the account's user, which is the client id.", .stop)
        default: return .dhan(summary, "Wait and connect again.", .retry(after: .zero))
        }
    }
}
