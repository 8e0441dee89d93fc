import SaudaBroker

/// Which of the two price feeds an account takes (protocol sections 7 and 8).
enum FeedKind: String, CaseIterable {
    case sfeed, hsm

    /// - Throws: for a word that names none; without one it is the feed of the broker's current client.
    init(_ credentials: Credentials) throws(BrokerError) {
        guard let word = credentials.secrets["feed"], !word.isEmpty else {
            self = .sfeed
            return
        }
        guard let kind = Self(rawValue: word.reveal()) else {
            let known = Self.allCases.map(\.rawValue).joined(separator: " or ")
            throw .kotak("feed names no price feed of this broker", "Set feed to \(known), or leave it out.", .stop)
        }
        self = kind
    }
}
