import SaudaCore
import SaudaService
import Testing

@Suite struct ConfigOverlayTests {
    @Test func `mappings are merged, single values and lists replaced, and new keys added`() throws {
        let overlay = """
            home: /srv/sauda
            accounts: {main: {limits: {daily_loss: 99}}}
            universe: [TCS]
            strategies: {extra: {use: dip-buy, account: main}}
            """
        let config = try ConfigFixture.check(ConfigFixture.small, overlay: overlay, environment: .dev)
        #expect(config.home == "/srv/sauda")
        #expect(config.accounts[0].limits?.dailyLoss == Money(rupees: 99))
        #expect(config.accounts[0].limits?.orderValue == Money(rupees: 500))
        #expect(config.universe == .symbols(["TCS"]))
        #expect(config.strategies.map(\.name) == ["exits", "extra"])
        let shorter = ConfigFixture.whole.replacing("ema9-sell", with: "dip-buy")
        let list = try ConfigFixture.check(shorter, overlay: "universe: [INFY, TCS]")
        #expect(list.universe == .symbols(["INFY", "TCS"]))
    }

    @Test func `each error names the file that its value came from, the lower file first`() {
        let base = ConfigFixture.small(line: 3, "homme: data")
        let overlay = "home: x\nfeed: {account: nobody}\naccounts: {main: {capitol: 5}}\n"
        #expect(
            ConfigFixture.errors(in: base, overlay: overlay).map { $0.split(separator: ";")[0] } == [
                "c.yaml:3:1: unknown key 'homme'",
                "c.dev.yaml:2:17: no account is called 'nobody'",
                "c.dev.yaml:3:19: unknown key 'capitol' in 'accounts.main' with broker: paper",
            ]
        )
    }

    @Test func `an overlay does not hide a mistake beneath it`() {
        let base = ConfigFixture.small(line: 2, "mode: papper")
        #expect(
            ConfigFixture.errors(in: base, overlay: "mode: paper").map { $0.split(separator: ";")[0] } == [
                "c.yaml:2:7: 'mode' cannot be 'papper'"
            ]
        )
    }

    @Test func `a file that is not a mapping is not saved by a whole overlay`() {
        let errors = ConfigFixture.errors(in: "[a]", overlay: ConfigFixture.small)
        #expect(errors.map { $0.prefix(54) } == ["c.yaml:1:1: the file must be a mapping, found a list; "])
    }

    @Test func `errors of both files come at once, even when one is not YAML`() {
        let errors = ConfigFixture.errors(in: "a: 1\na: 2", overlay: "b: {")
        #expect(errors.map { $0.prefix(14) } == ["c.yaml:2:1: du", "c.dev.yaml:2:1"])
    }

    @Test(
        "an overlay is refused when it is",
        arguments: [
            ("", "c.dev.yaml:1:1: the file is empty"), ("# nothing", "c.dev.yaml:1:1: the file is empty"),
            ("[a]", "c.dev.yaml:1:1: the file must be a mapping, found a list"),
            ("accounts:", "c.dev.yaml:1:10: 'accounts' has no value"),
            ("mode: live\nmode: live", "c.dev.yaml:2:1: duplicate key 'mode'"),
        ]
    )
    func refused(overlay: String, expected: String) {
        let errors = ConfigFixture.errors(in: ConfigFixture.small, overlay: overlay)
        #expect(errors.contains { $0.hasPrefix(expected) }, "\(errors)")
    }

    @Test(
        "S1-73: live mode is refused outside production",
        arguments: [
            (nil, true), (.prod, true), (.dev, false), (.staging, false),
        ] as [(Config.Environment?, Bool)]
    )
    func live(environment: Config.Environment?, isAllowed: Bool) {
        let text = ConfigFixture.small(line: 2, "mode: live")
        let inBase = ConfigFixture.errors(in: text, environment: environment)
        let inOverlay = ConfigFixture.errors(in: ConfigFixture.small, overlay: "mode: live", environment: environment)
        #expect(inBase.isEmpty == isAllowed)
        #expect(inOverlay.isEmpty == isAllowed)
        if let environment, !isAllowed {
            let rest =
                "mode: live is refused in environment \(environment.rawValue); "
                + "allowed: mode: live with --env prod or without --env"
            #expect(inBase == ["c.yaml:2:7: \(rest)"])
            #expect(inOverlay == ["c.dev.yaml:1:7: \(rest)"])
        }
    }
}
