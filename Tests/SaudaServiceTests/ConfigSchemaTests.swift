import FoundationEssentials
import SaudaCore
import Testing

@testable import SaudaService

@Suite struct ConfigSchemaTests {
    private let text = Config.schema(catalogue: ConfigFixture.catalogue, brokers: ConfigFixture.brokers)

    @Test func `the schema is JSON of draft 2020-12 and names every key`() throws {
        let schema = try parsed()
        #expect(schema["$schema"] == .string("https://json-schema.org/draft/2020-12/schema"))
        for key in [
            "version", "mode", "home", "market", "accounts", "feed", "universe", "strategies", "server", "log",
            "alerts",
        ] {
            #expect(schema["properties"]?[key] != nil)
        }
        for word in ["per_trade", "v2_1", "followers", "orders_per_day", "16:05:00"] {
            #expect(text.contains("\"\(word)\""))
        }
    }

    @Test func `the schema accepts what the checker accepts`() throws {
        for document in [ConfigFixture.whole, ConfigFixture.small] {
            #expect(ConfigFixture.errors(in: document).isEmpty)
            #expect(try accepts(document))
        }
    }

    /// Lines of the smallest configuration, replaced.
    @Test(
        "what both refuse",
        arguments: [
            (1, "version: 2"), (1, "version: \"1\""), (1, "# none"), (2, "mode: life"), (2, "mode:"), (2, "mode: 1"),
            (2, "mode: paper\nsever: {}"), (2, "mode: paper\nalerts: none"),
            (2, "mode: paper\nalerts: [ntfy]"), (2, "mode: paper\nalerts: [{to: pager}]"),
            (2, "mode: paper\nalerts: [{to: telegram, chat: \"1\"}]"),
            (2, "mode: paper\nalerts: [{to: ntfy, url: \"http://ntfy.sh/desk\"}]"),
            (2, "mode: paper\nalerts: [{to: ntfy, url: \"https://n.example/a\", per_hour: 0}]"),
            (2, "mode: paper\nalerts: [{to: ntfy, url: \"https://n.example/a\", chat: \"1\"}]"),
            (2, "mode: paper\nserver: {listen: 8080}"),
            (2, "mode: paper\nserver: {listen: \"localhost:70000\"}"), (3, "home: [data]"), (3, "home: \"\""),
            (4, "market: {history: {source: files}}"),
            (4, "market: {history: {source: files, path: x, account: main}}"),
            (4, "market: {calendar: built-inn, history: {source: files, path: x}}"),
            (7, "    {broker: papr, capital: 1000}"), (7, "    {broker: paper}"), (7, "    {broker: acme}"),
            (7, "    {broker: acme, credentials: x}"), (7, "    {broker: paper, capital: 0}"),
            (7, "    {broker: paper, capital: 1, limits: {order_value: 1, daily_loss: 1, orders_per_day: 1.5}}"),
            (7, "    {broker: acme, credentials: \"vault:a\", egress: {address: 1.2.3}}"), (8, "feed: {account: Main}"),
            (8, "feed: main"), (9, "universe: []"), (9, "universe: [TCS, TCS]"), (9, "universe: [tcs]"),
            (9, "universe: TCS"),
            (9, "universe: {file: \"built-in:nifty500\"}"), (10, "strategies:"),
            (10, "strategies: {B_1: {use: ema9-sell, account: main}}"),
            (10, "strategies: {s: {use: ema9, account: main}}"),
            (10, "strategies: {s: {use: ema9-sell}}"), (10, "strategies: {s: {account: main}}"),
            (10, "strategies: {s: {use: ema9-sell, account: main, with: {x: 1}}}"),
            (10, "strategies: {s: {use: dip-buy, account: main, with: {positions: 21}}}"),
            (10, "strategies: {s: {use: dip-buy, account: main, with: {stop: big}}}"),
            (10, "strategies: {s: {use: dip-buy, account: main, with: {place_at: 4pm}}}"),
            (10, "strategies: {s: {use: dip-buy, account: main, with: {news: yes}}}"),
            (10, "strategies: {s: {use: dip-buy, account: main, with: {profile: v3}}}"),
            (10, "strategies: {s: {use: copy-trade, leader: main, followers: {}}}"),
            (10, "strategies: {s: {use: copy-trade, leader: main, followers: {a: {sizing: fixed-ratio}}}}"),
        ]
    )
    func refused(line: Int, replacement: String) throws {
        let document = ConfigFixture.small(line: line, replacement)
        #expect(!ConfigFixture.errors(in: document).isEmpty)
        #expect(try !accepts(document))
    }

    @Test(
        "texts that both allow or both refuse",
        arguments: [
            (TextRule.name, "a-1", true), (.name, "A", false), (.name, "", false), (.name, "é", false),
            (.name, "a\n", false),
            (.symbol, "M&M", true), (.symbol, "BAJAJ-AUTO", true), (.symbol, "-A", false), (.symbol, "tcs", false),
            (.path, "../data", true), (.path, "/a b", true), (.path, "a\0b", false), (.path, "", false),
            (.builtIn(["built-in"]), "built-in", true), (.builtIn(["built-in"]), "built-in:x", false),
            (.vault, "vault:a-1", true), (.vault, "vault:", false), (.vault, "hunter2", false),
            (.address, "203.0.113.10", true), (.address, "256.1.1.1", false), (.address, "1.2.3", false),
            (.address, "01.2.3.4", false), (.address, "2001:db8::1", true), (.address, "::1", true),
            (.address, "host", false),
            (.proxy, "socks5://10.0.0.1:1080", true), (.proxy, "socks5h://h:1", false), (.proxy, "https://h:1", false),
            (.proxy, "http://h", false), (.proxy, "http://h:1/", false), (.proxy, "http://[::1]:3128", true),
            (.proxy, "http://u:p@h:1", false), (.proxy, "ftp://h", false),
            (.listen, "127.0.0.1:8080", true), (.listen, "[::1]:65535", true), (.listen, "h:0", false),
            (.listen, "h:65536", false), (.listen, "h", false), (.listen, ":80", false),
        ] as [(TextRule, String, Bool)]
    )
    func texts(rule: TextRule, text: String, isAllowed: Bool) throws {
        var checker = ShapeChecker()
        #expect(checker.fits(text, rule) == isAllowed)
        let schema = try JSONDecoder().decode(JSONValue.self, from: Data(Shape.text(rule).schema.text().utf8))
        #expect(try SchemaSubset.accepts(.string(text), schema) == isAllowed)
    }

    @Test func `text in the schema is escaped`() throws {
        let text = "a\"b\\c\u{1}\n€"
        let json = JSON.object([JSON.Member(name: text, value: .string(text))]).text()
        #expect(try JSONDecoder().decode([String: String].self, from: Data(json.utf8)) == [text: text])
    }

    private func parsed() throws -> JSONValue { try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) }

    private func accepts(_ document: String) throws -> Bool {
        let root = try #require(YAMLReader.read(Array(document.utf8), file: "d").root)
        return try SchemaSubset.accepts(JSONValue(root), try parsed())
    }
}
