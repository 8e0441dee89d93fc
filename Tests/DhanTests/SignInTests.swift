import DhanAdapter
import SaudaBroker
import SaudaCore
import Testing

/// The ways to a token, protocol sections 1.3 to 1.5.
@Suite struct SignInTests {
    /// `{"iss":"dhan","exp":1781150000,"dhanClientId":"1100000001","tokenConsumerType":"SELF"}` between two other parts:
    /// it ends 2026-06-11 09:23:20 IST.
    static let token =
        "eyJhbGciOiJIUzUxMiJ9.eyJpc3MiOiJkaGFuIiwiZXhwIjoxNzgxMTUwMDAwLCJkaGFuQ2xpZW50SWQiOiIxMTAwMDAwMDAxIiwidG9rZW5Db25zdW1lclR5cGUiOiJTRUxGIn0.c2ln"
    static let ends = Timestamp(microseconds: 1_781_150_000_000_000)
    static let profile = Kit.json(
        #"{"dhanClientId":"1100000001","tokenValidity":"11/06/2026 09:23","activeSegment":"Equity","ddpi":"Active"}"#
    )
    static let issued = Kit.json(
        #"{"dhanClientId":"1100000001","accessToken":"new.demo.token","expiryTime":"2026-06-11T09:00:00.000"}"#
    )
    private static let totp = ["pin": "123456", "totp-secret": "JBSWY3DPEHPK3PXP"]
    private static let app = ["app-id": "demokey", "app-secret": "demosecret"]
    private static let redirect = DialogueInput.redirect(Secret("https://example.com/?tokenId=demo-token-id"))

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

    // MARK: A pasted token

    @Test func `a pasted token is looked at and tells when it ends`() throws {
        let (sent, session, _, _) = try signIn(["access-token": Self.token], [Self.profile])
        #expect(sent.map(\.url) == ["https://api.dhan.co/v2/profile"])
        #expect(sent.first?.header("access-token") == Self.token && sent.first?.header("dhanClientId") == "1100000001")
        #expect(session?.user == "1100000001" && session?.expires == Self.ends)
        // After the market of the same day.
        #expect(session?.renewable == Sample.now.day.at(TimeOfDay(16, 30)))
    }

    @Test func `a token that says nothing ends when the profile says`() throws {
        let (_, session, _, _) = try signIn(["access-token": "opaque"], [Self.profile])
        #expect(session?.expires?.description == "2026-06-11T09:23:00+05:30" && session?.renewable == nil)
    }

    @Test func `a token that has ended is not sent, and a dead one gives way to the next way`() throws {
        let late = Self.ends
        let none = try signIn(["access-token": Self.token], [], at: late)
        #expect(none.sent.isEmpty && none.error?.recovery == .stop)
        let dead = Kit.refusal(400, "DH-906", "Invalid Token")
        let refused = try signIn(["access-token": Self.token], [dead])
        #expect(refused.error?.recovery == .stop && refused.error?.nextStep.contains("access-token") == true)
        let (sent, session, _, _) = try signIn(
            Self.totp.merging(["access-token": Self.token]) { $1 },
            [dead, Self.issued]
        )
        #expect(sent.count == 2 && session?.secrets["access-token"] == Secret("new.demo.token"))
    }

    @Test func `a profile that cannot be had is no dead token`() throws {
        let secrets = Self.totp.merging(["access-token": Self.token]) { $1 }
        #expect(try signIn(secrets, [HTTPResponse(status: 502)]).error?.recovery == .checkOrderBook)
    }

    @Test func `another client's token is refused`() throws {
        let other = Kit.json(#"{"dhanClientId":"1100000002","tokenValidity":"11/06/2026 09:23"}"#)
        #expect(try signIn(["access-token": Self.token], [other]).error?.recovery == .stop)
    }

    // MARK: PIN and one-time code

    @Test func `PIN and code go to the host that issues tokens`() throws {
        // Three seconds before the end of its code a sign-in waits; ten before that it does not.
        let early = Kit.now.advanced(by: .seconds(-10))
        let (sent, session, _, _) = try signIn(Self.totp, [Self.issued], at: early)
        let code = try #require(TOTP(base32: Secret("JBSWY3DPEHPK3PXP"))).code(at: early).reveal()
        #expect(
            sent.map(\.url) == [
                "https://auth.dhan.co/app/generateAccessToken?dhanClientId=1100000001&pin=123456&totp=\(code)"
            ]
        )
        #expect(sent.first?.method == .post && sent.first?.body.isEmpty == true)
        #expect(session?.expires?.description == "2026-06-11T09:00:00+05:30")
        // Only tokens of the website can be renewed.
        #expect(session?.renewable == nil)
        #expect(!"\(sent)".contains("123456"))
    }

