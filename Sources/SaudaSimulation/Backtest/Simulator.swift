public import SaudaCore

/// Engine, practice exchange and a clock of its own in one loop, on one thread, without `await`: a backtest, a paper
/// day or a replayed session, depending on who feeds it.
///
/// At equal times market moves come before wake-ups, so a rule that looks at 09:15:00 sees the opening price.
public struct Simulator<R: Recorder> {
    public private(set) var engine: Engine
    public internal(set) var exchange: PracticeExchange
    public var recorder: R
    /// Answers `Question.history`: the candles that end before today.
    var history: HistoryShelf
    public private(set) var now = Timestamp(microseconds: .min)

    private let latency: TimeSpan
    private var timers = Timers<WakeKey>()
    private var underway = Timers<Command>()
    private var queue: [Event] = []
    private var commands: [Command] = []
    /// Instruments that became worth feeding since the feeder last looked.
    var newlyActive: [InstrumentID] = []
    var feed = DayFeed()
    var path: DailyPath
    var today: TradingDay?

    package init(
        engine: Engine,
        exchange: PracticeExchange,
        history: MarketHistory,
        order: ExtremeOrder = .nearerExtremeFirst,
        recorder: R
    ) {
        self.engine = engine
        self.exchange = exchange
        self.history = HistoryShelf(history)
        path = DailyPath(session: TimeOfDay(9, 15)..<TimeOfDay(15, 30), order: order)
        self.recorder = recorder
        latency = exchange.settings.latency
    }

    /// Hands one event to the engine and carries out what follows from it, until nothing does.
    package mutating func post(_ event: Event) throws {
        now = event.time
        try deliver(event)
        if !queue.isEmpty { try drain() }
    }

    /// Puts cash into an account, at the exchange and at the desk.
    package mutating func fund(_ account: AccountID, _ amount: Money, at time: Timestamp) throws {
        exchange.add(cash: amount, to: account)
        try post(Event(time, .cash(account, amount)))
    }

    /// Moves one instrument's market.
    mutating func trade(_ instrument: InstrumentID, at price: Price, isGap: Bool, time: Timestamp) throws {
        now = time
        exchange.trade(instrument, at: price, isGap: isGap, time: time, into: &queue)
        if !queue.isEmpty { try drain() }
        guard engine.desk.market[instrument].isWatched else { return }
        let tick = Tick(instrument: instrument, price: price, exchangeTime: time, source: .simulated)
        try post(Event(time, .tick(tick)))
    }

    mutating func start(_ day: TradingDay, at time: Timestamp) throws {
        exchange.start(day)
        try post(Event(time, .dayStarted(day)))
    }

    /// Closes the exchange for the day.
    mutating func end(at time: Timestamp) throws {
        now = time
        exchange.end(at: time, into: &queue)
        try drain()
    }

    /// Fires everything due before `time`, or at it when `inclusive`.
    mutating func advance(to time: Timestamp, inclusive: Bool) throws {
        while let next = earliest, next < time || (inclusive && next == time) {
            if let due = underway.next, due == next, let (due, command) = underway.pop() {
                now = due
                exchange.accept(command, at: due, into: &queue)
                try drain()
            } else if let (due, key) = timers.pop() {
                try post(Event(max(due, now), .clock(key)))
            }
        }
    }

    var earliest: Timestamp? {
        guard let wake = timers.next else { return underway.next }
        guard let arrival = underway.next else { return wake }
        return min(wake, arrival)
    }

    private mutating func drain() throws {
        var index = 0
        while index < queue.count {
            try deliver(queue[index])
            index += 1
        }
        queue.removeAll(keepingCapacity: true)
    }

    private mutating func deliver(_ event: Event) throws {
        engine.handle(event, into: &commands)
        try recorder.record(event, commands)
        guard !commands.isEmpty else { return }
        // Taken out while carried out: an answer at once is queued, not handled in between.
        var taken: [Command] = []
        swap(&taken, &commands)
        for command in taken { carryOut(command) }
        taken.removeAll(keepingCapacity: true)
        swap(&taken, &commands)
    }

    private mutating func carryOut(_ command: Command) {
        switch command {
        case .place(let request):
            newlyActive.append(request.instrument)
            hand(command)
        case .modify, .cancel:
            hand(command)
        case .fetch(let id, let question):
            queue.append(Event(now, .answer(id, answer(question))))
        case .wake(let time, let key):
            timers.add(key, at: time)
        case .watch(let instrument, true):
            newlyActive.append(instrument)
        case .watch, .note, .alert: break
        }
    }

    private mutating func hand(_ command: Command) {
        if latency == .zero {
            exchange.accept(command, at: now, into: &queue)
        } else {
            underway.add(command, at: now.advanced(by: latency))
        }
    }

    private func answer(_ question: Question) -> Answer {
        switch question {
        case .history(let instrument, let days): .candles(history.candles(of: instrument, days: Int(days)))
        default: exchange.answer(question, at: now)
        }
    }
}

extension Simulator: Sendable where R: Sendable {}
