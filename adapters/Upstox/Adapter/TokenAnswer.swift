import SaudaBroker
import SaudaCore

/// The answer of the call that issues tokens: no envelope, and a code that is spent whatever came of it (protocol
/// section 2.2, traps T10 and T12).
enum TokenAnswer {
    static func session(
        _ response: HTTPResponse,
        for credentials: Credentials,
        at now: Timestamp
    ) throws(BrokerError) -> BrokerSession {
        let body: JSON
        do throws(BrokerError) {
            body = try Failures.body(response)
        } catch {
            // Too many calls are told before the code is looked at.
            if case .slowDown = error.recovery { throw error }
            guard error.recovery == .checkOrderBook else { throw spent(error.summary) }
            // No word of the broker's about the code, but it may be spent: what comes again is the login, not this call.
            throw .upstox(error.summary, "Log in again in half a minute.", .retry(after: .seconds(30)))
        }
        // Should it come in an envelope after all.
        let answer = body["data"].members == nil ? body : body["data"]
        guard let text = answer["access_token"].text, !text.isEmpty else { throw spent("no access token came") }
        let user = try Portfolio.user(answer, credentials)
        guard answer["is_active"].bool != false else {
            throw .upstox("the account is not active", "Look at it in the broker's own app.", .stop, .notPermitted)
        }
        return AccessToken(Secret(text)).session(of: user, at: now)
    }

    private static func spent(_ what: String) -> BrokerError {
        .upstox(
            "the sign-in was refused: \(what)",
            "Log in again, for a code works once; if that does not help, correct api-key, api-secret and redirect-uri, "
                + "which must be the app's to the letter.",
            .stop
        )
    }
}
