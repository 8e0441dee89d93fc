import SaudaBroker
import SaudaCore

/// The answers of the calls that issue tokens. Their refusals have no known status, so it is the body that tells
/// (protocol section 1.4 B).
enum TokenAnswer {
    static func session(
        _ response: HTTPResponse,
        for credentials: Credentials,
        at now: Timestamp
    ) throws(BrokerError) -> BrokerSession {
        let body = try self.body(response)
        // Some clients look for `token` in the answer to a renewal.
        guard let text = body["accessToken"].text ?? body["token"].text, !text.isEmpty else {
            throw Failures.wrongShape("no access token")
        }
        let token = AccessToken(Secret(text))
        var user = credentials.user
        if let stated = body["dhanClientId"].text ?? token.client {
            try Portfolio.check(stated, credentials)
            user = stated
        }
        guard !user.isEmpty else { throw Failures.wrongShape("no client id") }
        return token.session(of: user, ending: IndiaTime.stamp(body["expiryTime"]), at: now)
    }

    /// The id under which a person logs in.
    static func consent(_ response: HTTPResponse) throws(BrokerError) -> String {
        guard let id = try body(response)["consentAppId"].text, !id.isEmpty else {
            throw Failures.wrongShape("no consent id")
        }
        return id
    }

    private static func body(_ response: HTTPResponse) throws(BrokerError) -> JSON {
        // Of these calls E3 is the usual refusal, and it ends the sign-in.
        if response.status < 500, response.status != 429, let body = try? JSON(response.body),
            let refusal = Refusal(body), refusal.code == nil, !refusal.isGateway
        {
            throw refused(String(refusal.text.prefix(300)))
        }
        do throws(BrokerError) {
            return try Failures.body(response)
        } catch {
            // A dead session is nothing that another sign-in would mend here.
            guard error.recovery == .signInAgain || error.recovery == .changeRequest else { throw error }
            throw .dhan(error.summary, "Log in again, or correct the account's user and credentials.", .stop)
        }
    }

    private static func refused(_ words: String) -> BrokerError {
        let lower = words.lowercased()
        let summary = "the sign-in was refused: \(words.isEmpty ? "no reason given" : words)"
        if lower.contains("2 minutes") {
            return .dhan(summary, "Wait: a token is given once in two minutes.", .retry(after: .seconds(120)))
        }
        if lower.contains("totp") || lower.contains("pin") {
            return .dhan(summary, "Correct pin and totp-secret, and check this machine's clock.", .stop)
        }
        return .dhan(summary, "Log in again, or correct the account's user and credentials.", .stop)
    }
}

/// A new token for the one that still lives (section 1.4 E).
struct Renewal: Dialogue {
    private let api: DhanAPI

    init(_ api: DhanAPI) { self.api = api }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            guard case .response(let response) = input else { return .send(try request()) }
            // A token that has died cannot be renewed: the next sign-in sees to that.
            _ = try Failures.body(response)
            return .done(.session(try TokenAnswer.session(response, for: api.context.credentials, at: now)))
        } catch {
            return .failed(error)
        }
    }

    private func request() throws(BrokerError) -> HTTPRequest {
        guard AccessToken(Secret(try api.token())).isFromWebsite else {
            throw .dhan("only tokens of the broker's website can be renewed", "Sign in.", .signInAgain)
        }
        return try api.renewal()
    }
}
