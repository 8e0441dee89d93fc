import SaudaBroker
import SaudaCore

extension BrokerError {
    static func dhan(
        _ summary: String,
        _ nextStep: String,
        _ recovery: Recovery,
        _ rejection: Rejection? = nil
    ) -> BrokerError {
        BrokerError(
            broker: Dhan.id,
            summary: summary,
            nextStep: nextStep,
            recovery: recovery,
            rejection: rejection
        )
    }
}

/// What a refusal means (protocol section 1.7): the code decides, a text only where the code is known to mislead.
enum Failures {
    /// The body of a good answer.
    ///
    /// - Throws: what the refusal means; for anything that is no answer of the API `checkOrderBook`: it may have happened.
    static func body(_ response: HTTPResponse, toOrder isOrder: Bool = false) throws(BrokerError) -> JSON {
        guard let body = try? JSON(response.body), body.members != nil || body.items != nil else {
            throw unreadable(response)
        }
        guard let refusal = Refusal(body) else {
            guard (200..<300).contains(response.status) else {
                throw error(Refusal(code: nil, text: "", isGateway: false), response, isOrder)
            }
            return body
        }
        throw error(refusal, response, isOrder)
    }

    /// As `body`, but an answer that only says "there is nothing" is nil: no holdings (DH-1111), no candles (DH-907,
    /// or RS-9005 with a text).
    static func bodyOrNothing(_ response: HTTPResponse) throws(BrokerError) -> JSON? {
        if let body = try? JSON(response.body), let refusal = Refusal(body), refusal.saysNothingThere { return nil }
        return try self.body(response)
    }

    /// A good answer whose data are not what they should be.
    static func wrongShape(_ what: String) -> BrokerError {
        .dhan(
            "the answer has \(what)",
            "Read it again; if that does not help, the broker's API has changed and sauda needs an update.",
            .checkOrderBook
        )
    }

    private static func unreadable(_ response: HTTPResponse) -> BrokerError {
        let status = "HTTP \(response.status) with a body that is no answer of the API"
        if response.status == 429 { return limited(status, response) }
        return .dhan(
            status,
            "Wait and look whether it happened; a proxy or the broker's gateway answers.",
            .checkOrderBook
        )
    }

    private static func limited(_ summary: String, _ response: HTTPResponse, seconds: Int64 = 1) -> BrokerError {
        let asked = response.header("Retry-After").flatMap { Int64($0) } ?? 0
        let wait = asked > 0 ? min(asked, 3600) : seconds
        return .dhan(summary, "Nothing was done; wait \(wait) s and send it again.", .slowDown(after: .seconds(wait)))
    }

    private static func error(_ refusal: Refusal, _ response: HTTPResponse, _ isOrder: Bool) -> BrokerError {
        let words = String(refusal.text.prefix(300))
        let code = refusal.code ?? "no code"
        let summary = "\(words.isEmpty ? "refused without a reason" : words) (\(response.status) \(code))"
        let lower = refusal.text.lowercased()
        // A refused address comes as DH-905 or DH-911, a dead token as DH-906 at times (sections 1.6 and 1.7).
        if code == "DH-911" || (code == "DH-905" && lower.contains("invalid ip")) {
            return .dhan(
                summary,
                "Register this machine's address with the broker, and check over which one it leaves.",
                .stop,
                .notPermitted
            )
        }
        if code == "DH-906", lower.contains("invalid token") {
            return .dhan(summary, "Sign in: the access token has died.", .signInAgain)
        }
        switch code {
        case "DH-901", "807", "808", "809":
            return .dhan(summary, "Sign in: the access token is not or no longer valid.", .signInAgain)
        case "DH-902", "806":
            // An account without data may still trade; one that may not trade must not try on.
            return .dhan(
                summary,
                "Look at the account's subscriptions in the broker's developer pages.",
                isOrder ? .stop : .changeRequest,
                .notPermitted
            )
        case "DH-903":
            return .dhan(summary, "Look at the account in the broker's own app.", .stop, .notPermitted)
        case "810": return .dhan(summary, "Correct the account's user, which is the client id.", .stop)
        case "DH-904": return limited(summary, response)
        // Going on may block the account.
        case "805": return limited(summary, response, seconds: 2)
        case "DH-905", "DH-906", "DH-907", "DH-910", "804", "811", "812", "813", "814":
            if response.status == 429 { return limited(summary, response) }
            // A 5xx may come from behind the order system: it can have happened.
            guard response.status < 500 else { return inDoubt(summary) }
            // Whether a repeated id is refused is not known (section 8). Ours are sent once: its first one came.
            if isOrder, lower.contains("correlation") { return inDoubt(summary) }
            return .dhan(
                summary,
                "Change the request.",
                .changeRequest,
                Rejections.rejection(code: code, text: refusal.text)
            )
        default: return other(summary, refusal, response)
        }
    }

    /// What has no code of the table.
    private static func other(_ summary: String, _ refusal: Refusal, _ response: HTTPResponse) -> BrokerError {
        switch response.status {
        case 429: return limited(summary, response)
        case 401: return .dhan(summary, "Sign in.", .signInAgain)
        case 404 where refusal.isGateway:
            return .dhan(summary, "The broker has no such call; sauda needs an update.", .changeRequest)
        // Of the layer behind: a bad security id, or a quantity that is no multiple of the lot (trap T12).
        case 400 where refusal.code?.hasPrefix("RS-") ?? false:
            let rejection = Rejections.rejection(code: refusal.code ?? "", text: refusal.text)
            return .dhan(summary, "Change the request.", .changeRequest, rejection)
        default: return inDoubt(summary)
        }
    }

    private static func inDoubt(_ summary: String) -> BrokerError {
        .dhan(summary, "Look whether it happened before it is sent again.", .checkOrderBook)
    }

    /// A refused handshake of a socket: no words to go by, the status alone (section 5). A token that is not taken lets
    /// the handshake succeed and the connection drop (trap T14), which nothing here can see.
    static func handshake(_ response: HTTPResponse) -> BrokerError {
        let summary = "a stream refused the connection (\(response.status))"
        return switch response.status {
        case 401: .dhan(summary, "Sign in.", .signInAgain)
        case 429: .dhan(summary, "Too many connections; wait a minute.", .slowDown(after: .seconds(60)))
        default: .dhan(summary, "Wait and connect again.", .retry(after: .zero))
        }
    }
}
