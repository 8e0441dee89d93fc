import EMA9SellStrategy
import SaudaCore
import Testing

/// The table that `sauda strategies` prints and that config checking uses.
@Suite struct EMA9ParameterTests {
    private let table = EMA9Sell.plugin.parameters

    @Test func `names are snake_case and stand once`() {
        for parameter in table {
            #expect(parameter.name.wholeMatch(of: /[a-z][a-z0-9]*(_[a-z0-9]+)*/) != nil, "\(parameter.name)")
        }
        #expect(Set(table.map(\.name)).count == table.count)
        #expect(table.count == 9)
    }

    @Test(arguments: EMA9Sell.plugin.parameters)
    func `has one line of help, and a unit and a range that holds its default`(parameter: Parameter) {
        #expect(!parameter.help.isEmpty && !parameter.help.contains("\n") && !parameter.help.hasSuffix("."))
        switch (parameter.standard, parameter.range) {
        case (.bool, .any): #expect(parameter.unit.isEmpty)
        case (.integer(let value), .integers(let range)): #expect(range.contains(value) && !parameter.unit.isEmpty)
        case (.number(let value), .numbers(let range)): #expect(range.contains(value) && !parameter.unit.isEmpty)
        case (.money(let value), .money(let range)): #expect(range.contains(value) && !parameter.unit.isEmpty)
        default: Issue.record("\(parameter.name): default and range do not fit each other")
        }
    }

    @Test func `the defaults are those of the rules`() {
        let values = Parameters(table)
        #expect(values.number("min_target_vs_entry") == 0.95)
        #expect(values.number("rsi_exit_above") == 50)
        #expect(values.integer("price_max_age") == 60)
        #expect(values.money("entry_capital") == Money(rupees: 100_000))
        #expect(values.bool("rsi_exit"))
    }

    @Test func `the plugin makes the strategy, and its companion says what it does`() {
        let plugin = EMA9Sell.plugin
        #expect(plugin.name == "ema9-sell")
        #expect(plugin.make?(Parameters(plugin.parameters)) is EMA9Sell)
        #expect(plugin.entry?(Parameters(plugin.parameters)) is PlainEntry)
        #expect(plugin.entryNote.contains("RSI10 < 30 and close > EMA200"))
    }
}
