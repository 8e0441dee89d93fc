package import SaudaCore
package import SaudaSimulation
import SaudaStore

/// A recorded day's outside, ready to be played on the practice exchange under any configuration: how it began, its
/// prices, and what people and the schedule asked for.
///
/// Orders go to the exchange; what was reported of the recorded ones belongs to those and is not applied.
package struct DayStage: Sendable {
    package let recorded: RecordedDay
    package let hours: TradingDay
    package let instruments: InstrumentTable
    package let history: MarketHistory
    package let opening: PaperPlan.Opening
    /// What the exchange is believed to be like.
    package let latency: TimeSpan
    /// Whether the day was played on this exchange, so that what is played again is the day itself.
    package let isPaper: Bool

    /// A day that was played on paper: its prices are those of its plan.
    package init(paper plan: PaperPlan, _ recorded: RecordedDay) throws {
        try plan.checkJournal()
        self.recorded = recorded
        hours = TradingDay(plan.day, in: plan.setup.calendar, holdsPrices: !plan.setup.history.hasMinutes)
        instruments = plan.setup.instruments
        history = plan.setup.history
        opening = plan.opening
        latency = plan.setup.latency
        isPaper = true
    }

    /// A day with a broker: its recorded ticks become minute bars, each played as four prices.
    ///
    /// - Throws: `DataError` for a day that has not begun or in which nothing had a price.
    package init(broker recorded: RecordedDay) throws {
        guard let hours = recorded.hours else {
            throw DataError(
                file: recorded.path,
                what: "the day broke off before it was started",
                nextStep: "name another day"
            )
        }
        self.recorded = recorded
        self.hours = hours
        instruments = recorded.instruments
        let ids = Array(recorded.instruments.ids)
        let minutes = ids.map { recorded.bars[$0] }
        guard minutes.contains(where: { !$0.isEmpty }) else {
            throw DataError(file: recorded.path, what: "no price was recorded", nextStep: "name another day")
        }
        let daily = ids.map { id in
            let told = recorded.daily[Int(id.index)]
            guard told.last?.start.day != hours.day, let own = recorded.bars.day(of: id) else { return told }
            return told + [own]
        }
        history = MarketHistory(daily: daily, minutes: minutes)
        opening = recorded.opening
        latency = .milliseconds(100)
        isPaper = false
    }

    /// Those that have prices of the day.
    package func hasPrices(_ id: InstrumentID) -> Bool {
        !history.minutes[Int(id.index)].isEmpty || history.daily[Int(id.index)].contains { $0.start.day == hours.day }
    }
}

extension RecordedDay {
    /// As the morning's events have it, under the journal's handles.
    fileprivate var opening: PaperPlan.Opening {
        var opening = PaperPlan.Opening(cash: header.accounts.map { _ in .zero }, note: "as recorded")
        for event in morning {
            switch event.kind {
            case .cash(let account, let amount): opening.cash[Int(account.index)] += amount
            case .lastOrder(let id): opening.lastOrder = id
            case .carriedHolding(let holding): opening.holdings.append(holding)
            case .carriedOrder(let order): opening.orders.append(order)
            case .remembered(let memos): opening.memos += memos
            case .deposit(let deposit): opening.deposits.append(deposit)
            default: break
            }
        }
        opening.since = MarketCalendar.builtIn.previousTradingDay(before: header.day)
        return opening
    }
}
