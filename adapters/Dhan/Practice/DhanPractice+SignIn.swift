import SaudaBroker
import SaudaCore

// What `auth.dhan.co` does (section 1.4).

extension DhanPractice {
    mutating func issuer(
        _ parts: [String],
        _ request: IncomingRequest,
        at now: Timestamp
    ) throws(DhanRefusal) -> PracticeResponse {
        switch (request.method, parts.joined(separator: "/")) {
        case (.post, "app/generateAccessToken"):
            return give(try sessions.generate(request.query, settings, at: now))
        case (.post, "app/generate-consent"):
            guard request.query["client_id"] == client else { throw .issuer("Invalid Client ID") }
            guard sessions.isApp(request) else { throw .issuer("Invalid App ID or App Secret") }
            let id = try sessions.makeConsent(settings, at: now)
            return .dhan(["consentAppId": .string(id), "consentAppStatus": "GENERATED", "status": "success"])
        case (.get, "app/consumeApp-consent"), (.post, "app/consumeApp-consent"):
            guard sessions.isApp(request) else { throw .issuer("Invalid App ID or App Secret") }
            guard sessions.consume(request.query["tokenId"], at: now) else { throw .issuer("Invalid Token ID") }
            let token = sessions.issue(.api, life: settings.tokenLife, at: now)
            return give(token, withMilliseconds: false)
        case (.get, "login/consentApp-login"): return try loginPage(request, at: now)
        case (.get, "login/finish"):
            return PracticeResponse(
                200,
                type: "text/plain",
                "Signed in. Give the address of this page to the program.\n"
            )
        default: throw .notFound(request.path, at: now)
        }
    }

    /// Sends the browser on at once, or asks for PIN and one-time password first.
    private mutating func loginPage(
        _ request: IncomingRequest,
        at now: Timestamp
    ) throws(DhanRefusal) -> PracticeResponse {
        guard let consent = request.query["consentAppId"], sessions.isConsent(consent, at: now) else {
            throw .issuer("Invalid Consent ID")
        }
        if setup.asksForLogin {
            guard sessions.isRightPIN(request.query["pin"]), sessions.isRightCode(request.query["totp"], at: now)
            else {
                let page =
                    "<!DOCTYPE html><html><body><form><input type=hidden name=consentAppId value=\"\(consent)\">"
                    + "PIN <input name=pin type=password> One-time password <input name=totp> <button>Log in</button>"
                    + "</form></body></html>"
                return PracticeResponse(200, type: "text/html; charset=UTF-8", page)
            }
        }
        let id = sessions.agree(to: consent, settings, at: now)
        let end = setup.redirect ?? "/login/finish"
        // A bare host has its slash in front of the query.
        let isBare = end.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).count == 3
        return PracticeResponse(302, headers: [HTTPHeader("Location", "\(end)\(isBare ? "/" : "")?tokenId=\(id)")])
    }
}
