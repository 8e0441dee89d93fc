import SaudaService
import Testing

@Suite struct ConfigErrorTests {
    @Test("one mistake, one error, at its place", arguments: ConfigErrorCases.all)
    func single(mistake: ConfigErrorCases.Case) {
        let text = ConfigFixture.small(line: mistake.line, mistake.text)
        #expect(ConfigFixture.errors(in: text) == ["c.yaml:\(mistake.error)"])
    }

    @Test func `the table of mistakes is whole`() {
        #expect(ConfigErrorCases.all.count == 69)
        #expect(ConfigErrorCases.all.allSatisfy { (1...10).contains($0.line) })
    }

    @Test(
        "a follower's numbers",
        arguments: [
            ("sizing: fixed-ratio", "'strategies.s.followers.main' has no 'ratio' with sizing: fixed-ratio"),
            (
                "sizing: capital-share, ratio: 1",
                "unknown key 'ratio' in 'strategies.s.followers.main' with sizing: capital-share"
            ),
            ("sizing: capital-share, cap: 1.5", "'strategies.s.followers.main.cap': '1.5' is out of range"),
            (
                "sizing: capital-share, cap: 0.00000001",
                "'strategies.s.followers.main.cap': '0.00000001' is out of range"
            ),
            ("sizing: capital-share, cap: 10%", "'strategies.s.followers.main.cap' must be a ratio, found '10%'"),
            ("cap: 0.1", "'strategies.s.followers.main' has no 'sizing'"),
        ]
    )
    func followers(keys: String, expected: String) throws {
        let copy = "strategies: {s: {use: copy-trade, leader: a, followers: {main: {\(keys)}}}}"
        let text = ConfigFixture.small(line: 10, copy)
            .replacing("accounts:", with: "accounts:\n  a: {broker: acme, credentials: vault:a}")
        let errors = ConfigFixture.errors(in: text)
        #expect(errors.count == 1)
        #expect(errors.first?.contains(": \(expected);") == true, "\(errors)")
    }

