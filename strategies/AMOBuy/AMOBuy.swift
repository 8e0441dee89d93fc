public import SaudaCore

/// Buys oversold shares of an uptrend with after-market orders, and averages down (sections 2 to 5 of the trading rules).
///
/// In the evening each share whose RSI10 is under its limit is analysed and scored, one per answer; the best are bought
/// for the next opening. Before the open the queue of failed orders is worked and waiting orders are resized. What it
/// bought is sold by another strategy of the same account.
public struct AMOBuy: Strategy {
    let settings: Settings
    let scorer: Scorer
    /// By instrument index.
    var shares: [Share] = []
    var today: TradingDay?
    /// The newest day on which anything has a candle.
    var lastSession: Day?

    /// What is under way, and what comes after it.
    var errand: Errand?
    var agenda: [Errand] = []
    var done: Set<Errand> = []
    /// Given up once today, and tried again a minute later (SVC-4).
    var triedTwice: Set<Errand> = []
    var question = OpenQuestion()

    var loading: [InstrumentID] = []
    var evening = Evening()
    var picks = Picks()
    var preflight = Preflight()
    var counters = BuyCounters()
    var adjustment = Adjustment()

    /// In the order of instruments, one each.
    var queue: [FailedOrder] = []
    var pending: [PendingBuy] = []
    var tracked: [Tracking] = []

    /// One instrument as this strategy sees it.
    struct Share: Sendable {
        var chart = Chart()
        /// SIG-1.
        var isAdmitted = false
        var isLoaded = false
        /// A candle that came before the history did.
        var early: Candle?
        /// RSI10 of the evening before the trade that was open when the history came, which the chart may not keep.
        var entry: (entered: Timestamp, rsi: Double)?
    }

    public init(_ parameters: Parameters) {
        settings = Settings(parameters)
        scorer = Scorer(
            settings.profile,
            minimumCombined: settings.minimumCombined,
            isParity: settings.scoresAsOriginals
        )
    }

    // MARK: - The day

    public mutating func dayStarted(_ day: TradingDay, on desk: inout Desk) {
        if today?.day != day.day {
            done.removeAll(keepingCapacity: true)
            agenda.removeAll(keepingCapacity: true)
            errand = nil
            question = OpenQuestion()
            triedTwice.removeAll(keepingCapacity: true)
        }
        today = day
        if shares.isEmpty { readUniverse(on: desk) }
        verifyPending(on: &desk)
        watchOrphans(on: &desk)
        let schedule = Schedule(day)
        for errand in Errand.scheduled {
            guard let time = schedule.time(of: errand), desk.now < time.advanced(by: Schedule.window) else { continue }
            if errand == .premarketAdjustment, !settings.adjustsBeforeOpen { continue }
            desk.wake(at: time, label: errand.rawValue)
        }
        if shares.contains(where: { $0.isAdmitted && !$0.isLoaded }) { begin(.load, on: &desk) }
    }

    public mutating func candle(
        _ candle: Candle,
        _ span: CandleSpan,
        of instrument: InstrumentID,
        on desk: inout Desk
    ) {
        let index = Int(instrument.index)
        guard span == .day, index < shares.count, shares[index].isAdmitted else { return }
        if shares[index].isLoaded {
            shares[index].chart.append(candle)
        } else {
            shares[index].early = candle
        }
        note(session: candle.start.day)
    }

    @inline(__always)
    mutating func note(session day: Day) {
        if lastSession.map({ $0 < day }) ?? true { lastSession = day }
    }

    public mutating func woke(_ label: UInt32, on desk: inout Desk) {
        switch label {
        case Label.patience: checkPatience(on: &desk)
        case Label.again: readAgain(on: &desk)
        case Label.orphans: watchOrphans(on: &desk)
        case Label.secondTry...: if let errand = Errand(rawValue: label - Label.secondTry) { begin(errand, on: &desk) }
        default: if let errand = Errand(rawValue: label) { begin(errand, on: &desk) }
        }
    }

    /// A person asks for a line of the schedule; what was done today is not done again (SVC-4).
    public mutating func run(_ job: Job, on desk: inout Desk) {
        guard let errand = Errand(job) else { return }
        if done.contains(errand) { return desk.note(.seen, "already-done", nil, job.name) }
        begin(errand, on: &desk)
    }
}
