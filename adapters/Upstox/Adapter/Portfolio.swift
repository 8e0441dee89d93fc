import SaudaBroker
import SaudaCore

/// Who is signed in, what money is there, and from where orders may come (protocol sections 1.6, 2.4 and 6.3).
enum Portfolio {
    static func alive(_ profile: JSON, _ credentials: Credentials) throws(BrokerError) -> Reading {
        _ = try user(profile, credentials)
        return Reading(.alive)
    }

    /// Of a profile or a token's answer. Another user's session would trade another account.
    static func user(_ body: JSON, _ credentials: Credentials) throws(BrokerError) -> String {
        guard let user = body["user_id"].text, !user.isEmpty else { throw Failures.wrongShape("no user id") }
        guard credentials.user.isEmpty || credentials.user == user else {
            throw .upstox(
                "signed in as \(user.prefix(40)), and the account is \(credentials.user)",
                "Log in as this account's user, or correct the account's user, then sign in.",
                .stop
            )
        }
        return user
    }

    /// Both markets are one since July 2025.
    static func funds(_ data: JSON) throws(BrokerError) -> Reading {
        guard let available = data["equity"]["available_margin"].decimal(places: 4) else {
            throw Failures.wrongShape("no available margin")
        }
        return Reading(.funds(available: Money(raw: available)))
    }

    static func addresses(_ data: JSON) throws(BrokerError) -> OrderAddresses {
        guard let members = data.members, members["primary_ip"] != nil else {
            throw Failures.wrongShape("no registered addresses")
        }
        return OrderAddresses(
            primary: entry(data, "primary_ip", "primary_ip_updated_at"),
            secondary: entry(data, "secondary_ip", "secondary_ip_updated_at")
        )
    }

    private static func entry(_ data: JSON, _ address: String, _ changed: String) -> OrderAddresses.Entry? {
        RowFields.optional(data, address).map {
            OrderAddresses.Entry($0, changed: IndiaTime.stamp(data[changed])?.day)
        }
    }
}
