import SaudaBroker
import SaudaCore
import Testing
import ZerodhaKiteAdapter

/// Sign-in, protocol section 2.
@Suite struct SignInTests {
    private static let answer =
        #"{"user_type":"individual","email":"a@example.com","user_name":"Demo User","user_shortname":"Demo","broker":"ZERODHA","exchanges":["NSE","BSE"],"products":["CNC"],"order_types":["MARKET"],"avatar_url":null,"user_id":"ZZ0001","api_key":"demoapikey000001","access_token":"demoaccesstoken","public_token":"demopublictoken","enctoken":"demoenctoken","refresh_token":"","silo":"","login_time":"2026-03-20 08:45:10","meta":{"demat_consent":"consent"}}"#
    private static let exchange = """
        POST https://api.kite.trade/session/token
        X-Kite-Version: 3
        Content-Type: application/x-www-form-urlencoded

        api_key=demoapikey000001&request_token=demorequesttoken0123456789abcdef&checksum=7e9d3be6b643c484b50d708d03b0e12de1c2c9429638bb64ea075c9066fe46b8
        """
    private static let address =
        "https://example.com/?action=login&type=login&status=success&request_token=demorequesttoken0123456789abcdef"

    private func dialogue(_ edit: (inout AdapterContext) -> Void = { _ in }) throws -> any Dialogue {
        var context = try Kit.context(session: nil)
        edit(&context)
        return Kit.kite.dialogue(.signIn, in: context)
    }

    private func session(_ step: DialogueStep) throws -> BrokerSession {
        guard case .done(.session(let session)) = step else {
            Issue.record("\(step)")
            throw Missing()
        }
        return session
    }

    private struct Missing: Error {}

    @Test func `a person logs in, and the address it ends on buys the session`() throws {
        var dialogue = try dialogue()
        guard case .openBrowser(let url) = dialogue.next(.start, at: Kit.now) else {
            Issue.record("no browser"); return
        }
        #expect(url.reveal() == "https://kite.zerodha.com/connect/login?v=3&api_key=demoapikey000001")
        guard case .send(let request) = dialogue.next(.redirect(Secret(Self.address)), at: Kit.now) else {
            Issue.record("nothing sent"); return
        }
        #expect(request.wire == Self.exchange)
        let session = try session(dialogue.next(.response(Kit.success(Self.answer)), at: Kit.now))
        #expect(session.user == "ZZ0001" && session.secrets["access-token"]?.reveal() == "demoaccesstoken")
        #expect(session.issued.description == "2026-03-20T08:45:10+05:30")
        #expect(session.expires?.description == "2026-03-21T06:00:00+05:30")
        #expect(session.secrets["refresh-token"] == nil)
    }

    @Test(
        "the session ends at the first six in the morning after the login",
        arguments: [
            ("2026-03-20 05:59:59", "2026-03-20T06:00:00+05:30"), ("2026-03-20 06:00:00", "2026-03-21T06:00:00+05:30"),
            ("2026-03-20 23:59:59", "2026-03-21T06:00:00+05:30"), ("2026-02-28 12:00:00", "2026-03-01T06:00:00+05:30"),
        ]
    )
    func expiry(login: String, end: String) throws {
        var dialogue = try dialogue()
        let data = Self.answer.replacing("2026-03-20 08:45:10", with: login)
        #expect(try session(dialogue.next(.response(Kit.success(data)), at: Kit.now)).expires?.description == end)
    }

    @Test func `a configured or pasted request token needs no browser`() throws {
        for token in ["demorequesttoken0123456789abcdef", Self.address] {
            var configured = try dialogue { $0.credentials.secrets["request-token"] = Secret(token) }
            guard case .send(let request) = configured.next(.start, at: Kit.now) else {
                Issue.record("nothing sent"); return
            }
            #expect(request.wire == Self.exchange)
            var pasted = try dialogue()
            guard case .send(let request) = pasted.next(.reply(Secret(token + "\n")), at: Kit.now) else {
                Issue.record("nothing sent"); return
            }
            #expect(request.wire == Self.exchange)
        }
    }

    @Test func `a login that did not succeed buys nothing`() throws {
        for text in [
            "https://example.com/?status=error&request_token=abc", "https://example.com/?status=success", "",
            "no token!",
            "https://example.com/?status=success&request_token=", "https://example.com/?request_token=a%26b",
        ] {
            var dialogue = try dialogue()
            guard case .failed(let error) = dialogue.next(.redirect(Secret(text)), at: Kit.now) else {
                Issue.record("\(text)")
                continue
            }
            #expect(error.recovery == .stop)
        }
    }

