import SaudaBroker
import SaudaCore

/// Who is signed in and what money is there (protocol section 3.1).
enum Portfolio {
    static func alive(_ data: JSON, _ credentials: Credentials) throws(BrokerError) -> Reading {
        guard let user = data["user_id"].text else { throw Failures.wrongShape("a profile without a user") }
        try check(user, credentials)
        return Reading(.alive)
    }

    /// Another user's session would trade another account.
    static func check(_ user: String, _ credentials: Credentials) throws(BrokerError) {
        guard credentials.user.isEmpty || credentials.user.uppercased() == user.uppercased() else {
            throw .kite(
                "signed in as \(user), and the account is \(credentials.user)",
                "Log out of the broker's site, or correct the account's user, then sign in.",
                .stop
            )
        }
    }

    /// The broker's own figure for shares and derivatives; commodities have a purse of their own.
    static func funds(_ data: JSON) throws(BrokerError) -> Reading {
        guard let net = data["equity"]["net"].decimal(places: 4) else {
            throw Failures.wrongShape("no net equity margin")
        }
        return Reading(.funds(available: Money(raw: net)))
    }
}
