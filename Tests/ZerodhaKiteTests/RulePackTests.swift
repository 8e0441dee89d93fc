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

    @Test func `freeze quantities change with their circulars`() throws {
        func freeze(_ name: String, _ day: String) throws -> Int64? {
            RulePack.freezes(on: try #require(Day(day)))[name]?.units
        }
        #expect(try freeze("BANKNIFTY", "2025-06-30") == 900 && freeze("BANKNIFTY", "2025-07-01") == 600)
        #expect(try freeze("BANKNIFTY", "2025-10-31") == 900 && freeze("BANKNIFTY", "2026-03-20") == 600)
        #expect(try freeze("FINNIFTY", "2026-01-31") == 1200 && freeze("FINNIFTY", "2026-02-01") == 1800)
        #expect(try freeze("NIFTY", "2023-04-02") == nil && freeze("INFY", "2026-03-20") == nil)
    }

    @Test func `the list's derivatives of an index have the freeze quantity of the day`() throws {
        let header =
            "instrument_token,exchange_token,tradingsymbol,name,last_price,expiry,strike,tick_size,lot_size,instrument_type,segment,exchange\r\n"
        let rows =
            "408065,1594,INFY,INFOSYS,0.0,,0.0,0.05,1,EQ,NSE,NSE\r\n"
            + "13906178,54321,NIFTY26MARFUT,NIFTY,0.0,2026-03-26,0.0,0.05,65,FUT,NFO-FUT,NFO\r\n"
            + "13906434,54322,INFY26MARFUT,INFY,0.0,2026-03-26,0.0,0.05,400,FUT,NFO-FUT,NFO\r\n"
        let answer = HTTPResponse(status: 200, body: Array((header + rows).utf8))
        guard case .done(.instruments(let list)) = try Kit.carryOut(.instruments, [answer]).end else {
            Issue.record("no list")
            return
        }
        #expect(list.listings.map(\.instrument.freeze) == [nil, Quantity(1800), nil])
        #expect(ZerodhaKite().traits.rules.count == RulePack.rows.count)
        #expect(ZerodhaKite().traits.rules.allSatisfy { $0.text.hasSuffix(".") })
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