    @Test func `a refused request token is a person's to replace, never a loop`() throws {
        var dialogue = try dialogue()
        let refusal = Kit.refusal(403, "TokenException", "Token is invalid or has expired.")
        guard case .failed(let error) = dialogue.next(.response(refusal), at: Kit.now) else { Issue.record(""); return }
        #expect(error.recovery == .stop && error.nextStep.contains("Log in again"))
    }

    @Test func `a configured token that was used already sends a person to the browser`() throws {
        var dialogue = try dialogue {
            $0.credentials.secrets["request-token"] = Secret("demorequesttoken0123456789abcdef")
        }
        _ = dialogue.next(.start, at: Kit.now)
        let refusal = Kit.refusal(403, "TokenException", "Token is invalid or has expired.")
        guard case .openBrowser = dialogue.next(.response(refusal), at: Kit.now) else {
            Issue.record("no browser")
            return
        }
        _ = dialogue.next(.redirect(Secret(Self.address)), at: Kit.now)
        guard case .failed(let error) = dialogue.next(.response(refusal), at: Kit.now) else {
            Issue.record("not refused")
            return
        }
        #expect(error.recovery == .stop)
    }

    @Test func `another user's session is refused`() throws {
        var dialogue = try dialogue { $0.credentials.user = "AB1234" }
        guard case .failed(let error) = dialogue.next(.response(Kit.success(Self.answer)), at: Kit.now) else {
            Issue.record(""); return
        }
        #expect(error.recovery == .stop && error.summary.contains("AB1234"))
        let probe = try Kit.carryOut(.probe, [Kit.success(#"{"user_id":"XX9999"}"#)])
        #expect(probe.end.error?.recovery == .stop)
    }

    @Test func `missing credentials are named`() throws {
        for name in ["api-key", "api-secret"] {
            var dialogue = try dialogue { $0.credentials.secrets[name] = nil }
            guard case .failed(let error) = dialogue.next(.start, at: Kit.now) else { Issue.record(""); return }
            #expect(error.summary.contains(name))
        }
    }

    @Test func `a refresh token renews, and without one a login is needed`() throws {
        #expect(try Kit.carryOut(.renew, []).end.error?.recovery == .signInAgain)
        var context = try Kit.context()
        context.session?.secrets["refresh-token"] = Secret("demorefreshtoken0123456789abcdef")
        let answer = #"{"user_id":"ZZ0001","access_token":"new","refresh_token":"next"}"#
        let renewal = try Kit.carryOut(.renew, [Kit.success(answer)], in: context)
        #expect(
            renewal.sent.first?.wire.hasSuffix(
                "api_key=demoapikey000001&refresh_token=demorefreshtoken0123456789abcdef&checksum=6c57d01e54a1c459d4c464c505f7463dd4547238a17883597f748163ce0ddbb7"
            ) == true
        )
        guard case .done(.session(let session)) = renewal.end else { Issue.record("\(renewal.end)"); return }
        let refused = try Kit.carryOut(.renew, [Kit.refusal(403, "TokenException", "x")], in: context)
        #expect(refused.end.error?.recovery == .signInAgain)
        #expect(session.secrets["refresh-token"]?.reveal() == "next" && session.issued == Kit.now)
    }

    @Test(.enabled(if: Shared.wants(TickerVector.path)))
    func `the checksums of appendix A`() throws {
        for row in try TickerVector.checksums() {
            let (a, b, c) = (row.parts[0], row.parts[1], row.parts[2])
            let sum =
                row.kind == "postback"
                ? Checksum.postback(order: a, time: b, secret: c) : Checksum.login(key: a, token: b, secret: c)
            #expect(sum == row.sha256, "\(row.kind)")
        }
    }

    @Test func `practice servers give their own addresses`() throws {
        let kite = ZerodhaKite(
            endpoints: Endpoints([
                "api": "http://127.0.0.1:1", "login": "http://127.0.0.1:1/connect/login", "ticker": "ws://127.0.0.1:1",
            ])
        )
        var dialogue = kite.dialogue(.signIn, in: try Kit.context(session: nil))
        guard case .openBrowser(let url) = dialogue.next(.start, at: Kit.now) else { Issue.record(""); return }
        #expect(url.reveal().hasPrefix("http://127.0.0.1:1/connect/login?v=3"))
        #expect(
            try kite.feed(in: Kit.context()).request?.url
                == "ws://127.0.0.1:1?api_key=demoapikey000001&access_token=demoaccesstoken"
        )
        guard case .send(let request) = dialogue.next(.redirect(Secret(Self.address)), at: Kit.now) else {
            Issue.record(""); return
        }
        #expect(request.url == "http://127.0.0.1:1/session/token")
    }
}