    @Test func `accounts that copy each other in a circle are refused`() {
        let text = """
            \(ConfigFixture.small.replacing("accounts:", with: "accounts:\n  b: \(Self.full)\n  c: \(Self.full)"))
              # two lines more
            """.replacing(
                "strategies: {exits: {use: ema9-sell, account: main}}",
                with: """
                    strategies:
                      one: {use: copy-trade, leader: main, followers: {b: {sizing: risk-based}}}
                      two: {use: copy-trade, leader: b, followers: {c: {sizing: risk-based}}}
                      three: {use: copy-trade, leader: c, followers: {main: {sizing: risk-based}}}
                    """
            )
        #expect(
            ConfigFixture.errors(in: text) == [
                "c.yaml:15:51: 'main' copies 'c', which copies it; "
                    + "remove one of the copies; orders would go round in a circle"
            ]
        )
    }

    private static let full =
        "{broker: paper, capital: 9, limits: {order_value: 9, daily_loss: 9, orders_per_day: 9}}"

    @Test(
        "accounts of a real broker",
        arguments: [
            ("broker: acme", "'accounts.x' has no 'credentials' with broker: acme"),
            ("broker: acme, credentials: vault:a b", "'accounts.x.credentials' does not fit"),
            ("broker: acme, credentials: vault:a, relation: friend", "'accounts.x.relation' cannot be 'friend'"),
            (
                "broker: acme, credentials: vault:a, held_shares: all",
                "'accounts.x.held_shares' cannot be 'all'; allowed: keep, sell"
            ),
            (
                "broker: paper, capital: 1, held_shares: sell",
                "unknown key 'held_shares' in 'accounts.x' with broker: paper"
            ),
            (
                "broker: acme, credentials: vault:a, egress: {address: 1.2.3.4, proxy: 'https://h:8080'}",
                "c.yaml:6:77: 'accounts.x.egress.proxy' does not fit; allowed: http://HOST:PORT or socks5://HOST:PORT"
            ),
            (
                "broker: acme, credentials: vault:a, egress: {address: 1.2.3.4, proxy: 'socks5h://h:1080'}",
                "c.yaml:6:77: 'accounts.x.egress.proxy' does not fit"
            ),
            ("broker: acme, credentials: vault:a, egress: {}", "'accounts.x.egress' has no 'address'"),
            (
                "broker: acme, credentials: vault:a, egress: {address: 1.2.3}",
                "'accounts.x.egress.address' cannot be '1.2.3'"
            ),
            (
                "broker: acme, credentials: vault:a, egress: {address: 1.2.3.256}",
                "'accounts.x.egress.address' cannot be"
            ),
            ("broker: paper", "'accounts.x' has no 'capital' with broker: paper"),
            (
                "broker: paper, capital: 1, credentials: vault:a",
                "unknown key 'credentials' in 'accounts.x' with broker: paper"
            ),
        ]
    )
    func realBrokers(keys: String, expected: String) {
        let errors = ConfigFixture.errors(in: ConfigFixture.small.replacing("  main:", with: "  x: {\(keys)}\n  main:"))
        #expect(errors.count == 1)
        #expect(errors.first?.contains(expected) == true, "\(errors)")
    }

    @Test func `SVC-8: one account of a broker under two names is refused`() {
        func errors(_ second: String) -> [String] {
            let text = ConfigFixture.small.replacing(
                "  main:",
                with: "  one: {broker: acme, credentials: vault:a}\n  two: {\(second)}\n  main:"
            )
            return ConfigFixture.errors(in: text)
        }
        #expect(
            errors("broker: acme, credentials: vault:a") == [
                "c.yaml:7:36: 'two' signs in with what 'one' signs in with, so that both are one account; remove one of the "
                    + "two, or keep the other account's credentials under a name of their own"
            ]
        )
        #expect(errors("broker: acme, credentials: vault:b").isEmpty)
        #expect(errors("broker: zenith, credentials: vault:a").isEmpty)
    }

    @Test func `a real account that trades on paper needs capital`() {
        let line =
            "    {broker: acme, credentials: vault:a, limits: {order_value: 1, daily_loss: 1, orders_per_day: 1}}"
        let text = ConfigFixture.small(line: 7, line)
        #expect(
            ConfigFixture.errors(in: text) == [
                "c.yaml:10:47: account 'main', in which 'exits' trades, has no capital, which mode: paper needs; "
                    + "add `capital:` in rupees to it"
            ]
        )
        #expect(ConfigFixture.errors(in: text.replacing("mode: paper", with: "mode: live")).isEmpty)
    }

    @Test func `all errors of a file come at once, in the order of its lines`() {
        let text = """
            version: 3
            mode: &m live
            hom: data
            market: {history: {source: files, path: ""}}
            accounts:
              main: {broker: papper, capital: lots, limits: {order_value: -1, daily_loss: 1}}
            feed: {account: nobody}
            universe: [tcs]
            strategies:
              a: {use: dip-buy, account: main, with: {positions: 0, stopp: 1}}
              a: {use: dip-buy, account: main}
              b: {use: unknown, account: elsewhere}
            """
        let errors = ConfigFixture.errors(in: text)
        #expect(
            errors.map { $0.split(separator: ";")[0] } == [
                "c.yaml:1:1: the file has no 'home'",
                "c.yaml:1:10: 'version': '3' is out of range",
                "c.yaml:2:7: anchors (&name) are not allowed",
                "c.yaml:3:1: unknown key 'hom'",
                "c.yaml:4:41: 'market.history.path' cannot be ''",
                "c.yaml:6:18: 'accounts.main.broker' cannot be 'papper'",
                "c.yaml:6:35: 'accounts.main.capital' must be an amount in rupees, found 'lots'",
                "c.yaml:6:41: 'accounts.main.limits' has no 'orders_per_day'",
                "c.yaml:6:63: 'accounts.main.limits.order_value': '-1' is out of range",
                "c.yaml:7:17: no account is called 'nobody'",
                "c.yaml:8:12: 'universe.0' cannot be 'tcs'",
                "c.yaml:10:54: 'strategies.a.with.positions': '0' is out of range",
                "c.yaml:10:57: unknown key 'stopp' in 'strategies.a.with'",
                "c.yaml:11:3: duplicate key 'a', first on line 10",
                "c.yaml:12:12: 'strategies.b.use' cannot be 'unknown'",
            ]
        )
    }

    @Test func `a list of errors is cut after a hundred lines`() throws {
        let text = (1...150).map { "k\($0): 1\n" }.joined() + ConfigFixture.small
        let error = try #require(throws: ConfigErrors.self) { try ConfigFixture.check(text) }
        #expect(error.errors.count == 150)
        let lines = error.description.split(separator: "\n")
        #expect(lines.count == 101)
        #expect(lines.last == "and 50 more")
    }
}
