import AMOBuyStrategy
import SaudaCore
import Testing

/// The table that `sauda strategies` prints and that config checking uses.
@Suite struct AMOParameterTests {
    private let table = AMOBuy.plugin.parameters

    @Test func `names are snake_case and stand once`() {
        for parameter in table {
            #expect(parameter.name.wholeMatch(of: /[a-z][a-z0-9]*(_[a-z0-9]+)*/) != nil, "\(parameter.name)")
        }
        #expect(Set(table.map(\.name)).count == table.count)
    }

    @Test(arguments: AMOBuy.plugin.parameters)
    func `has one line of help, and a range that holds its default`(parameter: Parameter) {
        #expect(!parameter.help.isEmpty && !parameter.help.contains("\n") && !parameter.help.hasSuffix("."))
        switch (parameter.standard, parameter.range) {
        case (.bool, .any): #expect(parameter.unit.isEmpty)
        case (.word(let word), .words(let words)): #expect(words.contains(word) && parameter.unit.isEmpty)
        case (.integer(let value), .integers(let range)): #expect(range.contains(value))
        case (.number(let value), .numbers(let range)): #expect(range.contains(value))
        case (.money(let value), .money(let range)): #expect(range.contains(value) && !parameter.unit.isEmpty)
        default: Issue.record("\(parameter.name): default and range do not fit each other")
        }
    }

    @Test func `DEC-1, DEC-13: one set of thresholds is chosen, the current ones or those of version 2.1`() throws {
        let profile = try #require(table.first { $0.name == "profile" })
        #expect(profile.standard == .word("current"))
        #expect(profile.range == .words(["current", "v2_1"]))
    }

    @Test func `DEC-4, DEC-5, DEC-6: the defaults are those of the rules`() {
        let values = Parameters(table)
        #expect(values.money("capital_per_trade") == Money(rupees: 100_000))
        #expect(values.money("max_order_value") == Money(rupees: 500_000))
        #expect(values.word("failed_order_day_basis") == "calendar")
        #expect(values.integer("max_positions") == 6)
        #expect(values.number("min_combined_score") == 25)
        #expect(values.word("order_type") == "market")
    }

    @Test func `DEC-12: no verdict comes from machine learning, and no setting pretends so`() {
        let words = table.flatMap { $0.name.split(separator: "_") + $0.help.split(separator: " ") }
        #expect(words.allSatisfy { !["ml", "ML", "model"].contains($0) })
    }

    @Test func `the plugin makes the strategy, which opens positions and brings its study`() {
        let plugin = AMOBuy.plugin
        let values = Parameters(plugin.parameters)
        #expect(plugin.name == "amo-buy")
        #expect(plugin.make?(values) is AMOBuy)
        #expect(plugin.opensPositions)
        #expect(plugin.studies?(values).isEmpty == false)
    }
}
