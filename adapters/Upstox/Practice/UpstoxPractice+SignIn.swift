import SaudaBroker
import SaudaCore

// The dialog and the token (section 2).

extension UpstoxPractice {
    mutating func login(
        _ parts: [String],
        _ request: IncomingRequest,
        at now: Timestamp
    ) throws(UpstoxRefusal) -> PracticeResponse {
        switch (request.method, parts.joined(separator: "/")) {
        case (.get, "v2/login/authorization/dialog"): return try dialog(request.query, at: now)
        case (.post, "v2/login/authorization/token"):
            try budgets.take("login", at: now)
            try sessions.consume(request.form, at: now)
            let token = sessions.issue(at: now)
            // Without an envelope (trap T12).
            return .plain([
                "email": "practice@example.com", "exchanges": .strings(["NSE", "NFO", "BSE", "BFO"]),
                "products": .strings(["D", "I"]), "broker": "UPSTOX", "user_id": .string(sessions.user),
                "user_name": "PRACTICE USER", "order_types": .strings(["MARKET", "LIMIT", "SL", "SL-M"]),
                "user_type": "individual", "poa": false, "is_active": true, "access_token": .string(token),
                "extended_token": nil,
            ])
        default: throw .notFound
        }
    }

    /// Sends the browser on at once, or asks for a PIN first; any will do.
    private mutating func dialog(_ query: FormFields, at now: Timestamp) throws(UpstoxRefusal) -> PracticeResponse {
        guard query["response_type"] == "code", query["client_id"] == sessions.apiKey,
            let address = query["redirect_uri"], address == redirect
        else { throw .badCredentials }
        if setup.asksForLogin, query["pin"] == nil {
            let page =
                "<!DOCTYPE html><html><body><form>PIN <input name=pin type=password>"
                + query.fields.map { "<input type=hidden name=\"\($0.name)\" value=\"\(Self.escaped($0.value))\">" }
                .joined()
                + "<button>Log in</button></form></body></html>"
            return PracticeResponse(200, type: "text/html; charset=UTF-8", page)
        }
        let code = sessions.makeCode(for: address, until: now.advanced(by: settings.codeLife))
        let state = query["state"].map { "&state=\(PercentEncoding.text($0))" } ?? ""
        // A bare host has its slash in front of the query.
        let isBare = address.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).count == 3
        let target = "\(address)\(isBare ? "/" : "")?code=\(code)\(state)"
        return PracticeResponse(302, headers: [HTTPHeader("Location", target)])
    }

    private static func escaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case "\"": "&quot;"
            default: String(character)
            }
        }.joined()
    }
}
