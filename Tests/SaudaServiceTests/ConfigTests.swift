import SaudaCore
import Testing

@testable import SaudaService

@Suite struct ConfigTests {
    @Test func `a whole configuration arrives typed`() throws {
        let config = try ConfigFixture.check(ConfigFixture.whole)
        #expect(config.mode == .paper)
        #expect(config.home == "data")
        #expect(config.market == Config.Market(calendar: .folder("holidays/2026"), history: .account("lead")))
        #expect(config.accounts.map(\.name) == ["main", "lead"])
        #expect(
            config.account(named: "main")
                == Config.Account(
                    name: "main",
                    broker: "paper",
                    capital: Money(rupees: 1_000_000),
                    limits: Config.Limits(
                        orderValue: Money(paise: 50_000_050),
                        dailyLoss: Money(rupees: 25_000),
                        ordersPerDay: 500
                    ),
                    relation: .own
                )
        )
        #expect(
            config.account(named: "lead")
                == Config.Account(
                    name: "lead",
                    broker: "acme",
                    credentials: "lead",
                    egress: Config.Egress(address: "203.0.113.10", proxy: "http://proxy.example:3128"),
                    relation: .spouse,
                    heldShares: .sell
                )
        )
        #expect(config.feed.account == "main")
        #expect(config.universe == .symbols(["RELIANCE", "M&M", "BAJAJ-AUTO"]))
        #expect(config.server == Config.Server(listen: "127.0.0.1:8080"))
        #expect(config.alerts.map(\.name) == ["telegram", "ntfy", "mine", "mail"])
        #expect(config.strategies.map(\.name) == ["dips", "exits", "mirror"])
        let mirror = Config.Follower(account: "main", sizing: .fixedRatio(perCrore: 5_000_000), capPerCrore: 2_500_000)
        #expect(
            config.strategies.map(\.role) == [
                .single(account: "main"), .single(account: "main"), .copy(leader: "lead", followers: [mirror]),
            ]
        )
    }

    @Test func `parameters are what was given and defaults for the rest`() throws {
        let given = try ConfigFixture.check(ConfigFixture.whole).strategies[0].parameters
        #expect(given.money("per_trade") == Money(paise: 5_000_025))
        #expect(given.integer("positions") == 3)
        #expect(given.number("stop") == 7.5)
        #expect(given.time("place_at") == TimeOfDay(16, 30))
        #expect(given.bool("news"))
        #expect(given.word("profile") == "v2_1")
        let line = "strategies: {dips: {use: dip-buy, account: main}}"
        let standard = try ConfigFixture.check(ConfigFixture.small(line: 10, line)).strategies[0].parameters
        #expect(standard == Parameters(ConfigFixture.catalogue[0].parameters))
    }

    @Test func `what is left out has its default`() throws {
        let config = try ConfigFixture.check(ConfigFixture.small)
        #expect(config.market == Config.Market(calendar: .builtIn, history: .files(path: "data/history")))
        #expect(config.universe == .builtIn("nifty50"))
        #expect(config.server == nil)
        let mirror = "{use: copy-trade, leader: a, followers: {main: {sizing: capital-share}}}"
        let copy = ConfigFixture.small(line: 10, "strategies: {mirror: \(mirror)}")
            .replacing("accounts:", with: "accounts:\n  a: {broker: acme, credentials: vault:a}")
        let follower = Config.Follower(account: "main", sizing: .capitalShare, capPerCrore: 1_000_000)
        #expect(try ConfigFixture.check(copy).strategies[0].role == .copy(leader: "a", followers: [follower]))
    }

    @Test func `times may be quoted and are never read as sexagesimal numbers`() throws {
        for time in ["16:30", "\"16:30\"", "'16:30:00'"] {
            let text = ConfigFixture.whole.replacing("place_at: 16:30", with: "place_at: \(time)")
            #expect(try ConfigFixture.check(text).strategies[0].parameters.time("place_at") == TimeOfDay(16, 30))
        }
    }

    @Test func `every key's place is known for later errors`() throws {
        let config = try ConfigFixture.check(ConfigFixture.whole)
        #expect(config.error(at: "accounts.lead.broker", "m", "n").description == "c.yaml:13:13: m; n")
        #expect(config.error(at: "universe.1", "m", "n").description == "c.yaml:19:22: m; n")
        #expect(config.error(at: "server", "m", "n").description == "c.yaml:32:1: m; n")
    }

    @Test func `paths start at the folder of the file`() throws {
        var config = try ConfigFixture.check(ConfigFixture.small)
        #expect(config.resolved("data") == "data")
        config.folder = "etc"
        #expect(config.resolved("data") == "etc/data")
        #expect(config.resolved("/var/data") == "/var/data")
    }

    @Test(arguments: [(false, false), (true, true)])
    func `mode and --live agree`(isLive: Bool, flag: Bool) throws {
        let text = ConfigFixture.small(line: 2, isLive ? "mode: live" : "mode: paper")
        #expect(try ConfigFixture.check(text).refusal(liveFlag: flag) == nil)
        let refusal = try #require(try ConfigFixture.check(text).refusal(liveFlag: !flag))
        #expect((refusal.line, refusal.column) == (2, 7))
        #expect(refusal.message == (isLive ? "mode: live needs --live as well" : "--live needs mode: live"))
    }

    @Test func `what this version cannot run is listed by name and place`() throws {
        let config = try ConfigFixture.check(ConfigFixture.whole)
        let none = Abilities(brokers: ["paper"], features: [])
        #expect(
            config.unsupported(by: none).map(\.description) == [
                "c.yaml:5:13: `sauda run` with a calendar of your own is not in this version; use calendar: built-in",
                "c.yaml:6:21: `sauda run` with history from an account is not in this version; use {source: files, path: FOLDER}",
                "c.yaml:13:13: `sauda run` with broker 'acme' is not in this version; allowed: paper",
                "c.yaml:27:10: `sauda run` with 'copy-trade' is not in this version; remove 'mirror'",
                "c.yaml:32:1: `sauda run` with the server is not in this version; remove the section",
            ]
        )
        let all = Abilities(brokers: ["paper", "acme"], features: Set(Abilities.Feature.allCases))
        #expect(config.unsupported(by: all).isEmpty)
        #expect(try ConfigFixture.check(ConfigFixture.small).unsupported(by: none).isEmpty)
    }
}
