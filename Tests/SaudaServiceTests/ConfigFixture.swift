import FoundationEssentials
import SaudaCore
import SaudaService

/// Brokers, strategies and documents that the tests of the configuration share.
enum ConfigFixture {
    static let brokers = [
        BrokerEntry(id: "paper", isSimulated: true), BrokerEntry(id: "acme"), BrokerEntry(id: "zenith"),
    ]

    static let catalogue = [
        StrategyEntry(
            name: "dip-buy",
            parameters: [
                Parameter("per_trade", .money(Money(rupees: 100_000)), in: amounts, unit: "rupees", help: "Per buy"),
                Parameter("positions", .integer(6), in: .integers(1...20), help: "Open positions"),
                Parameter("stop", .number(8), in: .numbers(0.5...50), unit: "%", help: "Stop"),
                Parameter("place_at", .time(TimeOfDay(16, 5)), in: fromFour, help: "When orders are placed"),
                Parameter("news", .bool(false), help: "Heed headlines"),
                Parameter("profile", .word("current"), in: .words(["current", "v2_1"]), help: "Thresholds"),
            ]
        ),
        StrategyEntry(name: "ema9-sell", parameters: []),
        StrategyEntry(
            name: "copy-trade",
            parameters: [Parameter("rate", .integer(10), in: .integers(1...100), unit: "1/s", help: "Requests")],
            shape: .copy
        ),
    ]

    private static let amounts = Parameter.Range.money(Money(rupees: 1_000)...Money(rupees: 1_000_000))
    private static let fromFour = Parameter.Range.times(TimeOfDay(16, 0)...TimeOfDay(18, 0))

    /// Says everything that version 1 can say.
    static let whole = """
        version: 1
        mode: paper
        home: data
        market:
          calendar: holidays/2026
          history: {source: account, account: lead}
        accounts:
          main:
            broker: paper
            capital: 1000000
            limits: {order_value: 500000.50, daily_loss: 25000, orders_per_day: 500}
          lead:
            broker: acme
            credentials: vault:lead
            egress: {address: 203.0.113.10, proxy: "http://proxy.example:3128"}
            relation: spouse
            held_shares: sell
        feed: {account: main}
        universe: [RELIANCE, M&M, "BAJAJ-AUTO"]
        strategies:
          dips:
            use: dip-buy
            account: main
            with: {per_trade: 50000.25, positions: 3, stop: 7.5, place_at: 16:30, news: true, profile: v2_1}
          exits: {use: ema9-sell, account: main}
          mirror:
            use: copy-trade
            leader: lead
            followers:
              main: {sizing: fixed-ratio, ratio: 0.5, cap: 0.25}
            with: {rate: 5}
        server: {listen: "127.0.0.1:8080"}
        alerts:
          - {to: telegram, chat: "-100123", token: vault:tg}
          - {to: ntfy, url: "https://ntfy.sh/my-desk", token: vault:ntfy, level: info}
          - {to: webhook, url: "http://127.0.0.1:9000/in?a=b", secret: vault:hook, name: mine, per_hour: 5}
          - to: mail
            server: smtps://mail.example:465
            from: desk@example.com
            recipients: [a@example.com, b.c+d@example.org]
            credentials: vault:post
            level: critical
        """

    /// The least that is valid. Line 7 is the account, line 10 the strategies.
    static let small = """
        version: 1
        mode: paper
        home: data
        market: {history: {source: files, path: data/history}}
        accounts:
          main:
            {broker: paper, capital: 1000, limits: {order_value: 500, daily_loss: 50, orders_per_day: 5}}
        feed: {account: main}
        universe: {file: built-in:nifty50}
        strategies: {exits: {use: ema9-sell, account: main}}
        """

    static func check(
        _ text: String,
        overlay: String? = nil,
        environment: Config.Environment? = nil
    ) throws(ConfigErrors) -> Config {
        try Config.check(
            ConfigSource(file: "c.yaml", text: text),
            overlay: overlay.map { ConfigSource(file: "c.dev.yaml", text: $0) },
            environment: environment,
            catalogue: catalogue,
            brokers: brokers
        )
    }

    /// The errors of a document, as they are shown; empty when it is valid.
    static func errors(
        in text: String,
        overlay: String? = nil,
        environment: Config.Environment? = nil
    ) -> [String] {
        do {
            _ = try check(text, overlay: overlay, environment: environment)
            return []
        } catch {
            return error.errors.map(\.description)
        }
    }

    /// `small` with one line replaced. Lines count from 1.
    static func small(line: Int, _ text: String) -> String {
        var lines = small.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines[line - 1] = text
        return lines.joined(separator: "\n")
    }

    /// The folder of the package.
    static let root: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        return parts.joined(separator: "/")
    }()

    /// Runs `body` in a new folder under the system's temporary one.
    static func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "sauda-config-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }
}
