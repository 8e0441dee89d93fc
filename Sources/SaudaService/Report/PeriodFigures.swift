package import SaudaCore
package import SaudaStore

/// Closed trades, added up.
package struct TradeFigures: Hashable, Sendable {
    package var count = 0
    /// After charges.
    package var won = 0
    /// Before charges.
    package var profit = Money.zero
    package var charges = Money.zero

    package init() {}

    package init(_ trades: some Sequence<DayLedger.Trade>) {
        for trade in trades {
            count += 1
            if trade.net > .zero { won += 1 }
            profit += trade.profit
            charges += trade.charges
        }
    }

    package var net: Money { profit - charges }
    /// A fraction; nil without a trade.
    package var winRate: Double? { count > 0 ? Double(won) / Double(count) : nil }

    package static func += (a: inout TradeFigures, b: TradeFigures) {
        a.count += b.count
        a.won += b.won
        a.profit += b.profit
        a.charges += b.charges
    }
}

/// What an account, or all of them, came to. Days add up to weeks.
package struct PeriodFigures: Hashable, Sendable {
    package var orders = OrderCounts()
    package var trades = TradeFigures()
    /// Of all sales, before charges.
    package var realised = Money.zero
    /// Of all fills, by part.
    package var charges: [String: Money] = [:]
    package var slippage = FillSlippage()

    package init() {}

    package init(_ account: DaySummary.Account, _ fills: some Sequence<SlippedFill>) {
        orders = account.orders
        trades = TradeFigures(account.trades)
        realised = account.realised
        charges = account.charges
        for fill in fills { if let part = fill.slippage { slippage += part } }
    }

    package var chargesTotal: Money { charges.values.reduce(.zero, +) }
    package var net: Money { realised - chargesTotal }

    /// - Parameter b: Of a later day.
    package static func += (a: inout PeriodFigures, b: PeriodFigures) {
        a.orders += b.orders
        a.trades += b.trades
        a.realised += b.realised
        a.charges.merge(b.charges) { $0 + $1 }
        a.slippage += b.slippage
    }

    /// Adds another account's of the same day.
    package mutating func join(_ other: PeriodFigures) {
        var orders = orders
        orders.join(other.orders)
        self += other
        self.orders = orders
    }
}
