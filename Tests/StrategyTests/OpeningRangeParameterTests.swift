import OpeningRangeStrategy
import SaudaCore
import Testing

@Suite struct OpeningRangeParameterTests {
    private let plugin = OpeningRange.plugin

    @Test func `names are snake_case and stand once, helps are one line without a full stop`() {
        for parameter in plugin.parameters {
            #expect(parameter.name.wholeMatch(of: /[a-z][a-z0-9]*(_[a-z0-9]+)*/) != nil, "\(parameter.name)")
            #expect(!parameter.help.isEmpty && !parameter.help.contains("\n") && !parameter.help.hasSuffix("."))
        }
        #expect(Set(plugin.parameters.map(\.name)).count == plugin.parameters.count)
    }

    @Test(arguments: OpeningRange.parameters)
    func `a range holds its default, and what has a range has a unit`(parameter: Parameter) {
        switch (parameter.standard, parameter.range) {
        case (.bool, .any): #expect(parameter.unit.isEmpty)
        case (.integer(let value), .integers(let range)): #expect(range.contains(value) && !parameter.unit.isEmpty)
        case (.number(let value), .numbers(let range)): #expect(range.contains(value) && !parameter.unit.isEmpty)
        case (.money(let value), .money(let range)): #expect(range.contains(value) && parameter.unit == "rupees")
        default: Issue.record("\(parameter.name): default and range do not fit each other")
        }
    }

    @Test func `the plugin makes the strategy, which reads every parameter that it lists`() {
        #expect(plugin.name == "opening-range")
        #expect(plugin.make?(Parameters(plugin.parameters)) is OpeningRange)
        #expect(plugin.warmUp == 0)
    }
}
