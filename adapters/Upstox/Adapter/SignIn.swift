import SaudaBroker
import SaudaCore

/// From a token that somebody pasted, or from a login in the browser, to a session (protocol section 2). What is
/// configured is tried in that order; a pasted token that has died gives way to the login.
struct SignIn: Dialogue {
    private struct App {
        var key: Secret
        var secret: Secret
        var redirect: Secret
    }

    private enum Step {
        case checking(AccessToken, App?)
        case logging(App)
        case exchanging
    }

    private let api: UpstoxAPI
    private var step: Step?

    init(_ api: UpstoxAPI) { self.api = api }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            switch (input, step) {
            case (.start, _): return try begin(at: now)
            case (.response(let response), .checking(let token, let app)?):
                return try check(response, token, app, at: now)
            case (.redirect(let address), .logging(let app)?), (.reply(let address), .logging(let app)?):
                guard let code = Self.code(in: address.reveal()) else {
                    throw .upstox("the login did not end with a code", "Sign in again and finish the login.", .stop)
                }
                step = .exchanging
                return .send(api.exchange(code, key: app.key, secret: app.secret, redirect: app.redirect))
            case (.response(let response), .exchanging?):
                return .done(.session(try TokenAnswer.session(response, for: api.context.credentials, at: now)))
            default:
                throw .upstox("the sign-in got out of step", "Sign in again.", .stop)
            }
        } catch {
            return .failed(error)
        }
    }

    private mutating func begin(at now: Timestamp) throws(BrokerError) -> DialogueStep {
        let credentials = api.context.credentials
        func has(_ name: String) -> Bool { credentials.secrets[name].map { !$0.isEmpty } ?? false }
        // A way of which a part is configured needs the whole.
        var app: App?
        if has("api-key") || has("api-secret") {
            app = App(
                key: try credentials.require("api-key", broker: Upstox.id),
                secret: try credentials.require("api-secret", broker: Upstox.id),
                redirect: try credentials.require("redirect-uri", broker: Upstox.id)
            )
        }
        guard has("access-token") else {
            guard let app else {
                throw .upstox(
                    "the credentials have no access-token",
                    "Add an access-token of the broker's website, or api-key, api-secret and redirect-uri.",
                    .stop
                )
            }
            return logIn(app)
        }
        let token = AccessToken(try credentials.require("access-token", broker: Upstox.id))
        if let expires = token.expires, expires <= now { return try giveWay(to: app) }
        step = .checking(token, app)
        return .send(api.profile(token.secret))
    }

    private mutating func check(
        _ response: HTTPResponse,
        _ token: AccessToken,
        _ app: App?,
        at now: Timestamp
    ) throws(BrokerError) -> DialogueStep {
        let profile: JSON
        do throws(BrokerError) {
            profile = try Failures.data(response)
        } catch {
            guard error.recovery == .signInAgain else { throw error }
            return try giveWay(to: app)
        }
        return .done(.session(token.session(of: try Portfolio.user(profile, api.context.credentials), at: now)))
    }

    private mutating func giveWay(to app: App?) throws(BrokerError) -> DialogueStep {
        guard let app else {
            throw .upstox(
                "the pasted access token has ended",
                "Make a new one in the broker's developer page and set access-token, then sign in. They end at 03:30.",
                .stop
            )
        }
        return logIn(app)
    }

    private mutating func logIn(_ app: App) -> DialogueStep {
        step = .logging(app)
        return .openBrowser(url: api.loginURL(key: app.key, redirect: app.redirect))
    }

    /// From `https://.../?code=...&state=...`, in any order. A bare code is one too.
    static func code(in text: String) -> String? {
        let text = text.filter { !$0.isWhitespace }
        func isWord(_ text: some StringProtocol) -> Bool {
            !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
        }
        guard let start = text.firstIndex(of: "?") else { return isWord(text) ? text : nil }
        for field in text[text.index(after: start)...].prefix(while: { $0 != "#" }).split(separator: "&") {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, parts[0] == "code" { return isWord(parts[1]) ? String(parts[1]) : nil }
        }
        return nil
    }
}

/// Ends the session; one that is dead already is ended too (section 2.2).
struct SignOut: Dialogue {
    private let api: UpstoxAPI

    init(_ api: UpstoxAPI) { self.api = api }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            guard case .response(let response) = input else { return .send(try api.delete("/v2/logout")) }
            _ = try Failures.data(response)
            return .done(.done)
        } catch {
            return error.recovery == .signInAgain ? .done(.done) : .failed(error)
        }
    }
}
