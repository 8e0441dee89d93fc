public import SaudaCore

/// Sells what is held at the live nine-day EMA (section 6 of the trading rules).
///
/// At the open every tracked position gets a day limit at EMA9, rounded up (SEL-1, SEL-2). Each minute the limit is
/// lowered when EMA9 has fallen below it, never raised (SEL-4). RSI10 over 50 turns it into a market order (SEL-11).
public struct EMA9Sell: Strategy {
    let settings: Settings
    /// One per tracked position, in the order of instruments.
    var watches: [Watch] = []
    var today: TradingDay?
    /// Asked of the broker at the start of the day; its answer is compared with what we track (SEL-12).
    var holdingsRequest: RequestID?

    /// What a wake-up is for.
    enum Label: UInt32 {
        case cycle, monitor, cleanUp
    }

    struct Settings: Sendable {
        var guardShare: Double
        var exitsOnRSI: Bool
        var rsiExit: Double
        var maxAge: TimeSpan
        var historyDays: Int32
        var attempts: Int
        var monitors: Bool
    }

    public init(_ parameters: Parameters) {
        settings = Settings(
            guardShare: parameters.number("min_target_vs_entry"),
            exitsOnRSI: parameters.bool("rsi_exit"),
            rsiExit: parameters.number("rsi_exit_above"),
            maxAge: .seconds(parameters.integer("price_max_age")),
            historyDays: Int32(parameters.integer("history_days")),
            attempts: Int(parameters.integer("place_attempts")),
            monitors: parameters.bool("monitor")
        )
    }

    // MARK: - The day

    public mutating func dayStarted(_ day: TradingDay, on desk: inout Desk) {
        let yesterday = today?.day
        today = day
        for index in watches.indices { watches[index].startDay() }
        track(on: &desk, isCurrentThrough: yesterday)
        desk.wake(at: day.open, label: Label.cycle.rawValue)
        if settings.monitors { desk.wake(at: firstMonitor(of: day), label: Label.monitor.rawValue) }
        desk.wake(at: day.day.at(TimeOfDay(18, 0)), label: Label.cleanUp.rawValue)
        if !watches.isEmpty { holdingsRequest = desk.fetch(.holdings(desk.account)) }
    }

    public mutating func woke(_ label: UInt32, on desk: inout Desk) {
        switch Label(rawValue: label) {
        case .cycle: cycle(on: &desk)
        case .monitor: monitor(on: &desk)
        case .cleanUp: cleanUp(on: &desk)
        case nil: break
        }
    }

    /// SEL-14: what the day tracked is forgotten; the next day starts afresh.
    private mutating func cleanUp(on desk: inout Desk) {
        watches.removeAll { desk.book.openTrade(in: $0.instrument) == nil }
        for index in watches.indices { watches[index].startDay() }
        desk.note(.seen, "day-cleaned", nil, "\(watches.count) positions tracked")
    }

    public mutating func answered(_ request: RequestID, _ answer: Answer, on desk: inout Desk) {
        if request == holdingsRequest {
            holdingsRequest = nil
            if case .holdings(let rows) = answer { reconcile(with: rows, on: &desk) }
            return
        }
        guard let index = watches.firstIndex(where: { $0.request == request }) else { return }
        watches[index].request = nil
        switch answer {
        case .candles(let candles):
            watches[index].load(candles, entered: desk.book.openTrade(in: watches[index].instrument)?.entered)
            if let today, today.isOpen(at: desk.now) { look(at: index, on: &desk) }
        case .quote(let quote):
            let isFresh = desk.now.since(quote.exchangeTime) <= settings.maxAge
            if isFresh { act(on: index, at: quote.price, on: &desk) }
        case .funds, .holdings, .orderBook: break
        case .failure(let text):
            watches[index].isBlind = true
            desk.note(.skipped, "no-history", watches[index].instrument, text)
        }
    }

    public mutating func candle(
        _ candle: Candle,
        _ span: CandleSpan,
        of instrument: InstrumentID,
        on desk: inout Desk
    ) {
        guard span == .day, let index = index(of: instrument) else { return }
        watches[index].add(candle)
    }

    // MARK: - Tracking

    func index(of instrument: InstrumentID) -> Int? { watches.firstIndex { $0.instrument == instrument } }

    /// Makes a watch of every open trade, and asks for the history that is missing.
    ///
    /// - Parameter day: the last day whose candle a watch must have; nil asks anew for all.
    mutating func track(on desk: inout Desk, isCurrentThrough day: Day?) {
        for trade in desk.book.openTrades where index(of: trade.instrument) == nil {
            let place = watches.firstIndex { $0.instrument > trade.instrument } ?? watches.count
            watches.insert(Watch(trade.instrument), at: place)
            desk.watch(trade.instrument)
        }
        for index in watches.indices where watches[index].request == nil {
            let isCurrent = watches[index].through != nil && watches[index].through == day
            if watches[index].through == nil || (day != nil && !isCurrent) {
                let question = Question.history(watches[index].instrument, days: settings.historyDays)
                watches[index].request = desk.fetch(question)
            }
        }
    }
}
