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
    /// The mean profit of the trades that won, to the nearest 1/10,000 rupee.
    package var averageWin: Money?
    /// The mean profit of the trades that lost, negative.
    package var averageLoss: Money?
    /// Average win over average loss, both as amounts.
    package var payoffRatio: Double?
    /// The largest profit of one trade and the smallest, whatever their signs.
    package var bestTrade: Money?
    package var worstTrade: Money?
    /// The largest profit over its entry value, and the smallest.
    package var bestRatio: Double?
    package var worstRatio: Double?
    /// Most wins in a row, in the order the trades closed; a profit of exactly zero ends both streaks.
    package var longestWinStreak = 0
    package var longestLossStreak = 0
    /// System quality number: root of the number of trades times mean profit over the sample standard deviation
    /// (n - 1) of profits, in rupees. Nil with fewer than two trades or profits that are all alike.
    package var systemQuality: Double?

    package var netProfit: Money { grossProfit - grossLoss }

    /// - Parameter closed: in the order they closed, for the streaks.
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
        addExtremes(profits, ratios)
    }

    private mutating func addExtremes(_ profits: [Money], _ ratios: [Double]) {
        if wins > 0 { averageWin = Money(raw: grossProfit.price(per: Quantity(Int64(wins))).raw) }
        if losses > 0 { averageLoss = -Money(raw: grossLoss.price(per: Quantity(Int64(losses))).raw) }
        if let averageWin, let averageLoss { payoffRatio = averageWin.rupees / -averageLoss.rupees }
        (bestTrade, worstTrade) = (profits.max(), profits.min())
        (bestRatio, worstRatio) = (ratios.max(), ratios.min())
        var streak = (wins: 0, losses: 0)
        for profit in profits {
            streak.wins = profit > .zero ? streak.wins + 1 : 0
            streak.losses = profit < .zero ? streak.losses + 1 : 0
            longestWinStreak = max(longestWinStreak, streak.wins)
            longestLossStreak = max(longestLossStreak, streak.losses)
        }
        guard count > 1, longestWinStreak + longestLossStreak > 0 else { return }
        let mean = netProfit.rupees / Double(count)
        let squares = profits.reduce(0) { $0 + ($1.rupees - mean) * ($1.rupees - mean) }
        let deviation = (squares / Double(count - 1)).squareRoot()
        // Profits are counted in 1/10,000 rupee: a smaller spread is rounding.
        if deviation > 1 / Double(Price.scale) {
            systemQuality = Double(count).squareRoot() * mean / deviation
        }
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
        case averageWin = "average_win"
        case averageLoss = "average_loss"
        case payoffRatio = "payoff_ratio"
        case bestTrade = "best_trade"
        case worstTrade = "worst_trade"
        case bestRatio = "best_trade_ratio"
        case worstRatio = "worst_trade_ratio"
        case longestWinStreak = "longest_win_streak"
        case longestLossStreak = "longest_loss_streak"
        case systemQuality = "sqn"
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
        try row.encodeRupees(averageWin, forKey: .averageWin)
        try row.encodeRupees(averageLoss, forKey: .averageLoss)
        try row.encodeRatio(payoffRatio, forKey: .payoffRatio)
        try row.encodeRupees(bestTrade, forKey: .bestTrade)
        try row.encodeRupees(worstTrade, forKey: .worstTrade)
        try row.encodeRatio(bestRatio, forKey: .bestRatio)
        try row.encodeRatio(worstRatio, forKey: .worstRatio)
        try row.encode(longestWinStreak, forKey: .longestWinStreak)
        try row.encode(longestLossStreak, forKey: .longestLossStreak)
        try row.encodeRatio(systemQuality, forKey: .systemQuality)
    }
}
