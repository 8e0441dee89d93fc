package import SaudaCore

/// The account at the close of one trading day.
package struct EquityPoint: Hashable, Sendable {
    package var day: Day
    /// Cash plus the market value of open positions.
    package var equity: Money
    /// The market value of open positions at the close; negative when they are short.
    package var invested: Money

    package init(day: Day, equity: Money, invested: Money) {
        self.day = day
        self.equity = equity
        self.invested = invested
    }
}

extension EquityPoint: Encodable {
    private enum CodingKeys: String, CodingKey { case day, equity, invested }

    package func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        try row.encodeDay(day, forKey: .day)
        try row.encodeRupees(equity, forKey: .equity)
        try row.encodeRupees(invested, forKey: .invested)
    }
}
