import SaudaBroker
import SaudaCore

extension BrokerError {
    static func kite(
        _ summary: String,
        _ nextStep: String,
        _ recovery: Recovery,
        _ rejection: Rejection? = nil
    ) -> BrokerError {
        BrokerError(
            broker: ZerodhaKite.id,
            summary: summary,
            nextStep: nextStep,
            recovery: recovery,
            rejection: rejection
        )
    }
}

/// What a refusal means (protocol sections 1.4 to 1.6): the type decides, then the status, a text only where users
/// found that the type cannot be relied on.
enum Failures {
    /// The data of a good answer.
    ///
    /// - Throws: what the refusal means; for anything that is no answer of the API `checkOrderBook`: it may have happened.
    static func data(_ response: HTTPResponse, toOrder isOrder: Bool = false) throws(BrokerError) -> JSON {
        guard let body = try? JSON(response.body), body.members != nil else { throw unreadable(response) }
        let type = body["error_type"].text
        // The error body was seen under status 200 as well.
        guard type != nil || body["status"].text != "success" || !(200..<300).contains(response.status) else {
            return body["data"]
        }
        throw error(type: type, text: body["message"].text ?? "", response, isOrder)
    }

    /// A refusal that stands inside a good answer, for one of several orders.
    static func part(_ error: JSON) -> BrokerError {
        let status = error["code"].integer.flatMap { Int(exactly: $0) } ?? 400
        return self.error(
            type: error["error_type"].text,
            text: error["message"].text ?? "",
            HTTPResponse(status: status),
            true
        )
    }

    /// A good answer whose data are not what they should be.
    static func wrongShape(_ what: String) -> BrokerError {
        .kite(
            "the answer has \(what)",
            "Read it again; if that does not help, the broker's API has changed and sauda needs an update.",
            .checkOrderBook
        )
    }

    private static func unreadable(_ response: HTTPResponse) -> BrokerError {
        let status = "HTTP \(response.status) with a body that is no answer of the API"
        if response.status == 429 { return limited(status, response) }
        return .kite(
            status,
            "Wait and look whether it happened; a proxy or the broker's gateway answers.",
            .checkOrderBook
        )
    }

    private static func limited(_ summary: String, _ response: HTTPResponse, seconds: Int64 = 1) -> BrokerError {
        let asked = response.header("Retry-After").flatMap { Int64($0) } ?? 0
        let wait = asked > 0 ? min(asked, 3600) : seconds
        return .kite(summary, "Nothing was done; wait \(wait) s and send it again.", .slowDown(after: .seconds(wait)))
    }

    private static func error(type: String?, text: String, _ response: HTTPResponse, _ isOrder: Bool) -> BrokerError {
        let words = String(text.prefix(300))
        let summary = "\(words.isEmpty ? "refused without a reason" : words) (\(response.status) \(type ?? "no type"))"
        let lower = text.lowercased()
        if lower.contains("not allowed to place orders") || lower.contains("no ips configured") {
            return .kite(
                summary,
                "Register this machine's address in the broker's developer console, and check over which one it leaves.",
                .stop,
                .notPermitted
            )
        }
        if lower.contains("maximum allowed order requests exceeded") { return limited(summary, response, seconds: 60) }
        // Between its placing and the exchange's answer an order can be neither changed nor cancelled.
        if lower.contains("as it is being processed") {
            return .kite(summary, "Nothing was done; it is sent again in a second.", .retry(after: .seconds(1)))
        }
        if response.status == 429 || lower.hasPrefix("too many requests") { return limited(summary, response) }
        switch type {
        case "TokenException":
            return .kite(summary, "Sign in: access tokens end every morning at 06:00.", .signInAgain)
        case "PermissionException":
            // A key without a plan for prices may still trade; one that may not trade must not try on.
            return .kite(
                summary,
                "Check the app's plan and the account's segments with the broker.",
                isOrder ? .stop : .changeRequest,
                .notPermitted
            )
        case "UserException", "TwoFAException":
            return .kite(summary, "Look at the account in the broker's own app.", .stop)
        case "InputException", "MarginException", "HoldingException", "OrderException":
            // A 5xx may come from behind the order system: it can have happened.
            guard response.status < 500 else { return inDoubt(summary) }
            return refused(summary, type, text, response)
        default: return inDoubt(summary)
        }
    }

    private static func inDoubt(_ summary: String) -> BrokerError {
        .kite(summary, "Look whether it happened before it is sent again.", .checkOrderBook)
    }

    private static func refused(
        _ summary: String,
        _ type: String?,
        _ text: String,
        _ response: HTTPResponse
    ) -> BrokerError {
        let needsConsent = response.status == 428 || text.lowercased().contains("authorisation at depository")
        return .kite(
            summary,
            needsConsent ? "Authorise the holdings at the depository in the broker's app." : "Change the request.",
            .changeRequest,
            // The shares are there: what has to be given is a consent.
            needsConsent ? .notPermitted : Rejections.rejection(type: type, text: text)
        )
    }

    /// A refused handshake of the ticker: no words to go by, the status alone (section 4.1).
    static func handshake(_ response: HTTPResponse) -> BrokerError {
        let summary = "the price feed refused the connection (\(response.status))"
        return switch response.status {
        case 403: .kite(summary, "Sign in; if that does not help, the app's plan has no price feed.", .signInAgain)
        case 429: .kite(summary, "Too many connections; wait a minute.", .slowDown(after: .seconds(60)))
        case 400: .kite(summary, "The access token is not one of the broker's; sign in.", .signInAgain)
        default: .kite(summary, "Wait and connect again.", .retry(after: .zero))
        }
    }
}
