package import SaudaBroker
import SaudaCore

/// What a refusal means (protocol section 2): the code decides, then the HTTP status, a text only where generations of the
/// broker's gateways say the same in different words.
package enum Failures {
    /// The body of a good answer: an object or a list.
    ///
    /// - Throws: what the refusal means; for anything that is no answer of the API `checkOrderBook`: it may have happened.
    package static func body(_ response: HTTPResponse) throws(BrokerError) -> JSON {
        guard let body = try? JSON(response.body), body.members != nil || body.items != nil else {
            throw unreadable(response)
        }
        let isTaken = (200..<300).contains(response.status)
        if body.items != nil, isTaken { return body }
        let refusal = Refusal(body)
        guard isTaken, refusal == nil else { throw error(refusal ?? Refusal(), response) }
        return body
    }

    /// The rows of a good answer. A book without rows comes as an error (5203).
    package static func rows(_ response: HTTPResponse) throws(BrokerError) -> [JSON] {
        if (200..<300).contains(response.status), let body = try? JSON(response.body), Refusal(body)?.code == 5203 {
            return []
        }
        guard let rows = try body(response)["data"].items else { throw wrongShape("no list of rows") }
        return rows
    }

    /// What a body says that says no; nil for a yes, and for what is no answer of the API.
    static func refusal(_ response: HTTPResponse) -> Refusal? {
        guard let body = try? JSON(response.body), body.members != nil else { return nil }
        return Refusal(body)
    }

    /// A refused handshake of a socket: no words to go by, the status alone. A dead token lets the handshake succeed and
    /// is told by a message (sections 7.3, 8 and 9.2).
    static func handshake(_ response: HTTPResponse) -> BrokerError {
        let summary = "a stream refused the connection (\(response.status))"
        return switch response.status {
        case 401, 403: .kotak(summary, "Sign in.", .signInAgain)
        case 429: .kotak(summary, "Too many connections; wait a minute.", .slowDown(after: .seconds(60)))
        default: .kotak(summary, "Wait and connect again.", .retry(after: .zero))
        }
    }

    /// A good answer whose data are not what they should be.
    static func wrongShape(_ what: String) -> BrokerError {
        .kotak(
            "the answer has \(what)",
            "Read it again; if that does not help, the broker's API has changed and sauda needs an update.",
            .checkOrderBook
        )
    }

    /// The code and words of a body that says no.
    struct Refusal: Hashable {
        var code: Int64?
        var words = ""

        init() {}

        /// Nil for a body that says yes.
        init?(_ body: JSON) {
            let first = body["error"].items?.first ?? .null
            let codes = [first["code"], body["fault"]["code"], body["code"], body["errorCode"], body["stCode"]]
            code = codes.lazy.compactMap { WireText.integer($0) }.first
            let texts = [
                first["message"], body["fault"]["message"], body["errMsg"], body["emsg"], body["stMsg"],
                body["description"], body["message"], body["error"], body["Error Message"],
            ]
            words = texts.lazy.compactMap(\.text).first { !$0.isEmpty } ?? body["stat"].text ?? ""
            let hasError = ["error", "fault", "code", "Error Message"].contains { !body[$0].isNull }
            let stCode = body["stCode"].isNull ? 200 : WireText.integer(body["stCode"]) ?? -1
            let isOk = body["stat"].isNull || body["stat"].text?.lowercased() == "ok"
            let status = body["status"].text?.lowercased()
            guard hasError || !(stCode == 200 || stCode == 1000) || !isOk || status == "error" else { return nil }
        }
    }

    private static func unreadable(_ response: HTTPResponse) -> BrokerError {
        let summary = "HTTP \(response.status) with a body that is no answer of the API"
        switch response.status {
        case 429: return limited(summary, response)
        case 401, 403: return .kotak(summary, "Sign in.", .signInAgain)
        default:
            return .kotak(
                summary,
                "Wait and look whether it happened; a proxy or the broker's gateway answers.",
                .checkOrderBook
            )
        }
    }

    private static func limited(_ summary: String, _ response: HTTPResponse) -> BrokerError {
        let asked = response.header("Retry-After").flatMap { Int64($0) } ?? 0
        let wait = asked > 0 ? min(asked, 3600) : 1
        return .kotak(summary, "Nothing was done; wait \(wait) s and send it again.", .slowDown(after: .seconds(wait)))
    }

    private static func error(_ refusal: Refusal, _ response: HTTPResponse) -> BrokerError {
        let code = refusal.code.map { "\($0)" } ?? "no code"
        let words = String(refusal.words.prefix(300))
        let summary = "\(words.isEmpty ? "refused without a reason" : words) (\(response.status), \(code))"
        let rejection = Rejection.other(code: code, text: String(refusal.words.prefix(500)))
        if response.status == 429 || refusal.code == 429 { return limited(summary, response) }
        switch refusal.code {
        case 100_008, 1037:
            // Signing in again and again from the wrong address burns one-time passwords and changes nothing.
            return .kotak(
                summary,
                "Register this machine's address at the broker, check over which one it leaves, then sign in.",
                .stop,
                .notPermitted
            )
        case 900_901, 1003, 100_022, 100_021, 10_020:
            return .kotak(summary, "Sign in: tokens of this broker also end during the day.", .signInAgain)
        case 1017, 91_400:
            return .kotak(
                summary,
                "The broker does not let this account do it through the API; use its own app.",
                .changeRequest,
                .notPermitted
            )
        case 32:
            // The tag is used up: by an order of ours, perhaps by this very one.
            return inDoubt(summary)
        case 1002, 1004, 1006, 1007, 1009, 1021, 5202, 5204, 10_512, 900_902:
            return .kotak(summary, "Change the request; nothing was done.", .changeRequest, rejection)
        default: break
        }
        if isExpiry(refusal.words) || response.status == 401 || response.status == 403 {
            return .kotak(summary, "Sign in: tokens of this broker also end during the day.", .signInAgain)
        }
        // Said of quotes at times, with status 400 as well, and gone with the next call (section 3.8).
        if refusal.words.lowercased().contains("failed to call upstream") { return inDoubt(summary) }
        switch response.status {
        case 400, 404, 405, 415, 422:
            return .kotak(summary, "Change the request; nothing was done.", .changeRequest, rejection)
        default: return inDoubt(summary)
        }
    }

    private static func inDoubt(_ summary: String) -> BrokerError {
        .kotak(summary, "Look whether it happened before it is sent again.", .checkOrderBook)
    }

    /// The ways in which three generations of gateways say that a token is no longer good (rule AUT-2).
    private static func isExpiry(_ words: String) -> Bool {
        let lower = words.lowercased()
        return [
            "invalid jwt token", "jwt token expired", "invalid credentials", "invalid session token", "unauthorized",
            "complete the 2fa", "complete 2fa", "authentication failed", "token expired",
        ].contains { lower.contains($0) }
    }
}
