import Foundation
import SaudaCore
import SaudaService
import Testing

/// What a service that is told to read its configuration again takes over, and what it refuses.
@Suite struct ConfigChangeTests {
    private static let text = """
        version: 1
        mode: live
        home: data
        market: {history: {source: account, account: main}}
        accounts:
          main: {broker: acme, credentials: vault:main, capital: 100000, limits: {order_value: 50000, daily_loss: 2500, orders_per_day: 50}}
          other: {broker: acme, credentials: vault:other}
        feed: {account: main}
        universe: [INFY, TCS]
        strategies:
          dips: {use: dip-buy, account: main}
        alerts: []
        """

    private func config(_ text: String = Self.text) throws -> Config { try ConfigFixture.check(text) }

    private func change(_ from: String, _ to: String) throws -> [ConfigChange] {
        try #require(Self.text.contains(from))
        let new = Self.text.replacingOccurrences(of: from, with: to)
        return try config().changes(to: config(new))
    }

    @Test func `the same configuration, written otherwise, is no change`() throws {
        #expect(try config().changes(to: config()).isEmpty)
        #expect(try change("[INFY, TCS]", "[INFY,TCS]").isEmpty)
        #expect(try change("capital: 100000", "capital: 100000.00").isEmpty)
    }

    @Test(arguments: [
        ("order_value: 50000", "order_value: 60000", "accounts.main.limits"),
        ("capital: 100000", "capital: 200000", "accounts.main.capital"),
        ("[INFY, TCS]", "[INFY]", "universe"),
        ("feed: {account: main}", "feed: {account: main, keep_frames: 3}", "feed"),
        (
            "{use: dip-buy, account: main}", "{use: dip-buy, account: main, with: {positions: 3}}",
            "strategies.dips.with.positions"
        ),
        ("dips:", "others:", "strategies.dips"),
    ])
    func `limits, universe, feed and strategies may change with the next day`(from: String, to: String, path: String)
        throws
    {
        let changes = try change(from, to)
        #expect(changes.first?.path == path)
        #expect(changes.allSatisfy(\.isSafe) && changes.allSatisfy { $0.before != $0.after })
    }

    @Test(arguments: [
        ("home: data", "home: elsewhere", "home"),
        ("credentials: vault:main,", "credentials: vault:another,", "accounts.main.credentials"),
        ("  other: {broker: acme, credentials: vault:other}\n", "", "accounts.other"),
        ("main: {broker: acme,", "main: {broker: zenith,", "accounts.main.broker"),
    ])
    func `where orders go and where truth is kept may not`(from: String, to: String, path: String) throws {
        let changes = try change(from, to)
        #expect(changes.map(\.path) == [path])
        #expect(changes.allSatisfy { !$0.isSafe })
    }

    @Test func `a change is told with both sides`() throws {
        let told = try change("order_value: 50000", "order_value: 60000").map(\.description)
        #expect(told.count == 1 && told[0].contains("order_value 50000") && told[0].contains("order_value 60000"))
    }
}
