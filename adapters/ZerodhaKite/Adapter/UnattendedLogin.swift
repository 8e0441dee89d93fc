import SaudaBroker
import SaudaCore

/// The browser's part of a login without a browser (protocol section 2.4): from the login page over password and
/// one-time password to the address that carries the request token.
///
/// Only for owners who put `password` and `totp-secret` beside the app's keys. Each wrong turn ends it: a password that
/// is tried again and again locks the user out.
struct UnattendedLogin {
    enum Step {
        case send(HTTPRequest)
        case wait(until: Timestamp)
        /// The address with the request token.
        case came(String)
    }

    private enum Stage {
        case page, password, code, back
    }

    private let user: String
    private let password: Secret
    private let totp: TOTP
    private let page: String
    /// Scheme and host of the login page: nothing goes anywhere else.
    private let origin: String
    private var stage = Stage.page
    private var cookies: [String: String] = [:]
    private var requestID = ""
    private var hops = 0
    /// The broker's clock less ours, from its last answer: a one-time password goes by the broker's.
    private var skew = TimeSpan.zero

    private static let mostHops = 6
    /// A code that ends sooner may be refused on arrival.
    private static let leastLife = TimeSpan.seconds(3)

    /// Nil when neither secret is there.
    ///
    /// - Throws: when one is missing, or cannot be one.
    init?(_ api: KiteAPI) throws(BrokerError) {
        let credentials = api.context.credentials
        func isThere(_ name: String) -> Bool { credentials.secrets[name].map { !$0.isEmpty } ?? false }
        guard isThere("password") || isThere("totp-secret") else { return nil }
        password = try credentials.require("password", broker: ZerodhaKite.id)
        guard let totp = TOTP(base32: try credentials.require("totp-secret", broker: ZerodhaKite.id)) else {
            throw Self.refused("totp-secret is no base32 text", "Copy it from the set-up of the second factor.")
        }
        guard !credentials.user.isEmpty else {
            throw Self.refused("a login without a browser needs the user", "Add user to the credentials.")
        }
        self.totp = totp
        user = credentials.user
        page = try api.loginURL().reveal()
        let start = page.firstRange(of: "://")?.upperBound ?? page.startIndex
        origin = String(page[..<(page[start...].firstIndex { $0 == "/" || $0 == "?" } ?? page.endIndex)])
    }

    func start() -> HTTPRequest { request(.get, page) }

    /// The moment has come at which a new code begins.
    func resume(at now: Timestamp) -> HTTPRequest { codeRequest(at: now) }

    mutating func take(_ response: HTTPResponse, at now: Timestamp) throws(BrokerError) -> Step {
        for header in response.headers where header.name.lowercased() == "set-cookie" { keep(header.value) }
        if let date = response.header("date").flatMap(HTTPDate.parse) {
            // Whole seconds: half a second more on average.
            let off = date.advanced(by: .milliseconds(500)).since(now)
            skew = abs(off.microseconds) < 2_000_000 ? .zero : off
        }
        switch stage {
        case .page:
            if let step = try follow(response, isLast: false) { return step }
            stage = .password
            return .send(form("/api/login", [("user_id", user), ("password", password.reveal())]))
        case .password:
            let data = try Self.data(response, "the password", "Correct password, or log in by hand.")
            guard let id = data["request_id"].text, let kind = data["twofa_type"].text else {
                throw Self.refused("the answer to the password has no request_id", Self.byHand)
            }
            guard kind == "totp" else {
                throw Self.refused(
                    "the second factor is \(kind.prefix(20)), not a one-time password",
                    "Set up an authenticator at the broker, or log in by hand."
                )
            }
            requestID = id
            stage = .code
            let theirs = now.advanced(by: skew)
            let life = totp.ends(at: theirs).since(theirs)
            guard life < Self.leastLife else { return .send(codeRequest(at: now)) }
            return .wait(until: now.advanced(by: life).advanced(by: .milliseconds(500)))
        case .code:
            _ = try Self.data(
                response,
                "the one-time password",
                "Compare totp-secret with the authenticator's, and this machine's clock with `sauda doctor`."
            )
            stage = .back
            hops = 0
            return .send(request(.get, page + "&skip_session=true"))
        case .back:
            guard let step = try follow(response, isLast: true) else {
                throw Self.refused(
                    "a page came instead of the app's address; the app may want to be authorised",
                    Self.byHand
                )
            }
            return step
        }
    }

    // MARK: - Requests

    private func request(_ method: HTTPRequest.Method, _ url: String, body: [UInt8] = []) -> HTTPRequest {
        var headers: [HTTPHeader] = []
        if !cookies.isEmpty {
            let text = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
            headers.append(HTTPHeader("Cookie", text))
        }
        if method == .post { headers.append(HTTPHeader("Content-Type", "application/x-www-form-urlencoded")) }
        return HTTPRequest(method, url, headers: headers, body: body, endpoint: .other)
    }

    private func form(_ path: String, _ fields: KiteAPI.Fields) -> HTTPRequest {
        request(.post, origin + path, body: Array(PercentEncoding.fields(fields).utf8))
    }

    private func codeRequest(at now: Timestamp) -> HTTPRequest {
        form(
            "/api/twofa",
            [
                ("user_id", user), ("request_id", requestID),
                ("twofa_value", totp.code(at: now.advanced(by: skew)).reveal()), ("twofa_type", "totp"),
            ]
        )
    }

    /// `name=value; Path=/; Secure`: all go to one host, so the rest does not matter.
    private mutating func keep(_ cookie: String) {
        let parts = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { return }
        cookies[String(parts[0])] = String(parts[1])
    }

    // MARK: - Answers

    /// Where a redirect leads; nil when it is none.
    private mutating func follow(_ response: HTTPResponse, isLast: Bool) throws(BrokerError) -> Step? {
        guard (300..<400).contains(response.status), let place = response.header("location") else {
            if (200..<300).contains(response.status) { return nil }
            _ = try Self.data(response, "the login page", Self.byHand)
            throw Self.refused("the login page answers with HTTP \(response.status)", Self.byHand)
        }
        if place.contains("?"), SignIn.token(in: place) != nil { return .came(place) }
        hops += 1
        guard hops <= Self.mostHops else { throw Self.refused("the login page leads round in circles", Self.byHand) }
        let isPath = place.hasPrefix("/") && !place.hasPrefix("//")
        guard isPath || place.hasPrefix(origin + "/") else {
            throw Self.refused("the login page leads to another host without a request token", Self.byHand)
        }
        return .send(request(.get, isPath ? origin + place : place))
    }

    private static func data(
        _ response: HTTPResponse,
        _ what: String,
        _ nextStep: String
    ) throws(BrokerError) -> JSON {
        if response.status >= 500 { throw later(response) }
        do throws(BrokerError) {
            return try Failures.data(response)
        } catch {
            if case .slowDown = error.recovery { throw error }
            throw refused(
                "\(what) was refused: \(error.summary)",
                nextStep + " It is not tried again by itself: that locks the user out."
            )
        }
    }

    private static func later(_ response: HTTPResponse) -> BrokerError {
        .kite("the login page answers with HTTP \(response.status)", "It is tried again.", .retry(after: .seconds(60)))
    }

    private static func refused(_ what: String, _ nextStep: String) -> BrokerError { .kite(what, nextStep, .stop) }

    private static let byHand =
        "Take password and totp-secret out, log in by hand (sauda login), and put them back when that works."
}
