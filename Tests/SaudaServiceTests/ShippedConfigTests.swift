import FoundationEssentials
import SaudaCore
import SaudaService
import Testing

/// The config.yaml at the root of the repository.
@Suite struct ShippedConfigTests {
    private let brokers = [
        BrokerEntry(id: "paper", isSimulated: true), BrokerEntry(id: "zerodha-kite"), BrokerEntry(id: "dhan"),
        BrokerEntry(id: "kotak-neo"),
    ]
    private let path = "\(ConfigFixture.root)/config.yaml"

    @Test func `it is valid and asks for nothing but paper trading`() throws {
        let config = try Config.load(path: path, catalogue: ConfigFixture.catalogue, brokers: brokers)
        #expect(config.mode == .paper)
        #expect(config.accounts.map(\.broker) == ["paper"])
        #expect(config.strategies.map(\.name) == ["ema9-exit"])
        #expect(config.market.history == .files(path: "data/history"))
        #expect(try SymbolList.symbols(of: config).count == 50)
        #expect(config.unsupported(by: Abilities(brokers: ["paper"], features: [])).isEmpty)
        #expect(config.refusal(liveFlag: false) == nil)
    }

    @Test func `it has at most forty lines of at most 120 columns`() throws {
        let lines = try text().split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 41)
        #expect(lines.allSatisfy { $0.count <= 120 })
    }

    @Test func `its commented entries are valid once uncommented`() throws {
        var uncommented = try text()
        for entry in ["dhan-1:", "dip-buyer:", "mirror:", "server:"] {
            #expect(uncommented.contains("# \(entry)"))
            uncommented = uncommented.replacing("# \(entry)", with: entry)
        }
        let dips = StrategyEntry(
            name: "amo-buy",
            parameters: [
                Parameter("capital_per_trade", .money(Money(rupees: 1)), help: ""),
                Parameter("max_positions", .integer(1), help: ""),
            ]
        )
        let config = try Config.check(
            ConfigSource(file: "config.yaml", text: uncommented),
            catalogue: ConfigFixture.catalogue + [dips],
            brokers: brokers
        )
        #expect(config.accounts.map(\.name) == ["main", "dhan-1"])
        #expect(config.strategies.map(\.name) == ["ema9-exit", "dip-buyer", "mirror"])
        #expect(config.server != nil)
    }

    private func text() throws -> String { try String(contentsOf: URL(filePath: path), encoding: .utf8) }
}
