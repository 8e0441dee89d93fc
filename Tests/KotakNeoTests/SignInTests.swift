import KotakNeoAdapter
import SaudaBroker
import SaudaCore
import Testing

/// Signing in, and what refusals mean: protocol sections 1.2, 1.7 and 2.
@Suite struct SignInTests {
    private static let errors = "fixtures/kotak-neo/synthetic-errors.json"

    private func credentials(_ changes: [String: String?] = [:]) -> Credentials {
        var secrets = [
            "access-token": "accesstoken01", "mobile-number": "9876543210", "mpin": "123456",
            "totp-secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
        ]
        for (name, value) in changes { secrets[name] = value }
        return Credentials(user: "ABC12", secrets: secrets.mapValues(Secret.init))
    }

    private func json(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, body: Array(text.utf8))
    }

    private let view = #"{"data":{"token":"viewtoken","sid":"viewsid","kType":"View","status":"success"}}"#
    private func trade(_ token: String = "tradetoken", base: String = "https://e21.kotaksecurities.com") -> HTTPResponse
    {
        json(
            #"{"data":{"token":"\#(token)","sid":"tradesid","kType":"Trade","ucc":"ABC12","baseUrl":"\#(base)"}}"#
        )
    }

    private func request(_ step: DialogueStep) -> HTTPRequest {
        guard case .send(let request) = step else {
            Issue.record("nothing is sent: \(step)")
            return HTTPRequest(.get, "", endpoint: "none")
        }
        return request
    }

    private func error(_ step: DialogueStep) -> BrokerError? {
        if case .failed(let error) = step { error } else { nil }
    }

    private func session(_ step: DialogueStep) -> BrokerSession? {
        if case .done(.session(let session)) = step { session } else { nil }
    }

    @Test func `with the secret nobody is asked, and the session follows the answer's address`() throws {
        var dialogue = SignIn(credentials())
        // RFC 6238's secret, at a moment 12 s into a step.
        let now = Timestamp(microseconds: 1_789_011_012_000_000)
        let totp = try #require(TOTP(base32: Secret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")))
        let first = request(dialogue.next(.start, at: now))
        #expect(first.method == .post && first.url == "https://mis.kotaksecurities.com/login/1.0/tradeApiLogin")
        #expect(first.headers.contains(HTTPHeader("Authorization", "accesstoken01")))
        #expect(first.headers.contains(HTTPHeader("neo-fin-key", "neotradeapi")))
        let code = totp.code(at: now).reveal()
        let body = #"{"mobileNumber":"+919876543210","ucc":"ABC12","totp":"\#(code)"}"#
        #expect(String(decoding: first.body, as: UTF8.self) == body)
        let second = request(dialogue.next(.response(json(view)), at: now))
        #expect(second.url == "https://mis.kotaksecurities.com/login/1.0/tradeApiValidate")
        #expect(second.headers.contains(HTTPHeader("sid", "viewsid")))
        #expect(second.headers.contains(HTTPHeader("Auth", "viewtoken")))
        #expect(String(decoding: second.body, as: UTF8.self) == #"{"mpin":"123456"}"#)
        let last = dialogue.next(.response(trade()), at: now)
        let session = try #require(self.session(last))
        #expect(session.secrets["token"] == Secret("tradetoken") && session.secrets["sid"] == Secret("tradesid"))
        #expect(session.secrets["base-url"] == Secret("https://e21.kotaksecurities.com"))
        // Without a readable `exp`: midnight.
        #expect(session.expires == now.day.advanced(by: 1).at(TimeOfDay(0, 0)))
    }

    @Test func `without the secret a person is asked once`() throws {
        var dialogue = SignIn(credentials(["totp-secret": nil]))
        guard case .ask = dialogue.next(.start, at: Sample.now) else {
            Issue.record("nobody is asked")
            return
        }
        let sent = request(dialogue.next(.reply(Secret("654 321")), at: Sample.now))
        #expect(String(decoding: sent.body, as: UTF8.self).contains(#""totp":"654321""#))
        var wrong = SignIn(credentials(["totp-secret": nil]))
        _ = wrong.next(.start, at: Sample.now)
        #expect(error(wrong.next(.reply(Secret("12345")), at: Sample.now))?.recovery == .stop)
    }

    @Test func `a code about to end is not sent`() throws {
        var dialogue = SignIn(credentials())
        let late = Timestamp(microseconds: 1_789_011_028_000_000)
        guard case .wait(let until) = dialogue.next(.start, at: late) else {
            Issue.record("it does not wait")
            return
        }
        #expect(until == Timestamp(microseconds: 1_789_011_030_500_000))
        #expect(request(dialogue.next(.waited, at: until)).url.hasSuffix("tradeApiLogin"))
    }

    @Test func `the token's own end counts where it comes before midnight`() {
        let issued = Timestamp(microseconds: 1_789_011_000_000_000)
        let midnight = issued.day.advanced(by: 1).at(TimeOfDay(0, 0))
        // {"exp":1789014600}, an hour later.
        #expect(
            SessionToken.expiry(of: Secret("e30.eyJleHAiOjE3ODkwMTQ2MDB9.x"), issued: issued)
                == issued.advanced(by: .seconds(3600))
        )
        for token in ["", "a.b", "e30.!!!.x", "e30.e30.x", "e30.eyJleHAiOjF9.x"] {
            #expect(SessionToken.expiry(of: Secret(token), issued: issued) == midnight)
        }
    }

    @Test func `every credential that is missing or cannot be is told before anything goes out`() {
        let wrong: [[String: String?]] = [
            ["access-token": nil], ["mobile-number": nil], ["mpin": nil], ["mpin": "12ab"],
            ["mobile-number": "call me"],
            ["totp-secret": "0189"],
        ]
        for changes in wrong {
            var dialogue = SignIn(credentials(changes))
            #expect(error(dialogue.next(.start, at: Sample.now))?.recovery == .stop, "\(changes.keys)")
        }
    }

    private static let wrongCode = #"{"status":"error","message":"Invalid credentials or TOTP.","errorCode":"401"}"#

    @Test(
        "a refused login stops, and no secret is told",
        arguments: [
            #"{"error":[{"code":"400","message":"Missing required field 'Totp'"}]}"#,
            #"{"error":[{"code":"10512","message":"Required header not found."}]}"#,
            #"{"status":"error","message":"no","errorCode":"500"}"#,
        ]
    )
    func refusedLogin(text: String) throws {
        for status in [200, 401] {
            var dialogue = SignIn(credentials())
            _ = dialogue.next(.start, at: Sample.now)
            let last = dialogue.next(.response(json(text, status: status)), at: Sample.now)
            let error = try #require(self.error(last))
            #expect(error.recovery == .stop)
            #expect(!"\(error)".contains("123456") && !"\(error)".contains("accesstoken01"))
        }
    }

    /// A session that dies within 30 s of its sign-in has used the code up (section 1.2).
    @Test func `a refused code that sauda made is tried once more at its next step, a person's never`() throws {
        for status in [200, 401] {
            var dialogue = SignIn(credentials())
            let first = request(dialogue.next(.start, at: Sample.now))
            let refusal = DialogueInput.response(json(Self.wrongCode, status: status))
            guard case .wait(let until) = dialogue.next(refusal, at: Sample.now) else {
                Issue.record("it does not wait")
                return
            }
            // 09:00:02 is two seconds into a step.
            #expect(until == Sample.now.advanced(by: .milliseconds(28_500)))
            let second = request(dialogue.next(.waited, at: until))
            #expect(second.url == first.url)
            #expect(second.body != first.body)
            let end = try #require(error(dialogue.next(refusal, at: until)))
            #expect(end.recovery == .stop)
            #expect(!"\(end)".contains("123456") && !"\(end)".contains("accesstoken01"))
            var asked = SignIn(credentials(["totp-secret": nil]))
            _ = asked.next(.start, at: Sample.now)
            _ = asked.next(.reply(Secret("654321")), at: Sample.now)
            #expect(error(asked.next(refusal, at: Sample.now))?.recovery == .stop)
        }
    }

    @Test func `a wrong MPIN stops at once, and a broken login waits`() throws {
        var dialogue = SignIn(credentials())
        _ = dialogue.next(.start, at: Sample.now)
        _ = dialogue.next(.response(json(view)), at: Sample.now)
        let wrong = json(#"{"status":"error","message":"Invalid MPIN.","errorCode":"401"}"#, status: 401)
        #expect(error(dialogue.next(.response(wrong), at: Sample.now))?.recovery == .stop)
        for (status, recovery) in [(503, Recovery.retry(after: .seconds(300))), (429, .slowDown(after: .seconds(1)))] {
            var dialogue = SignIn(credentials())
            _ = dialogue.next(.start, at: Sample.now)
            #expect(
                error(dialogue.next(.response(json("<html>", status: status)), at: Sample.now))?.recovery == recovery
            )
        }
    }

    @Test func `no token, a session to look at, another client and an open address are refused`() throws {
        func end(_ answer: String, _ endpoints: [String: String] = [:]) -> BrokerError? {
            var dialogue = SignIn(credentials(), Endpoints(endpoints))
            _ = dialogue.next(.start, at: Sample.now)
            _ = dialogue.next(.response(json(view)), at: Sample.now)
            return error(dialogue.next(.response(json(answer)), at: Sample.now))
        }
        #expect(end(#"{"data":{"sid":"s","baseUrl":"https://e21.kotaksecurities.com"}}"#)?.recovery == .checkOrderBook)
        #expect(end(#"{"data":{"token":"t","sid":"s"}}"#)?.recovery == .checkOrderBook)
        let head = #"{"data":{"token":"t","sid":"s","#
        #expect(end(head + #""kType":"View","baseUrl":"https://x.y"}}"#)?.recovery == .stop)
        #expect(end(head + #""ucc":"XYZ99","baseUrl":"https://x.y"}}"#)?.recovery == .stop)
        for base in [
            "http://x.y", "https://x.y", "ftp://x", "https://", "https://a@b", "x", "",
            "http://e21.kotaksecurities.com",
            "https://kotaksecurities.com.x.y", "https://xkotaksecurities.com", "https://x.y/.kotaksecurities.com",
            "https://x.y#.kotaksecurities.com", "https://e21.kotaksecurities.com:x",
            "https://a@e21.kotaksecurities.com",
            "https://e21.kotaksecurities.com/there", "http://127.0.0.1:8080",
        ] { #expect(end(head + #""baseUrl":"\#(base)"}}"#)?.recovery == .stop, "\(base)") }
        #expect(end(head + #""baseUrl":"https://E21.kotaksecurities.com:443/"}}"#) == nil)
        // A practice server stands for the whole broker, and nothing of its accounts goes to the broker.
        let practice = ["login": "http://127.0.0.1:8080"]
        #expect(end(head + #""baseUrl":"http://127.0.0.1:8080/"}}"#, practice) == nil)
        #expect(end(head + #""baseUrl":"https://e21.kotaksecurities.com"}}"#, practice)?.recovery == .stop)
    }

    @Test func `a stream's address that is handed out is taken where it is the broker's, and else its public one`()
        throws
    {
        func secrets(_ fields: String) throws -> (secrets: [String: Secret], skipped: Int) {
            var dialogue = SignIn(credentials())
            _ = dialogue.next(.start, at: Sample.now)
            _ = dialogue.next(.response(json(view)), at: Sample.now)
            let answer = #"{"data":{"token":"t","sid":"s","baseUrl":"https://e21.kotaksecurities.com",\#(fields)}}"#
            let last = dialogue.next(.response(json(answer)), at: Sample.now)
            return (try #require(session(last)).secrets, dialogue.skipped.values.reduce(0, +))
        }
        let good = try secrets(
            #""feedUrl":"https://sfeed.kotaksecurities.com/wsfeed","rtUrl":"wss://e21.kotaksecurities.com/realtime""#
        )
        #expect(good.secrets["feed-url"] == Secret("wss://sfeed.kotaksecurities.com/wsfeed"))
        #expect(good.secrets["order-url"] == Secret("wss://e21.kotaksecurities.com/realtime"))
        #expect(good.skipped == 0)
        let odd = try secrets(#""feedUrl":"https://x.y/wsfeed","rtUrl":"ws://e21.kotaksecurities.com/realtime""#)
        #expect(odd.secrets["feed-url"] == nil)
        #expect(odd.secrets["order-url"] == nil)
        #expect(odd.skipped == 2)
    }

    // MARK: Refusals

    private static let recoveries: [String: Recovery] = [
        "gateway-900901": .signInAgain, "login-bad-totp": .signInAgain, "auth-failed-10020": .signInAgain,
        "session-token-100022": .signInAgain, "access-type-100021": .signInAgain, "unauthorized-100008": .stop,
        "session-ip-1037": .stop, "algo-not-allowed-1017": .changeRequest, "bad-quantity-1009": .changeRequest,
        "body-invalid-1007": .changeRequest, "order-complete-1021": .changeRequest,
        "cancel-invalid-5202": .changeRequest,
        "cancel-amo-5204": .changeRequest, "not-api-order-91400": .changeRequest,
        "quotes-bad-token-1009": .changeRequest,
        "rate-limit-429": .slowDown(after: .seconds(1)), "route-404": .changeRequest,
        "historical-bad-interval": .changeRequest, "login-header-missing": .changeRequest,
    ]

    @Test(.enabled(if: Shared.wants(errors)))
    func `every body of the fixture is a refusal with its recovery, as text and as number`() throws {
        let items = try #require(try Shared.json(Self.errors)["errors"].items)
        var known = 0
        for item in items {
            let id = try #require(item["id"].text)
            let text = Self.text(item["body"])
            let status = Int(item["http"].integer ?? 200)
            var found: BrokerError?
            do throws(BrokerError) {
                _ = try Failures.body(json(text, status: status))
            } catch {
                found = error
            }
            let error = try #require(found, "\(id) is taken for a yes")
            #expect(!error.summary.isEmpty && !error.nextStep.isEmpty && error.broker == "kotak-neo")
            guard let recovery = Self.recoveries[id] else { continue }
            known += 1
            #expect(error.recovery == recovery, "\(id): \(error.recovery)")
        }
        #expect(known == Self.recoveries.count)
    }

    /// Written out again.
    private static func text(_ json: JSON) -> String {
        switch json {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .number(let text): text
        case .text(let text): "\"\(text)\""
        case .array(let items): "[" + items.map(text).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { "\"\($0.key)\":\(text($0.value))" }.joined(separator: ",") + "}"
        }
    }

    @Test func `an empty book comes as an error and is a list without rows`() throws {
        #expect(try Failures.rows(json(#"{"stat":"Not_Ok","errMsg":"No Data","stCode":5203}"#)).isEmpty)
        #expect(try Failures.rows(json(#"{"stat":"ok","stCode":"200","data":[{}]}"#)).count == 1)
        for text in [#"{"stat":"Ok","stCode":200}"#, #"{"stat":"Not_Ok","stCode":5204}"#, "<html>", ""] {
            #expect(throws: BrokerError.self) { try Failures.rows(json(text)) }
        }
    }

    @Test func `the ways of all generations to say that a token has ended are known`() {
        for words in [
            "Invalid JWT token", "jwt token expired", "Invalid Credentials",
            "Complete the 2FA process before accessing",
            "unauthorized",
        ] {
            for text in [
                #"{"message":"\#(words)","code":"0"}"#, #"{"error":[{"message":"\#(words)"}]}"#,
                #"{"stat":"Not_Ok","errMsg":"\#(words)"}"#, #"{"error":"\#(words)"}"#,
                #"{"Error Message":"\#(words)"}"#,
            ] {
                var recovery: Recovery?
                do throws(BrokerError) { _ = try Failures.body(json(text)) } catch { recovery = error.recovery }
                #expect(recovery == .signInAgain, "\(text)")
            }
        }
    }

    @Test func `a gateway's page may hide an order that went through`() {
        for status in [200, 500, 502, 503, 504] {
            var recovery: Recovery?
            do throws(BrokerError) {
                _ = try Failures.body(json("<html>Bad gateway</html>", status: status))
            } catch {
                recovery = error.recovery
            }
            #expect(recovery == .checkOrderBook)
        }
    }
}
