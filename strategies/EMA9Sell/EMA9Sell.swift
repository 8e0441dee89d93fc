public import SaudaCore

/// Sells what is held at the live nine-day EMA (section 6 of the trading rules).
///
/// At the open every tracked position gets a day limit at EMA9, rounded up (SEL-1, SEL-2). Each minute the limit is
/// lowered when EMA9 has fallen below it, never raised (SEL-4). RSI10 over 50 turns it into a market order (SEL-11).
public struct EMA9Sell: Strategy {
    let settings: Settings
    /// One per open trade of the account, in the order of instruments.
    var watches: [Watch] = []
    var today: TradingDay?
    /// The trading day before today; nil on the first day.
    var yesterday: Day?
    /// Asked of the broker in the morning and in the evening; the answer is compared with what we track (SEL-12).
    var holdingsRequest: RequestID?
    /// How often in a row the answer has lacked shares, and when it is asked for again.
    var shortAnswers = 0
    var holdingsDue = Timestamp.distantFuture
    /// The order book, read before anything is placed (SEL-1, SEL-8).
    var book = BookReading()
    /// Orders placed by hand that serve a target of ours now, so their fills are no sales by hand.
    var adopted: Set<BrokerOrderID> = []
    /// When the next run is due; a wake-up that comes twice runs once.
    var cycleDue = Timestamp.distantFuture
    var monitorDue = Timestamp.distantFuture
    /// The day whose end has been cleaned up (SVC-4).
    var cleaned: Day?
    /// Targets above the upper limit that were kept last evening, until their trades are followed (SEL-10).
    var remembered: [InstrumentID: Price] = [:]

    /// What a wake-up is for.
    enum Label: UInt32 {
        case cycle, monitor, cleanUp, holdings
    }

    struct Settings: Sendable {
        var guardShare: Double
        var exitsOnRSI: Bool
        var rsiExit: Double
        var maxAge: TimeSpan
        var historyDays: Int32
        var attempts: Int
        var monitors: Bool
        var logsChanges: Bool
    }

    public init(_ parameters: Parameters) {
        settings = Settings(
            guardShare: parameters.number("min_target_vs_entry"),
            exitsOnRSI: parameters.bool("rsi_exit"),
            rsiExit: parameters.number("rsi_exit_above"),
            maxAge: .seconds(parameters.integer("price_max_age")),
            historyDays: Int32(parameters.integer("history_days")),
            attempts: Int(parameters.integer("place_attempts")),
            monitors: parameters.bool("monitor"),
            logsChanges: parameters.bool("log_changes")
        )
    }

    /// Exit reasons as trade lists have them (SEL-9).
    static let targetReason = "EMA9_TARGET"
    static let exitReason = "EMA9 or RSI50"

    // MARK: - The day

    public mutating func dayStarted(_ day: TradingDay, on desk: inout Desk) {
        if today?.day != day.day {
            yesterday = today?.day
            cycleDue = day.open
            monitorDue = nextMonitor(from: max(desk.now, day.open))
            adopted.removeAll()
            book = BookReading()
            for index in watches.indices {
                watches[index].daily = Watch.Daily()
                watches[index].request = nil
                watches[index].isCurrent = yesterday != nil && watches[index].through == yesterday
            }
        }
        today = day
        follow(on: &desk)
        checkBook(on: &desk)
        desk.wake(at: cycleDue, label: Label.cycle.rawValue)
        if settings.monitors { desk.wake(at: monitorDue, label: Label.monitor.rawValue) }
        // An evening session may still run at 18:00.
        let evening = max(day.day.at(TimeOfDay(18, 0)), day.close.advanced(by: .seconds(1800)))
        desk.wake(at: evening, label: Label.cleanUp.rawValue)
        // A start inside market hours compares no holdings (SVC-7).
        if desk.now < day.open { askHoldings(on: &desk) }
    }

    public mutating func woke(_ label: UInt32, on desk: inout Desk) {
        switch Label(rawValue: label) {
        case .cycle: cycle(on: &desk)
        case .monitor: monitor(on: &desk)
        case .cleanUp: if cleaned != desk.day { cleanUp(on: &desk) }
        case .holdings: askHoldingsAgain(on: &desk)
        case nil: break
        }
    }

    /// SEL-14: what the day tracked is forgotten; the next day starts afresh.
    mutating func cleanUp(on desk: inout Desk) {
        cleaned = desk.day
        follow(on: &desk)
        for index in watches.indices {
            watches[index].daily = Watch.Daily()
            keepQueued(index, on: &desk)
        }
        desk.note(.seen, "day-cleaned", nil, "\(watches.count) positions tracked")
        askHoldings(on: &desk)
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

    /// Whether there is exactly one watch for every open trade.
    func isInStep(with trades: [Trade]) -> Bool {
        guard trades.count == watches.count else { return false }
        for index in trades.indices {
            guard trades[index].instrument == watches[index].instrument, trades[index].entered == watches[index].entered
            else { return false }
        }
        return true
    }

    /// Lets go of closed trades, takes up new ones, and asks for the history that is missing.
    mutating func follow(on desk: inout Desk) {
        let trades = desk.book.openTrades
        if !isInStep(with: trades) { match(trades, on: &desk) }
        for index in watches.indices {
            desk.watch(watches[index].instrument)
            if !watches[index].isCurrent, watches[index].request == nil { askHistory(index, on: &desk) }
        }
    }

    private mutating func match(_ trades: [Trade], on desk: inout Desk) {
        let before = watches
        watches = trades.map { trade in
            before.first { $0.instrument == trade.instrument && $0.entered == trade.entered } ?? newWatch(trade)
        }
        for watch in before
        where !watches.contains(where: { $0.entered == watch.entered && $0.instrument == watch.instrument }) {
            if let key = watch.daily.key { desk.drop(key) }
            if watch.kept != nil {
                remembered[watch.instrument] = nil
                desk.remember(Self.circuitTopic, watch.instrument, "")
            }
            if index(of: watch.instrument) == nil { desk.watch(watch.instrument, false) }
        }
    }
}
