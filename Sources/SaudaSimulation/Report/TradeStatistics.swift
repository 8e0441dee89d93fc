package import SaudaCore

/// What the closed trades earned, every profit after its charges. Open trades do not count.
package struct TradeStatistics: Hashable, Sendable {
    package var count: Int
    /// Trades with a profit above zero.
    package var wins: Int
    /// Trades with a profit below zero; one of exactly zero is neither.
    package var losses: Int
    /// The sum of all profits above zero.
    package var grossProfit: Money
    /// The sum of all profits below zero, as a positive amount.
    package var grossLoss: Money
    /// Wins over all closed trades, 0...1.
    package var winRate: Double?
    /// Gross profit over gross loss; nil when nothing was lost.
    package var profitFactor: Double?
    /// The mean profit of a trade, to the nearest 1/10,000 rupee.
    package var expectancy: Money?
    /// The mean of profit over entry value, as a fraction, every trade with the same weight.
    package var expectancyRatio: Double?
    /// Calendar days from entry to exit, 0 within a day.
    package var meanHoldingDays: Double?
    package var medianHoldingDays: Double?
    package var maxHoldingDays: Int?

    package var netProfit: Money { grossProfit - grossLoss }

    package init(of closed: [TradeRecord]) {
        let profits = closed.map(\.profit)
        count = closed.count
        wins = profits.count { $0 > .zero }
        losses = profits.count { $0 < .zero }
        grossProfit = profits.reduce(.zero) { $0 + max($1, .zero) }
        grossLoss = profits.reduce(.zero) { $0 - min($1, .zero) }
        guard count > 0 else { return }
        winRate = Double(wins) / Double(count)
        if grossLoss > .zero { profitFactor = Double(grossProfit.raw) / Double(grossLoss.raw) }
        expectancy = Money(raw: netProfit.price(per: Quantity(Int64(count))).raw)
        let ratios = closed.compactMap(\.profitRatio)
        if ratios.count == count { expectancyRatio = ratios.reduce(0, +) / Double(count) }
        let days = closed.map(\.holdingDays).sorted()
        meanHoldingDays = Double(days.reduce(0, +)) / Double(count)
        medianHoldingDays = Double(days[(count - 1) / 2] + days[count / 2]) / 2
        maxHoldingDays = days.last
    }
}

extension TradeStatistics: Encodable {
    private enum CodingKeys: String, CodingKey {
        case count, wins, losses, expectancy
        case winRate = "win_rate"
        case grossProfit = "gross_profit"
        case grossLoss = "gross_loss"
        case netProfit = "net_profit"
        case profitFactor = "profit_factor"
        case expectancyRatio = "expectancy_ratio"
        case meanHoldingDays = "mean_holding_days"
        case medianHoldingDays = "median_holding_days"
        case maxHoldingDays = "max_holding_days"
    }

    package func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        try row.encode(count, forKey: .count)
        try row.encode(wins, forKey: .wins)
        try row.encode(losses, forKey: .losses)
        try row.encodeRatio(winRate, forKey: .winRate)
        try row.encodeRupees(grossProfit, forKey: .grossProfit)
        try row.encodeRupees(grossLoss, forKey: .grossLoss)
        try row.encodeRupees(netProfit, forKey: .netProfit)
        try row.encodeRatio(profitFactor, forKey: .profitFactor)
        try row.encodeRupees(expectancy, forKey: .expectancy)
        try row.encodeRatio(expectancyRatio, forKey: .expectancyRatio)
        try row.encodeRatio(meanHoldingDays, forKey: .meanHoldingDays)
        try row.encodeRatio(medianHoldingDays, forKey: .medianHoldingDays)
        try row.encode(maxHoldingDays, forKey: .maxHoldingDays)
    }
}
