package import SaudaCore
import SaudaSimulation
import SaudaStore

/// A recorded day as one cast played it.
package struct PlayedSide: Sendable {
    package let cast: DayCast
    package let instruments: InstrumentTable
    package let orders: [PlayedOrder]
    package let fills: Int
    /// What all accounts were worth at the end, less what they were in the morning; charges are out of it.
    package let profit: Money
    package let charges: Money
    /// Every order command, as bytes.
    package let intents: [[UInt8]]
}

extension DayStage {
    /// Plays the day, as far as it was recorded.
    ///
    /// - Throws: what `check` refuses; `DataError` for a file of research that cannot be read.
    package func play(_ cast: DayCast) throws -> PlayedSide {
        try check(cast)
        let handles = try StageHandles(self, cast)
        let opening = handles.opening(opening)
        var setup = BacktestSetup(
            title: "paper",
            instruments: handles.table,
            accounts: cast.accounts,
            capital: opening.cash,
            strategies: cast.strategies.entries,
            history: MarketHistory(
                daily: handles.kept.map { history.daily[Int($0.index)] },
                minutes: handles.kept.map { history.minutes[Int($0.index)] }
            ),
            latency: latency
        )
        setup.research = try cast.research.desk(for: cast.strategies, handles.table).desk
        let tales = OrderTales()
        var simulator = Simulator(
            engine: setup.engine(),
            exchange: setup.exchange(),
            history: setup.history,
            order: setup.order,
            research: setup.research,
            recorder: tales
        )
        try begin(&simulator, opening, handles, setup.history)
        let (before, paid) = Self.state(simulator.engine.desk) { $0.equity(atCloses: $1) }
        try playOn(&simulator, handles)
        let (after, charges) = Self.state(simulator.engine.desk) { $0.equity(at: $1) }
        return PlayedSide(
            cast: cast,
            instruments: handles.table,
            orders: tales.orders,
            fills: tales.fills,
            profit: after - before,
            charges: charges - paid,
            intents: tales.intents
        )
    }

    /// What all accounts are worth, and what they have paid in charges.
    private static func state(
        _ desk: Desk,
        _ worth: (AccountBook, MarketView) -> Money
    ) -> (worth: Money, charges: Money) {
        desk.books.reduce(into: (worth: Money.zero, charges: Money.zero)) { sum, book in
            sum.worth += worth(book, desk.market)
            sum.charges += book.charges.total
        }
    }

    /// The morning, as `PaperDay` has it.
    private func begin(
        _ simulator: inout Simulator<OrderTales>,
        _ opening: PaperPlan.Opening,
        _ handles: StageHandles,
        _ history: MarketHistory
    ) throws {
        let morning = hours.day.at(TimeOfDay(8, 0))
        for (index, cash) in opening.cash.enumerated() {
            try simulator.fund(AccountID(index: UInt16(index)), cash, at: morning)
        }
        if let since = opening.since { try simulator.resume(after: since, lastOrder: opening.lastOrder, at: morning) }
        for (index, old) in handles.kept.enumerated() {
            guard let (close, day) = close(of: old, history.daily[index]) else { continue }
            try simulator.refer(InstrumentID(index: UInt32(index)), to: close, of: day, at: morning)
        }
        for holding in opening.holdings { try simulator.carry(holding, at: morning) }
        for order in opening.orders { try simulator.carry(order, at: morning) }
        if !opening.memos.isEmpty { try simulator.post(Event(morning, .remembered(opening.memos))) }
        try simulator.begin(hours, deposits: opening.deposits)
    }

    /// The candles' last close before the day, else the one that the broker told.
    private func close(of old: InstrumentID, _ daily: [Candle]) -> (Price, Day)? {
        if let last = daily.last(where: { $0.start.day < hours.day }) { return (last.close, last.start.day) }
        guard !isPaper else { return nil }
        for case .reference(old, let close, _) in recorded.morning.map(\.kind) where close > .zero {
            return (close, MarketCalendar.builtIn.previousTradingDay(before: hours.day))
        }
        return nil
    }

    /// Steps of the market, and between them what people and the schedule asked for then.
    private func playOn(_ simulator: inout Simulator<OrderTales>, _ handles: StageHandles) throws {
        var asked = recorded.interventions[...]
        let end = recorded.isWhole ? Timestamp(microseconds: .max) : recorded.lastTime
        while true {
            let next = simulator.nextTime
            if let event = asked.first, next.map({ event.time < $0 }) ?? true {
                asked.removeFirst()
                switch event.kind {
                case .job, .control: try simulator.post(Event(max(event.time, simulator.now), event.kind))
                case .cash(let account, let amount):
                    guard let id = handles.account(account) else { continue }
                    try simulator.fund(id, amount, at: max(event.time, simulator.now))
                default: continue
                }
                continue
            }
            guard let next, next <= end, try simulator.step() else { return }
        }
    }
}
