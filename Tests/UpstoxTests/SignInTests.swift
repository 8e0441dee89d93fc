import SaudaBroker
import SaudaCore
import Testing
import UpstoxAdapter

/// The ways to a token, section 2.
@Suite struct SignInTests {
    /// `{"sub":"AB1234","exp":1795816800}` between two other parts: it ends 2026-11-28 03:30 IST.
    private static let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJBQjEyMzQiLCJleHAiOjE3OTU4MTY4MDB9.c2ln"
    private static let ends = Timestamp(microseconds: 1_795_816_800_000_000)
    private static let profile = Kit.success(#"{"user_id":"AB1234","user_name":"A B","is_active":true}"#)
    private static let issued = Kit.json(
        #"{"email":"a@example.com","broker":"UPSTOX","user_id":"AB1234","is_active":true,"access_token":"new.demo.token","extended_token":"never"}"#
    )
    private static let app = [
        "api-key": "demo key", "api-secret": "demosecret", "redirect-uri": "http://127.0.0.1:8765/",
    ]
    private static let redirect = DialogueInput.redirect(Secret("http://127.0.0.1:8765/?code=aB3-x_9&state=s1"))

    private func signIn(
        _ secrets: [String: String],
        _ answers: [HTTPResponse],
        person: [DialogueInput] = [],
        at now: Timestamp = Kit.now
    ) throws -> (sent: [HTTPRequest], session: BrokerSession?, error: BrokerError?, asked: [Secret]) {
        let context = try Kit.context(secrets, session: nil)
        let talk = try Kit.carryOut(.signIn, answers, person: person, in: context, at: now)
        if case .done(.session(let session)) = talk.end { return (talk.sent, session, nil, talk.asked) }
        return (talk.sent, nil, talk.end.error, talk.asked)
    }

    // MARK: A login

    @Test func `a login goes over the browser and a code to a token that ends at half past three`() throws {
        let (sent, session, _, asked) = try signIn(Self.app, [Self.issued], person: [Self.redirect])
        #expect(
            asked == [
                Secret(
                    "https://api.upstox.com/v2/login/authorization/dialog?response_type=code&client_id=demo%20key&redirect_uri=http%3A%2F%2F127.0.0.1%3A8765%2F"
                )
            ]
        )
        #expect(sent.map(\.url) == ["https://api.upstox.com/v2/login/authorization/token"])
        #expect(sent.first?.header("Content-Type") == "application/x-www-form-urlencoded")
        #expect(
            sent.first?.text
                == "code=aB3-x_9&client_id=demo%20key&client_secret=demosecret&redirect_uri=http%3A%2F%2F127.0.0.1%3A8765%2F&grant_type=authorization_code"
        )
        #expect(session?.user == "AB1234")
        #expect(session?.secrets == ["access-token": Secret("new.demo.token")])
        #expect(session?.expires == Self.ends)
        #expect(session?.renewable == nil)
        #expect(!"\(sent)\(asked)".contains("demosecret"))
    }

    @Test func `a token made in the small hours ends the same morning (T11)`() throws {
        let night = Kit.now.day.at(TimeOfDay(2, 30))
        let session = try signIn(Self.app, [Self.issued], person: [Self.redirect], at: night).session
        #expect(session?.expires == Kit.now.day.at(TimeOfDay(3, 30)))
    }

    @Test func `the login page brings back what it was given`() {
        let page = Kit.upstox.loginPage(Secret("https://example.com/dialog?a=b"), carrying: "x y")
        #expect(page?.reveal() == "https://example.com/dialog?a=b&state=x%20y")
    }

    @Test(
        "a redirect without a code ends the sign-in",
        arguments: ["http://127.0.0.1/?error=1", "http://127.0.0.1/?code=", "http://127.0.0.1/?code=a%20b", "", "a b?"]
    )
    func noCode(address: String) throws {
        let (sent, _, error, _) = try signIn(Self.app, [], person: [.redirect(Secret(address))])
        #expect(sent.isEmpty)
        #expect(error?.recovery == .stop)
    }

    @Test func `a code alone may be pasted`() throws {
        let (sent, session, _, _) = try signIn(Self.app, [Self.issued], person: [.reply(Secret(" aB3-x_9\n"))])
        #expect(sent.first?.text.hasPrefix("code=aB3-x_9&") == true)
        #expect(session != nil)
    }

    @Test func `a refused code ends the sign-in whatever the words, for it is spent (T10)`() throws {
        let refusals = [
            Kit.refusal(401, "UDAPI100016"), Kit.refusal(400, "UDAPI100069"), Kit.refusal(401, "UDAPI100050"),
            Kit.json("{}"), Kit.json("[]"), Kit.json(#"{"access_token":""}"#),
        ]
        for refusal in refusals {
            let error = try signIn(Self.app, [refusal], person: [Self.redirect]).error
            #expect(error?.recovery == .stop, "\(refusal)")
            #expect(error?.nextStep.contains("Log in again") == true)
        }
        for broken in [
            Kit.refusal(500, "UDAPI100500"), HTTPResponse(status: 502), Kit.json("<html></html>"),
            Kit.json(#"{"status":"error","message":"no"}"#, status: 400),
        ] {
            let error = try signIn(Self.app, [broken], person: [Self.redirect]).error
            #expect(error?.recovery == .retry(after: .seconds(30)), "\(broken)")
        }
        let busy = try signIn(Self.app, [Kit.refusal(429, "UDAPI10005")], person: [Self.redirect]).error
        #expect(busy?.recovery == .slowDown(after: .seconds(2)))
    }

    @Test func `another user's token and an account that is not active are refused`() throws {
        for body in [
            #"{"user_id":"ZZ9999","is_active":true,"access_token":"a.b.c"}"#,
            #"{"user_id":"AB1234","is_active":false,"access_token":"a.b.c"}"#,
        ] {
            let error = try signIn(Self.app, [Kit.json(body)], person: [Self.redirect]).error
            #expect(error?.recovery == .stop)
        }
    }

    @Test func `a token that was given just now and says it is over lives until the morning`() throws {
        let body = #"{"user_id":"AB1234","is_active":true,"access_token":"\#(Self.token)"}"#
        let session = try signIn(Self.app, [Kit.json(body)], person: [Self.redirect], at: Self.ends).session
        #expect(session?.expires == Self.ends.advanced(by: .seconds(86_400)))
    }

    // MARK: A pasted token

    @Test func `a pasted token is looked at and tells when it ends`() throws {
        let (sent, session, _, _) = try signIn(["access-token": " \(Self.token)\n"], [Self.profile])
        #expect(sent.map(\.url) == ["https://api.upstox.com/v2/user/profile"])
        #expect(sent.first?.header("Authorization") == "Bearer \(Self.token)")
        #expect(session?.expires == Self.ends)
    }

    @Test func `no token outlives the morning, whatever it says`() throws {
        // `{"exp":1900000000}`: of the year 2030.
        let long = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE5MDAwMDAwMDB9.c2ln"
        #expect(try signIn(["access-token": long], [Self.profile]).session?.expires == Self.ends)
        #expect(try signIn(["access-token": "opaque"], [Self.profile]).session?.expires == Self.ends)
    }

    @Test func `a token that has ended is not sent, and a dead one gives way to the login`() throws {
        let none = try signIn(["access-token": Self.token], [], at: Self.ends)
        #expect(none.sent.isEmpty)
        #expect(none.error?.recovery == .stop)
        let dead = Kit.refusal(401, "UDAPI100050")
        #expect(try signIn(["access-token": Self.token], [dead]).error?.recovery == .stop)
        let both = Self.app.merging(["access-token": Self.token]) { $1 }
        let (sent, session, _, asked) = try signIn(both, [dead, Self.issued], person: [Self.redirect])
        #expect(sent.count == 2)
        #expect(asked.count == 1)
        #expect(session?.secrets["access-token"] == Secret("new.demo.token"))
    }

    @Test func `a profile that cannot be had is no dead token`() throws {
        let both = Self.app.merging(["access-token": Self.token]) { $1 }
        #expect(try signIn(both, [HTTPResponse(status: 502)]).error?.recovery == .checkOrderBook)
    }

    @Test func `what is missing is named before anything is sent`() throws {
        for (secrets, name) in [
            ([:], "access-token"), (["api-key": "x"], "api-secret"), (["api-secret": "x"], "api-key"),
            (["api-key": "x", "api-secret": "x"], "redirect-uri"),
        ] as [([String: String], String)] {
            let (sent, _, error, asked) = try signIn(secrets, [])
            #expect(sent.isEmpty && asked.isEmpty)
            #expect(error?.recovery == .stop)
            #expect(error?.description.contains(name) == true, "\(name)")
        }
    }

    // MARK: The rest

    @Test func `a session is ended at the broker, a dead one too`() throws {
        let talk = try Kit.carryOut(.signOut, [Kit.success("true")])
        #expect(talk.sent.map(\.method) == [.delete])
        #expect(talk.sent.map(\.url) == ["https://api.upstox.com/v2/logout"])
        #expect(talk.end.result == .done)
        #expect(try Kit.carryOut(.signOut, [Kit.refusal(401, "UDAPI100050")]).end.result == .done)
        #expect(try Kit.carryOut(.signOut, [HTTPResponse(status: 500)]).end.error != nil)
    }

    @Test func `the probe reads the profile, and without a session nothing goes out`() throws {
        #expect(try Kit.carryOut(.probe, [Self.profile]).end.result == .alive)
        #expect(try Kit.carryOut(.probe, [Kit.refusal(401, "UDAPI100050")]).end.error?.recovery == .signInAgain)
        let none = try Kit.carryOut(.probe, [], in: try Kit.context(session: nil))
        #expect(none.end.error?.recovery == .signInAgain)
        #expect(throws: BrokerError.self) { try Kit.upstox.feed(in: try Kit.context(session: nil)) }
    }
}