    @Test func `a code that is about to end is waited out`() throws {
        let late = Timestamp(microseconds: 1_781_065_198_000_000 / 30_000_000 * 30_000_000 + 28_000_000)
        let (sent, _, _, _) = try signIn(Self.totp, [Self.issued], at: late)
        let next = try #require(TOTP(base32: Secret("JBSWY3DPEHPK3PXP"))).code(at: late.advanced(by: .seconds(2)))
        #expect(sent.first?.url.hasSuffix("&totp=\(next.reveal())") == true)
    }

    @Test(
        "refusals of the token host end the sign-in, whatever their status",
        arguments: [
            ("Token can be generated once every 2 minutes.", .retry(after: .seconds(120))), ("Invalid Pin", .stop),
            ("Invalid TOTP", .stop), ("Something", .stop),
        ] as [(String, Recovery)]
    )
    func refused(text: String, recovery: Recovery) throws {
        for status in [200, 400, 401] {
            let body = Kit.json(#"{"status":"error","message":"\#(text)"}"#, status: status)
            let error = try signIn(Self.totp, [body]).error
            #expect(error?.recovery == recovery && error?.summary.contains(text) == true)
        }
    }

    @Test func `an answer without a token is no session`() throws {
        #expect(try signIn(Self.totp, [Kit.json("{}")]).error?.recovery == .checkOrderBook)
        #expect(try signIn(Self.totp, [HTTPResponse(status: 500)]).error?.recovery == .checkOrderBook)
    }

    // MARK: Consent

    @Test func `the consent flow goes over the browser to a token`() throws {
        let consent = Kit.json(
            #"{"consentAppId":"940b0ca1","consentAppStatus":"GENERATED","status":"success"}"#
        )
        let (sent, session, _, asked) = try signIn(Self.app, [consent, Self.issued], person: [Self.redirect])
        #expect(asked == [Secret("https://auth.dhan.co/login/consentApp-login?consentAppId=940b0ca1")])
        #expect(
            sent.map(\.url) == [
                "https://auth.dhan.co/app/generate-consent?client_id=1100000001",
                "https://auth.dhan.co/app/consumeApp-consent?tokenId=demo-token-id",
            ]
        )
        #expect(sent.map(\.method) == [.post, .get])
        #expect(sent.allSatisfy { $0.header("app_id") == "demokey" && $0.header("app_secret") == "demosecret" })
        #expect(session?.secrets["access-token"] == Secret("new.demo.token"))
        let lost = try signIn(Self.app, [consent], person: [.redirect(Secret("https://example.com/?error=1"))])
        #expect(lost.error?.recovery == .stop)
    }

    @Test func `what is missing is named before anything is sent`() throws {
        for (secrets, name) in [
            ([:], "access-token"), (["pin": "123456"], "totp-secret"), (["totp-secret": "JBSWY3DPEHPK3PXP"], "pin"),
            (["app-id": "x"], "app-secret"), (["app-secret": "x"], "app-id"),
            (["pin": "123456", "totp-secret": "0189"], "totp-secret"),
        ] as [([String: String], String)] {
            let (sent, _, error, _) = try signIn(secrets, [])
            #expect(sent.isEmpty && error?.recovery == .stop && error?.description.contains(name) == true, "\(name)")
        }
    }

    // MARK: Renewal

    @Test func `a token of the website is renewed by GET`() throws {
        var context = try Kit.context()
        context.session?.secrets["access-token"] = Secret(Self.token)
        let talk = try Kit.carryOut(.renew, [Self.issued], in: context)
        #expect(talk.sent.map(\.url) == ["https://api.dhan.co/v2/RenewToken"] && talk.sent.first?.method == .get)
        #expect(talk.sent.first?.header("dhanClientId") == "1100000001")
        guard case .session(let session)? = talk.end.result else {
            Issue.record("\(talk.end)")
            return
        }
        #expect(session.secrets["access-token"] == Secret("new.demo.token"))
        let dead = try Kit.carryOut(.renew, [Kit.refusal(401, "DH-901", "x")], in: context)
        #expect(dead.end.error?.recovery == .signInAgain)
    }

    @Test func `another token is not renewed`() throws {
        let talk = try Kit.carryOut(.renew, [])
        #expect(talk.sent.isEmpty && talk.end.error?.recovery == .signInAgain)
    }

    @Test func `the probe reads the profile`() throws {
        #expect(try Kit.carryOut(.probe, [Self.profile]).end.result == .alive)
        #expect(try Kit.carryOut(.probe, [Kit.refusal(401, "DH-901", "x")]).end.error?.recovery == .signInAgain)
    }
}
