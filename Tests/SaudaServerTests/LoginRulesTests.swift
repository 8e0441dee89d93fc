import SaudaBroker
import SaudaServer
import Testing

/// Which request to the loopback address ends a login. Protocol section 2.1 of the first broker: the redirect.
@Suite struct LoginRulesTests {
    private static let page = Secret("https://broker.example/login?key=k")
    private static let good = "/?action=login&status=success&request_token=abc&state=s3cret"

    private func rules(state: String? = "s3cret") -> LoginRules {
        LoginRules(page: Self.page, state: state.map { Secret($0) })
    }

    private func status(_ verdict: LoginRules.Verdict) -> Int? {
        if case .refused(let status, _) = verdict { status } else { nil }
    }

    private func headers(_ more: [HTTPHeader] = [], host: String = "127.0.0.1:5010") -> [HTTPHeader] {
        [HTTPHeader("Host", host)] + more
    }

    @Test func `the redirect is taken whole, once`() {
        var rules = rules()
        #expect(
            rules.verdict("GET", Self.good, headers: headers(), port: 5010)
                == .taken(Secret("http://127.0.0.1:5010\(Self.good)"))
        )
        #expect(status(rules.verdict("GET", Self.good, headers: headers(), port: 5010)) == 410)
    }

    @Test func `a plain navigation of a browser is taken, and localhost is this machine too`() {
        var rules = rules()
        let browser = headers(
            [
                HTTPHeader("Sec-Fetch-Site", "cross-site"), HTTPHeader("Sec-Fetch-Mode", "navigate"),
                HTTPHeader("Sec-Fetch-Dest", "document"),
            ],
            host: "localhost:5010"
        )
        #expect(status(rules.verdict("GET", Self.good, headers: browser, port: 5010)) == nil)
    }

    @Test(
        "what a page of somebody else's can send is turned away",
        arguments: [
            ("GET", good, [HTTPHeader("Origin", "https://evil.example")], "127.0.0.1:5010", 403),
            ("GET", good, [HTTPHeader("Origin", "null")], "127.0.0.1:5010", 403),
            ("GET", good, [HTTPHeader("Sec-Fetch-Mode", "cors")], "127.0.0.1:5010", 403),
            ("GET", good, [HTTPHeader("Sec-Fetch-Dest", "image")], "127.0.0.1:5010", 403),
            ("GET", good, [], "evil.example:5010", 403),
            ("GET", good, [], "127.0.0.1:5011", 403),
            ("POST", good, [], "127.0.0.1:5010", 405),
            ("GET", "/?status=success&request_token=abc&state=other", [], "127.0.0.1:5010", 403),
            ("GET", "/?status=success&request_token=abc", [], "127.0.0.1:5010", 403),
            ("GET", good + "&state=s3cret", [], "127.0.0.1:5010", 403),
            ("GET", "/favicon.ico", [], "127.0.0.1:5010", 404),
            ("GET", "/", [], "127.0.0.1:5010", 400),
            ("GET", "/?a=\u{1}", [], "127.0.0.1:5010", 400),
            ("GET", "/?a=" + String(repeating: "x", count: 9000), [], "127.0.0.1:5010", 400),
        ] as [(String, String, [HTTPHeader], String, Int)]
    )
    func refusals(method: String, target: String, more: [HTTPHeader], host: String, expected: Int) {
        var rules = rules()
        let verdict = rules.verdict(method, target, headers: headers(more, host: host), port: 5010)
        #expect(status(verdict) == expected)
        // What was turned away does not use the login up.
        #expect(status(rules.verdict("GET", Self.good, headers: headers(), port: 5010)) == nil)
    }

    @Test func `the start sends the browser on to the broker, as often as it is asked`() {
        var rules = rules()
        for _ in 0..<2 {
            let verdict = rules.verdict("GET", LoginRules.start, headers: headers(), port: 5010)
            #expect(verdict == .goOn(Self.page))
        }
    }

    @Test func `a broker whose login brings nothing back is taken without a state`() {
        var rules = rules(state: nil)
        #expect(status(rules.verdict("GET", "/?tokenId=abc", headers: headers(), port: 5010)) == nil)
    }
}
