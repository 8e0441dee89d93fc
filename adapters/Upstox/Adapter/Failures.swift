import SaudaBroker
import SaudaCore

extension BrokerError {
    static func upstox(
        _ summary: String,
        _ nextStep: String,
        _ recovery: Recovery,
        _ rejection: Rejection? = nil
    ) -> BrokerError {
        BrokerError(
            broker: Upstox.id,
            summary: summary,
            nextStep: nextStep,
            recovery: recovery,
            rejection: rejection
        )
    }
}

/// What a refusal means (protocol section 1.4): the code decides, then the status, never the text.
enum Failures {
    /// What stands in a good answer's envelope. Lists may come without one (section 1.3).
    ///
    /// - Throws: what the refusal means; for anything that is no answer of the API `checkOrderBook`: it may have happened.
    static func data(_ response: HTTPResponse) throws(BrokerError) -> JSON {
        let body = try body(response)
        if body.items != nil { return body }
        guard body["status"].text == "success" else { throw wrongShape("no word that it is one") }
        return body["data"]
    }

    /// A good answer, whole. One that is good in part is one too: its errors are the caller's to look at.
    static func body(_ response: HTTPResponse) throws(BrokerError) -> JSON {
        guard let body = try? JSON(response.body), body.members != nil || body.items != nil else {
            throw unreadable(response)
        }
        let isGood = (200..<300).contains(response.status)
        if isGood, body["status"].text == "partial_success" { return body }
        if let refusal = Refusal.all(in: body).first { throw error(refusal, status: response.status) }
        guard isGood else { throw error(nil, status: response.status) }
        return body
    }

    /// A good answer whose data are not what they should be.
    static func wrongShape(_ what: String) -> BrokerError {
        .upstox(
            "the answer has \(what)",
            "Read it again; if that does not help, the broker's API has changed and sauda needs an update.",
            .checkOrderBook
        )
    }

    private static func unreadable(_ response: HTTPResponse) -> BrokerError {
        let status = "HTTP \(response.status) with a body that is no answer of the API"
        if response.status == 429 { return limited(status) }
        return .upstox(
            status,
            "Wait and look whether it happened; a proxy or the broker's gateway answers.",
            .checkOrderBook
        )
    }

    /// How long is not told; the shortest window is a second, and going on may end in suspension (section 1.5).
    private static func limited(_ summary: String) -> BrokerError {
        .upstox(summary, "Nothing was done; wait 2 s and send it again.", .slowDown(after: .seconds(2)))
    }

    /// - Parameter refusal: nil where there are no words but the status.
    static func error(_ refusal: Refusal?, status: Int) -> BrokerError {
        let code = refusal?.code ?? ""
        let words = String((refusal?.text ?? "").prefix(300))
        let number = code.isEmpty ? "\(status)" : "\(status) \(code.prefix(40))"
        let summary = "\(words.isEmpty ? "refused without a reason" : words) (\(number))"
        if status == 429 { return limited(summary) }
        let rejection = Rejection.other(code: String(code.prefix(40)), text: String(words.prefix(500)))
        switch ErrorCode.meaning(code) {
        case .signIn: return .upstox(summary, "Sign in: the access token is not or no longer valid.", .signInAgain)
        case .tooMany: return limited(summary)
        // A 5xx may come from behind the order system: it can have happened.
        case _ where status >= 500: return inDoubt(summary)
        case .stop: return .upstox(summary, "Correct the app's key and secret, or the token.", .stop)
        case .notPermitted: return .upstox(summary, nextStep(code), .stop, .notPermitted)
        case .asleep:
            return .upstox(summary, "The broker takes this from 05:30 on; send it then.", .changeRequest, .marketClosed)
        case .change: return .upstox(summary, "Change the request.", .changeRequest, rejection)
        case .book: return inDoubt(summary)
        case .unknown where status == 401 && code.isEmpty: return .upstox(summary, "Sign in.", .signInAgain)
        case .unknown: return inDoubt(summary)
        }
    }

    /// An instrument key that the broker does not take, of one or of many.
    static func refusesKey(_ response: HTTPResponse) -> Bool {
        guard response.status == 400, let body = try? JSON(response.body) else { return false }
        return Refusal.all(in: body).first.map { ErrorCode.isOfKey($0.code) } ?? false
    }

    private static func nextStep(_ code: String) -> String {
        switch code {
        case "UDAPI1154", "UDAPI1179", "UDAPI1180", "UDAPI1181":
            "Register this machine's address in the broker's developer page, then sign in: a new address ends the token."
        case "UDAPI1156": "Correct the algorithm's registered name."
        case "UDAPI1184", "UDAPI1185", "UDAPI1186", "UDAPI1188":
            "Look at the kill switch in the broker's own app, then sign in."
        default: "Look at the account in the broker's own app."
        }
    }

    private static func inDoubt(_ summary: String) -> BrokerError {
        .upstox(summary, "Look whether it happened before it is sent again.", .checkOrderBook)
    }

    /// A refused handshake of a socket: the status alone (section 8.1).
    static func handshake(_ response: HTTPResponse) -> BrokerError {
        let summary = "a stream refused the connection (\(response.status))"
        return switch response.status {
        case 401: .upstox(summary, "Sign in.", .signInAgain)
        case 403:
            .upstox(
                summary,
                "Too many connections of the account, or a token that only reads; wait a minute.",
                .slowDown(after: .seconds(60))
            )
        case 429: .upstox(summary, "Too many connections; wait a minute.", .slowDown(after: .seconds(60)))
        case 300..<400:
            .upstox(
                "a stream sent us on to another address (\(response.status))",
                "sauda needs an update that follows it.",
                .stop
            )
        default: .upstox(summary, "Wait and connect again.", .retry(after: .zero))
        }
    }
}
