package import SaudaCore
package import SaudaStore

/// What a day or a week came to, out of the books and journals of a home.
package struct PeriodReport: Hashable, Sendable {
    package enum Span: String, Hashable, Sendable, CaseIterable {
        case week, day
    }

    /// A day as far as the home has it.
    package struct DayPart: Hashable, Sendable {
        package var day: Day
        /// Nil when the books do not have it.
        package var summary: DaySummary?
        /// Ours, in the order of the journal.
        package var fills: [SlippedFill] = []
        /// What the reader must know of it: why it is not there, or what of it is not.
        package var notes: [String] = []

        package init(_ day: Day) { self.day = day }

        package func figures(of account: String? = nil) -> PeriodFigures {
            var sum = PeriodFigures()
            for part in summary?.accounts ?? [] where account == nil || part.name == account {
                sum.join(PeriodFigures(part, fills.filter { $0.fill.account == part.name }))
            }
            return sum
        }
    }

    /// What a strategy came to in an account.
    package struct StrategyPart: Hashable, Sendable {
        /// Nil for what no strategy did.
        package var strategy: String?
        package var account: String
        package var fills = 0
        package var trades = TradeFigures()
        package var slippage = FillSlippage()
    }

    package var span: Span
    package var from: Day
    package var to: Day
    /// Trading days, in order.
    package var days: [DayPart]
    /// Nil when no prices were given to play a backtest on.
    package var backtest: OrderComparison?

    package init(_ span: Span, from: Day, to: Day, days: [DayPart]) {
        self.span = span
        self.from = from
        self.to = to
        self.days = days
    }

    /// Monday to Friday of the week that a day is in, with the weekend's special sessions.
    package static func week(of day: Day) -> (from: Day, to: Day) {
        let place = Int(day.weekday.rawValue)
        let monday = day.advanced(by: -place)
        return (monday, monday.advanced(by: 4))
    }

    package var total: PeriodFigures {
        days.filter { $0.summary != nil }.reduce(into: PeriodFigures()) { $0 += $1.figures() }
    }

    package var accounts: [(name: String, figures: PeriodFigures)] {
        names.map { name in
            let days = days.filter { $0.summary?.accounts.contains { $0.name == name } == true }
            return (name, days.reduce(into: PeriodFigures()) { $0 += $1.figures(of: name) })
        }
    }

    private var names: [String] {
        days.flatMap { $0.summary?.accounts.map(\.name) ?? [] }.reduce(into: []) {
            if !$0.contains($1) { $0.append($1) }
        }
    }

    package var trades: [DayLedger.Trade] {
        days.flatMap { $0.summary?.accounts.flatMap(\.trades) ?? [] }
    }

    package var fills: [SlippedFill] { days.flatMap(\.fills) }

    /// By account and name; what no strategy did comes last.
    package var strategies: [StrategyPart] {
        var parts: [StrategyPart] = []
        func place(_ strategy: String?, _ account: String) -> Int {
            if let place = parts.firstIndex(where: { $0.strategy == strategy && $0.account == account }) {
                return place
            }
            parts.append(StrategyPart(strategy: strategy, account: account))
            return parts.count - 1
        }
        for trade in trades { parts[place(trade.strategy, trade.account)].trades += TradeFigures([trade]) }
        for slipped in fills {
            let index = place(slipped.fill.strategy, slipped.fill.account)
            parts[index].fills += 1
            if let slippage = slipped.slippage { parts[index].slippage += slippage }
        }
        return parts.sorted {
            ($0.account, $0.strategy == nil ? 1 : 0, $0.strategy ?? "")
                < ($1.account, $1.strategy == nil ? 1 : 0, $1.strategy ?? "")
        }
    }

    package var incidents: DayIncidents {
        let known = days.compactMap(\.summary?.incidents)
        guard var sum = known.first else { return DayIncidents() }
        for incidents in known.dropFirst() { sum += incidents }
        return sum
    }

    /// Days on which the books were not the broker's.
    package var unequalDays: [Day] {
        days.filter { $0.summary?.incidents.differences?.isEmpty == false }.map(\.day)
    }
}
