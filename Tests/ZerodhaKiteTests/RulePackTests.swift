import SaudaBroker
import SaudaCore
import Testing

@testable import ZerodhaKiteAdapter

/// Dated rules of orders through the API; sections 1.5 and 3.2.
@Suite struct RulePackTests {
    @Test func `every row has a date that can be read and says where it is from`() {
        for row in RulePack.rows {
            #expect(row.from >= Day(number: 17_000), "\(row.rule)")
            #expect(row.source.count > 8, "\(row.rule)")
        }
    }

    @Test func `what came in April 2026 holds from then on`() throws {
        let before = RulePack.rules(on: try #require(Day("2026-03-31")))
        let after = RulePack.rules(on: try #require(Day("2026-04-01")))
        let rule = RulePack.Rule.noImmediateOrders(in: .mcxCommodity)
        #expect(!before.contains(rule) && after.contains(rule))
        #expect(!before.contains(.protectedMarketOrders) && after.contains(.protectedMarketOrders))
        #expect(before.contains(.icebergLegs(2...50)) && after.contains(.icebergLegs(2...50)))
    }

    @Test func `orders stay below the threshold of registration in every segment`() {
        let threshold = RulePack.rows.compactMap { row in
            if case .registration(let orders) = row.rule { orders } else { nil }
        }
        .min()
        #expect(threshold == 10)
        let budgets = ZerodhaKite().traits.budgets.filter { $0.isPerSegment && $0.seconds == 1 }
        #expect(budgets.map(\.limit) == [9] && budgets.first?.endpoints == ["place", "change"])
    }
}
