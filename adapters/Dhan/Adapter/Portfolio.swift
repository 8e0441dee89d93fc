import SaudaBroker
import SaudaCore

/// Who is signed in and what money is there (protocol sections 1.5 and 2.13).
enum Portfolio {
    static func alive(_ body: JSON, _ credentials: Credentials) throws(BrokerError) -> Reading {
        _ = try user(body, credentials)
        return Reading(.alive)
    }

    /// Of a profile.
    static func user(_ body: JSON, _ credentials: Credentials) throws(BrokerError) -> String {
        guard let user = body["dhanClientId"].text, !user.isEmpty else {
            throw Failures.wrongShape("a profile without a client id")
        }
        try check(user, credentials)
        return user
    }

    /// Another user's session would trade another account.
    static func check(_ user: String, _ credentials: Credentials) throws(BrokerError) {
        guard credentials.user.isEmpty || credentials.user == user else {
            throw .dhan(
                "signed in as \(user), and the account is \(credentials.user)",
                "Take a token of this account, or correct the account's user, then sign in.",
                .stop
            )
        }
    }

    /// The word is misspelt by the broker.
    static func funds(_ body: JSON) throws(BrokerError) -> Reading {
        guard let available = body["availabelBalance"].decimal(places: 4) else {
            throw Failures.wrongShape("no available balance")
        }
        return Reading(.funds(available: Money(raw: available)))
    }
}
