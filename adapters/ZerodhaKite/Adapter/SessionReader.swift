import SaudaBroker
import SaudaCore

/// The answer of the two sign-in calls (protocol sections 2.2 and 2.3).
enum SessionReader {
    static func session(
        _ response: HTTPResponse,
        for credentials: Credentials,
        at now: Timestamp
    ) throws(BrokerError) -> BrokerSession {
        let data = try Failures.data(response)
        guard let user = data["user_id"].text, let token = data["access_token"].text, !token.isEmpty else {
            throw Failures.wrongShape("no user or no access token")
        }
        try Portfolio.check(user, credentials)
        let issued = KiteTime.stamp(data["login_time"]) ?? now
        var secrets = ["access-token": Secret(token)]
        if let refresh = data["refresh_token"].text, !refresh.isEmpty { secrets["refresh-token"] = Secret(refresh) }
        return BrokerSession(user: user, secrets: secrets, issued: issued, expires: expiry(after: issued))
    }

    /// The first 06:00 India time after the login; the broker names none.
    static func expiry(after login: Timestamp) -> Timestamp {
        let morning = login.day.at(TimeOfDay(6, 0))
        return login < morning ? morning : login.day.advanced(by: 1).at(TimeOfDay(6, 0))
    }
}
