import Foundation
import Testing

@Suite struct ModeTests {
    @Test(
        "a mode that does not exist, or an option that means nothing in it, is refused",
        arguments: [
            (["backtest", "ema9-sell", "--generated", "--mode", "parity-c"], "there are: live-rules"),
            (["backtest", "ema9-sell", "--generated", "--mode", "parity-a"], "has no mode 'parity-a'"),
            (["backtest", "ema9-sell", "x", "--generated", "--mode", "parity-a"], "no strategy is called 'x'"),
        ]
    )
    func refused(arguments: [String], words: String) throws {
        let folder = try Folder()
        let run = try ToolRun(arguments + ["--symbols", "INFY", "--to", "2018-02-01"], in: folder)
        #expect(run.status == 2)
        #expect(run.err.contains(words), "\(run.err)")
    }

    @Test("symbols named twice or left empty are refused", arguments: [("INFY,TCS,INFY", "twice"), ("INFY,", "empty")])
    func symbols(list: String, word: String) throws {
        let run = try ToolRun(["backtest", "ema9-sell", "--generated", "--symbols", list], in: Folder())
        #expect(run.status == 2)
        #expect(run.err.contains(word), "\(run.err)")
    }

    private static let live = """
        version: 1
        mode: MODE
        home: home
        market: {calendar: built-in, history: {source: account, account: main}}
        accounts:
          main: {broker: BROKER, credentials: vault:main, capital: 1000, limits: {order_value: 100, daily_loss: 100, orders_per_day: 1}EGRESS}
        feed: {account: main}
        universe: [RELIANCE]
        strategies: {ema9-exit: {use: ema9-sell, account: main}}
        alerts: []
        """

    /// None of these may reach a broker, whatever the hour.
    @Test(
        "real money has to be said twice, and is refused where something does not fit",
        arguments: [
            (["serve"], "paper", "zerodha-kite", "", "serve trades at brokers"),
            (["serve"], "live", "zerodha-kite", "", "config.yaml:2:7: mode: live needs --live as well"),
            (["serve", "--live"], "paper", "zerodha-kite", "", "config.yaml:2:7: --live needs mode: live"),
            (["run", "--live"], "paper", "zerodha-kite", "", "config.yaml:2:7: --live needs mode: live"),
            (
                ["serve", "--live", "--practice", "http://127.0.0.1:1"], "live", "zerodha-kite", "",
                "exclude each other"
            ),
            (["serve", "--live", "--practice-ca", "ca.pem"], "live", "zerodha-kite", "", "belongs to --practice"),
            (["serve", "--live"], "live", "upstox", "", "with broker 'upstox' is not in this version"),
            (["serve", "--live"], "live", "paper", "", "unknown key 'credentials'"),
            (["run", "--live"], "live", "zerodha-kite", "", "`sauda serve --live` goes on from the days before"),
            (["serve", "--live"], "live", "zerodha-kite", "", "main.api-key"),
            (
                ["serve", "--live", "--env", "dev"], "live", "zerodha-kite", "",
                "mode: live is refused in environment dev"
            ),
            (
                ["serve", "--live"], "live", "zerodha-kite", ", egress: {address: 203.0.113.10}",
                "account 'main' cannot trade: "
            ),
        ]
    )
    func realMoney(arguments: [String], mode: String, broker: String, egress: String, words: String) throws {
        let folder = try Folder()
        let config = Self.live.replacingOccurrences(of: "MODE", with: mode)
            .replacingOccurrences(of: "BROKER", with: broker).replacingOccurrences(of: "EGRESS", with: egress)
        try folder.write(config, to: "config.yaml")
        if arguments.contains("dev") { try folder.write("version: 1\n", to: "config.dev.yaml") }
        let run = try ToolRun(arguments, in: folder)
        #expect(run.status != 0)
        #expect(run.err.contains(words), "\(run.err)")
    }

    @Test func `a home of practice days is refused to real money`() throws {
        let folder = try Folder()
        let config = Self.live.replacingOccurrences(of: "MODE", with: "live")
            .replacingOccurrences(of: "BROKER", with: "zerodha-kite").replacingOccurrences(of: "EGRESS", with: "")
        try folder.write(config, to: "config.yaml")
        try folder.write("practice\n", to: "home/kind")
        try folder.write("main.api-key = k\nmain.api-secret = s\nmain.user = u\n", to: "home/secrets.txt")
        let secrets = folder.url.appending(path: "home/secrets.txt").path
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secrets)
        let run = try ToolRun(["serve", "--live"], in: folder)
        #expect(run.status != 0)
        #expect(run.err.contains("holds days of another kind (practice)"), "\(run.err)")
    }
}
