import SaudaBroker
import SaudaCore
import SaudaServer
import Testing
import ZerodhaKiteAdapter
import ZerodhaKitePractice

/// A login without a browser, adapter and practice broker together (section 2.4).
@Suite struct UnattendedLoginTests {
    private struct Outcome {
        var error: BrokerError?
        var session: BrokerSession?
        var waits = 0
        var urls: [String] = []
        var texts: [String] = []
    }

    /// - Parameters:
    ///   - second: of the minute at which it begins.
    ///   - skew: of our clock against the broker's.
    private func logIn(
        second: Int64 = 5,
        skew: TimeSpan = .zero,
        edit: (inout Credentials) -> Void = { _ in },
        turn: (HTTPRequest, HTTPResponse) -> HTTPResponse = { $1 }
    ) throws -> Outcome {
        var desk = try KiteDesk(signedIn: false, asksForLogin: true)
        desk.wait(until: TimeOfDay(9, 20, Int(second)))
        let given = desk.floor.broker.broker.makeCredentials(at: desk.time)
        var credentials = Credentials(user: "", secrets: [:])
        for credential in given where credential.name != "request-token" {
            if credential.name == "user" { credentials.user = credential.value }
            if credential.name != "user" { credentials.secrets[credential.name] = Secret(credential.value) }
        }
        edit(&credentials)
        var dialogue = ZerodhaKite().dialogue(.signIn, in: AdapterContext(credentials: credentials))
        var outcome = Outcome()
        var input = DialogueInput.start
        for number in 0..<20 {
            switch dialogue.next(input, at: desk.time.advanced(by: skew)) {
            case .send(let request):
                outcome.urls.append(request.url)
                outcome.texts.append("\(request)")
                input = .response(turn(request, try answer(request, &desk, UInt64(500 + number))))
            case .wait(let time):
                outcome.waits += 1
                let span = time.since(desk.time.advanced(by: skew))
                desk.wait(span.microseconds / 1000)
                input = .waited
            case .done(.session(let session)):
                outcome.session = session
                return outcome
            case .failed(let error):
                outcome.error = error
                return outcome
            case .openBrowser:
                outcome.urls.append("browser")
                return outcome
            case .ask, .done:
                Issue.record("it asks somebody")
                return outcome
            }
        }
        Issue.record("it never ends")
        return outcome
    }

    private func answer(_ request: HTTPRequest, _ desk: inout KiteDesk, _ number: UInt64) throws -> HTTPResponse {
        let rest = try #require(request.url.firstRange(of: "://").map { request.url[$0.upperBound...] })
        let target = rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? "/"
        let call = PracticeCall(number: number)
        let incoming = IncomingRequest(request.method, target, headers: request.headers, body: request.body)
        for action in desk.act(.request(call, incoming)) {
            guard case .respond(call, let response, _) = action else { continue }
            let headers = response.headers + [HTTPHeader("Date", desk.time.httpDate)]
            return HTTPResponse(status: response.status, headers: headers, body: response.body)
        }
        throw KiteClient.Unexpected()
    }

    @Test func `password and one-time password buy a session, and nobody is asked`() throws {
        let outcome = try logIn()
        #expect(outcome.session?.user == "ZZ0001" && outcome.error == nil && outcome.waits == 0)
        let page = "https://kite.zerodha.com/connect/login?v=3&api_key="
        #expect(outcome.urls.count == 5)
        #expect(outcome.urls[0].hasPrefix(page) && outcome.urls[3].hasPrefix(page))
        #expect(outcome.urls[1] == "https://kite.zerodha.com/api/login")
        #expect(outcome.urls[2] == "https://kite.zerodha.com/api/twofa")
        #expect(outcome.urls[3].hasSuffix("&skip_session=true"))
    }

    @Test func `a code that is about to end is not sent: the next one is waited for`() throws {
        let outcome = try logIn(second: 28)
        #expect(outcome.session != nil && outcome.waits == 1)
    }

    @Test(
        "a clock that is off is corrected by the broker's Date",
        arguments: [TimeSpan.seconds(40), .seconds(-40), .seconds(3600)]
    )
    func skew(skew: TimeSpan) throws {
        #expect(try logIn(skew: skew).session != nil)
    }

