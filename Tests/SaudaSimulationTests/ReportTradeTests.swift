import SaudaCore
import SaudaSimulation
import Testing

@Suite struct ReportTradeTests {
    private func trade(_ profit: Int64, days: Int = 1) throws -> TradeRecord {
        // 100 units from 100.00: profit / 100 a unit, on an entry value of 10,000.
        try ReportSamples.trade(days: days, at: "100.00", to: Price(paise: 10_000 + profit).description)
    }

    @Test func `profit is what is left after charges`() throws {
        let trade = try ReportSamples.trade(at: "1200.00", to: "1250.00", charges: "150.25", worst: "1188.00")
        #expect(trade.profit == Money("4849.75"))  // 50 * 100 - 150.25
        #expect(trade.profitRatio == 4849.75 / 120_000)
        #expect(trade.adverseExcursion == -0.01)  // 12 of 1,200
        #expect(trade.holdingDays == 1)
    }

    @Test func `a short trade earns when the price falls`() throws {
        let trade = try ReportSamples.trade(
            quantity: -100,
            at: "100.00",
            to: "90.00",
            charges: "10.00",
            worst: "104.00"
        )
        #expect(trade.side == .sell)
        #expect(trade.profit == Money(rupees: 990))
        #expect(trade.profitRatio == 0.099)
        #expect(trade.adverseExcursion == -0.04)
        #expect(trade.entryPrice == Price(rupees: 100))
    }

    @Test func `a price that never went against the trade is no excursion`() throws {
        #expect(try ReportSamples.trade(at: "100.00", to: "110.00", worst: "101.00").adverseExcursion == 0)
        #expect(try ReportSamples.trade(at: "100.00", to: "110.00").adverseExcursion == nil)
        #expect(try ReportSamples.trade(quantity: 0, at: "100.00", to: "110.00", worst: "90.00").profitRatio == nil)
    }

    @Test func `exact values are kept though the average is rounded`() throws {
        // 3 units for 100.00 are 33.3333... each; profit is still exactly 5.00.
        var trade = try ReportSamples.trade(quantity: 3, at: "33.00", to: "35.00")
        trade.entryValue = Money(rupees: 100)
        #expect(trade.entryPrice == Price("33.3333"))
        #expect(trade.profit == Money(rupees: 5))
    }

    @Test func `five trades give the figures worked out by hand`() throws {
        // +300 +100 -200 0 -50: profit 400, loss 250, net 150.
        let trades = [
            try trade(300, days: 1), try trade(100, days: 4), try trade(-200, days: 10), try trade(0, days: 0),
            try trade(-50, days: 3),
        ]
        let statistics = TradeStatistics(of: trades)
        #expect(statistics.count == 5)
        #expect(statistics.wins == 2)
        #expect(statistics.losses == 2)
        #expect(statistics.winRate == 0.4)
        #expect(statistics.grossProfit == Money(rupees: 400))
        #expect(statistics.grossLoss == Money(rupees: 250))
        #expect(statistics.netProfit == Money(rupees: 150))
        #expect(statistics.profitFactor == 1.6)
        #expect(statistics.expectancy == Money(rupees: 30))
        // (0.03 + 0.01 - 0.02 + 0 - 0.005) / 5
        #expect(abs((statistics.expectancyRatio ?? .nan) - 0.003) < 1e-15)
        #expect(statistics.meanHoldingDays == 3.6)  // 18 / 5
        #expect(statistics.medianHoldingDays == 3)
        #expect(statistics.maxHoldingDays == 10)
        #expect(TradeStatistics(of: Array(trades.prefix(2))).medianHoldingDays == 2.5)
    }

    @Test func `without losses there is no profit factor, without trades there are no means`() throws {
        #expect(TradeStatistics(of: [try trade(300), try trade(0)]).profitFactor == nil)
        #expect(TradeStatistics(of: [try trade(-300)]).profitFactor == 0)
        let none = TradeStatistics(of: [])
        #expect(none.count == 0)
        #expect(none.winRate == nil)
        #expect(none.expectancy == nil)
        #expect(none.expectancyRatio == nil)
        #expect(none.medianHoldingDays == nil)
        #expect(none.netProfit == .zero)
    }

    @Test func `exposure and turnover are worked out by hand`() throws {
        // Invested on 2 of 4 days; (0 + 0.5 + 0.25 + 0) / 4 = 0.1875. Shorts count as positive.
        var curve = ReportSamples.curve([1000, 1000, 1000, 1000], invested: [0, 500, -250, 0])
        curve[3].day = ReportSamples.monday.advanced(by: 1461)  // four years
        // Buys and sells 400 + 500, and an open buy of 300: 1,200 / 2 / 1,000 / 4 years = 0.15.
        let trades = [
            try ReportSamples.trade(quantity: 100, at: "4.00", to: "5.00"),
            try ReportSamples.trade(quantity: 100, at: "3.00", to: "9.00", reason: nil),
        ]
        let exposure = Exposure(of: curve, trades: trades)
        #expect(exposure.days == 0.5)
        #expect(exposure.capital == 0.1875)
        #expect(abs((exposure.turnover ?? .nan) - 0.15) < 1e-15)
    }

    @Test func `exposure of nothing, of one day and of an empty account is nil`() {
        #expect(Exposure(of: [], trades: []).days == nil)
        #expect(Exposure(of: ReportSamples.curve([100]), trades: []).turnover == nil)
        #expect(Exposure(of: ReportSamples.curve([100]), trades: []).days == 0)
        #expect(Exposure(of: ReportSamples.curve([100, 0]), trades: []).capital == nil)
        #expect(Exposure(of: ReportSamples.curve([0, 0]), trades: []).turnover == nil)
    }
}
