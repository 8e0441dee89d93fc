import SaudaCore

/// How much of the time and of the capital was in the market, as fractions.
package struct Exposure: Hashable, Sendable {
    /// Days that ended with an open position, over all days of the curve; nil without days.
    package var days: Double?
    /// The mean over all days of the market value of open positions over equity; short positions count as positive.
    /// Nil when a day ended with equity at or below zero.
    package var capital: Double?
    /// Half of all buys and sells, over mean equity, per year of 365.25 calendar days: 2.0 turns the capital over
    /// twice a year. What an open trade has sold so far is not counted. Nil when no calendar day passed or mean
    /// equity is not positive.
    package var turnover: Double?

    package init(of curve: [EquityPoint], trades: [TradeRecord]) {
        guard let first = curve.first, let last = curve.last else { return }
        let count = Double(curve.count)
        days = Double(curve.count { $0.invested != .zero }) / count
        if curve.allSatisfy({ $0.equity > .zero }) {
            capital = curve.reduce(0) { $0 + abs($1.invested.rupees) / $1.equity.rupees } / count
        }
        let traded = trades.reduce(Money.zero) { $0 + $1.entryValue + ($1.isOpen ? .zero : $1.exitValue) }
        let meanEquity = curve.reduce(0) { $0 + $1.equity.rupees } / count
        let years = CurveStatistics.years(from: first.day, to: last.day)
        if years > 0, meanEquity > 0 { turnover = traded.rupees / 2 / meanEquity / years }
    }
}

extension Exposure: Encodable {
    private enum CodingKeys: String, CodingKey { case days, capital, turnover }

    package func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        try row.encodeRatio(days, forKey: .days)
        try row.encodeRatio(capital, forKey: .capital)
        try row.encodeRatio(turnover, forKey: .turnover)
    }
}