    @Test(
        "what is wrong stops, says what to do, and is not tried again",
        arguments: [
            ("password", "wrong", "the password was refused"),
            ("totp-secret", "GEZDGNBVGY3TQOJQ", "the one-time password was refused"),
            ("totp-secret", "not base32!", "totp-secret is no base32 text"), ("password", "", "password"),
            ("totp-secret", "", "totp-secret"),
        ]
    )
    func wrong(name: String, value: String, text: String) throws {
        let outcome = try logIn(edit: { $0.secrets[name] = Secret(value) })
        let error = try #require(outcome.error)
        #expect(error.recovery == .stop, "\(error)")
        #expect("\(error)".contains(text), "\(error)")
        if !value.isEmpty { #expect(!"\(error)".contains(value)) }
        #expect(outcome.urls.count <= 3)
    }

    @Test func `without both secrets a person logs in as ever`() throws {
        let outcome = try logIn(edit: { credentials in
            credentials.secrets["password"] = nil
            credentials.secrets["totp-secret"] = nil
        })
        #expect(outcome.urls == ["browser"])
    }

    @Test(
        "a page that leads elsewhere, in circles or nowhere ends the login",
        arguments: [
            ("https://evil.example/x", "another host"), ("//evil.example/x", "another host"),
            ("https://kite.zerodha.com.evil.example/x", "another host"), ("/connect/login", "in circles"),
        ]
    )
    func redirects(place: String, text: String) throws {
        let outcome = try logIn(turn: { request, answer in
            request.method == .get ? HTTPResponse(status: 302, headers: [HTTPHeader("Location", place)]) : answer
        })
        #expect(outcome.error?.recovery == .stop)
        #expect(outcome.error?.summary.contains(text) == true, "\(String(describing: outcome.error))")
        #expect(outcome.urls.allSatisfy { $0.hasPrefix("https://kite.zerodha.com/") })
    }

    @Test func `an app that was never authorised, and another second factor, ask for a login by hand`() throws {
        let page = try logIn(turn: { request, answer in
            request.url.hasSuffix("skip_session=true") ? HTTPResponse(status: 200) : answer
        })
        #expect(
            page.error?.recovery == .stop && page.error?.nextStep.contains("Take password and totp-secret out") == true
        )
        let other = try logIn(turn: { request, answer in
            guard request.url.hasSuffix("/api/login") else { return answer }
            let text = String(decoding: answer.body, as: UTF8.self).replacing(#""totp""#, with: #""app_code""#)
            return HTTPResponse(status: 200, body: Array(text.utf8))
        })
        #expect(other.error?.summary.contains("app_code") == true && other.error?.recovery == .stop)
    }

    @Test func `a broker in trouble is asked again later, and an answer cut anywhere ends it`() throws {
        let trouble = try logIn(turn: { request, answer in
            request.url.hasSuffix("/api/twofa") ? HTTPResponse(status: 503) : answer
        })
        #expect(trouble.error?.recovery == .retry(after: .seconds(60)))
        for count in 0..<60 {
            let cut = try logIn(turn: { request, answer in
                guard request.method == .post, answer.body.count > count else { return answer }
                return HTTPResponse(status: 200, body: Array(answer.body.prefix(count)))
            })
            #expect(cut.error?.recovery == .stop, "\(count)")
        }
    }

    @Test func `too many requests are waited for as long as the broker says`() throws {
        let busy = try logIn(turn: { request, answer in
            guard request.url.hasSuffix("/api/login") else { return answer }
            return HTTPResponse(status: 429, headers: [HTTPHeader("Retry-After", "120")])
        })
        #expect(busy.error?.recovery == .slowDown(after: .seconds(120)), "\(String(describing: busy.error))")
    }

    @Test func `the practice broker locks after five mistakes, and says so`() throws {
        var desk = try KiteDesk(signedIn: false, asksForLogin: true)
        let cookie = "kf_session=\(desk.apiKey)"
        var said: [String] = []
        for number in 0..<6 {
            let request = IncomingRequest(
                .post,
                "/api/login",
                headers: [HTTPHeader("Cookie", cookie)],
                body: Array("user_id=ZZ0001&password=no".utf8)
            )
            for action in desk.act(.request(PracticeCall(number: UInt64(700 + number)), request)) {
                guard case .respond(_, let response, _) = action else { continue }
                said.append(String(decoding: response.body, as: UTF8.self))
            }
        }
        #expect(said.count == 6 && said[4].contains("Invalid username") && said[5].contains("blocked"), "\(said)")
    }

    @Test func `no secret stands in what a request or a session prints`() throws {
        var known: [String] = []
        let outcome = try logIn(edit: { credentials in known = credentials.secrets.values.map { $0.reveal() } })
        for text in outcome.texts { for secret in known { #expect(!text.contains(secret), "\(text)") } }
    }
}
