import SaudaCore
import SaudaService
import Testing

/// What runs beside the strategies that were asked for.
@Suite struct ChosenStrategyTests {
    private struct Idle: Strategy {}

    private func chosen(_ name: String, account: UInt16, buys: Bool = true) -> ChosenStrategy {
        let make: @Sendable (Parameters) -> any Strategy = { _ in Idle() }
        var plugin = StrategyPlugin(name: name, summary: "", parameters: [], make: make)
        if buys {
            plugin.entry = make
            plugin.entryNote = "bought by \(name)"
        }
        let id = AccountID(index: account)
        return ChosenStrategy(name: name, plugin: plugin, parameters: Parameters([]), account: id)
    }

    @Test func `DEC-19: an account has one companion, however many of its strategies only sell`() {
        let two = [chosen("a", account: 0), chosen("b", account: 0), chosen("entry", account: 1)]
        #expect(two.entries.map(\.name) == ["a", "b", "entry"])
        #expect(two.companions.map(\.account) == [AccountID(index: 0), AccountID(index: 1)])
        #expect(two.companionNotes == ["bought by a", "bought by entry"])
    }

    @Test func `a strategy that buys for itself gets none`() {
        let one = [chosen("a", account: 0, buys: false)]
        #expect(one.companions.isEmpty)
        #expect(one.companionNotes.isEmpty)
    }
}
