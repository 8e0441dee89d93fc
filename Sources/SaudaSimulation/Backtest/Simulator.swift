public import SaudaCore

/// Engine, practice exchange and a clock of its own in one loop, on one thread, without `await`: a backtest, a paper
/// day or a replayed session, depending on who feeds it.
///
/// At equal times candles end first, then prices move, then orders arrive, then wake-ups fire: a rule that looks at
/// 09:15:00 sees the opening price.
public struct Simulator<R: Recorder> {
    public private(set) var engine: Engine
    public internal(set) var exchange: PracticeExchange
    public var recorder: R
    /// Answers `Question.history`: the candles that end before today.
    var history: HistoryShelf
    public private(set) var now = Timestamp(microseconds: .min)

    /// The candles that strategies are told of while the day goes on; daily ones come at the close in any case.
    let candles: CandleSpan
    private let latency: TimeSpan
    private let jitter: TimeSpan
    private var timers = Timers<WakeKey>()
    private var underway = Timers<Command>()
    private var queue: [Event] = []
    private var commands: [Command] = []
    var feed = DayFeed()
    var path: DailyPath
    /// Of shares that close in an auction; nil on a day without one.
    var auctionPath: DailyPath?
    /// The day that is open; nil from its close on.
    var today: TradingDay?
    /// The end of the evening that is played; nil before a close and in the night.
    var evening: Timestamp?
    /// From here on the market has not been played.
    private(set) var unplayed = Timestamp(microseconds: .min)

    /// Answers what is asked beyond prices and accounts.
    private var research: ResearchDesk

    package init(
        engine: Engine,
        exchange: PracticeExchange,
        history: MarketHistory,
        order: ExtremeOrder = .nearerExtremeFirst,
        candles: CandleSpan = .day,
        research: ResearchDesk = ResearchDesk(),
        recorder: R
    ) {
        self.engine = engine
        self.exchange = exchange
        self.history = HistoryShelf(history)
        self.candles = candles
        self.research = research
        path = DailyPath(session: TimeOfDay(9, 15)..<TimeOfDay(15, 30), order: order)
        self.recorder = recorder
        latency = exchange.settings.latency
        // An hour at most, which is more than any line takes.
        jitter = min(max(exchange.settings.model.jitter, .zero), .seconds(3600))
    }

    /// Hands one event to the engine and carries out what follows from it, until nothing does.
    package mutating func post(_ event: Event) throws {
        try handle(event)
        feed.sort()
    }

    /// Cuts off all that is known only after `day`, which has not been played yet; another recorder goes on.
    mutating func forgetFuture(after day: Day, _ history: MarketHistory, recorder: R) {
        self.history = HistoryShelf(history.cut(after: day))
        self.recorder = recorder
        research.forget(after: day)
    }

    /// Puts cash into an account, at the exchange and at the desk.
    package mutating func fund(_ account: AccountID, _ amount: Money, at time: Timestamp) throws {
        exchange.add(cash: amount, to: account)
        try post(Event(time, .cash(account, amount)))
    }
}

// MARK: - For the days

extension Simulator {
    mutating func open(_ day: TradingDay, at time: Timestamp) throws {
        now = time
        unplayed = day.open
        exchange.start(day, at: time, into: &queue)
        try handle(Event(time, .dayStarted(day)))
    }

    /// Moves the market; what that fills is told when all of it has moved.
    mutating func trade(_ moves: Range<Int>, at time: Timestamp) throws {
        now = time
        unplayed = time.advanced(by: TimeSpan(microseconds: 1))
        if moves.count > 1, let first = moves.first, feed[first].kind == .open {
            for index in inOrderOfArrival(moves) { trade(index, at: time) }
        } else {
            for index in moves { trade(index, at: time) }
        }
        try drain()
    }

    private mutating func trade(_ index: Int, at time: Timestamp) {
        let move = feed[index]
        exchange.trade(
            move.instrument,
            at: move.price,
            isGap: move.kind == .open,
            number: move.number,
            time: time,
            into: &queue
        )
    }

    /// At an opening the cash may not do for all that waits: who came first is served first.
    private func inOrderOfArrival(_ moves: Range<Int>) -> [Int] {
        let arrivals = moves.map { (index: $0, order: exchange.firstOrder(in: feed[$0].instrument)) }
        return arrivals.sorted { ($0.order, $0.index) < ($1.order, $1.index) }.map(\.index)
    }

    /// Closes the exchange for the day.
    mutating func end(at time: Timestamp) throws {
        now = time
        matchClosings(at: time)
        exchange.end(at: time, into: &queue)
        try drain()
    }

    /// Lets the exchange do what it does of itself at this moment.
    mutating func turn(at time: Timestamp) throws {
        now = max(now, time)
        unplayed = max(unplayed, now)
        exchange.turn(at: now, into: &queue)
        try drain()
    }

    /// Tells what the exchange does between days.
    mutating func tell(_ events: (inout PracticeExchange, inout [Event]) -> Void) throws {
        events(&exchange, &queue)
        try drain()
    }

    /// Closing auctions, in the order in which their oldest orders came.
    private mutating func matchClosings(at time: Timestamp) {
        let closing = closingShares.filter { exchange.hasOrders(in: $0.instrument) }
            .sorted { exchange.firstOrder(in: $0.instrument) < exchange.firstOrder(in: $1.instrument) }
        for share in closing {
            exchange.matchClosing(share.instrument, at: share.price, time: time, into: &queue)
        }
    }

    /// Fires everything due before `time`, or at it when `inclusive`.
    mutating func advance(to time: Timestamp, inclusive: Bool) throws {
        while let next = earliest, next < time || (inclusive && next == time) {
            now = max(next, now)
            unplayed = max(unplayed, now.advanced(by: TimeSpan(microseconds: 1)))
            if underway.next == next, let (_, command) = underway.pop() {
                if case .place(let request) = command { line(up: request.instrument) }
                exchange.accept(command, at: now, into: &queue)
                try drain()
            } else if let (_, key) = timers.pop() {
                try handle(Event(now, .clock(key)))
            }
        }
    }

    /// When the next order arrives or wake-up fires.
    var earliest: Timestamp? {
        guard let wake = timers.next else { return underway.next }
        guard let arrival = underway.next else { return wake }
        return min(wake, arrival)
    }

    mutating func handle(_ event: Event) throws {
        now = event.time
        unplayed = max(unplayed, now)
        try deliver(event)
        if !queue.isEmpty { try drain() }
    }
}

// MARK: - Carrying out

extension Simulator {
    /// Tells the engine of today's daily candles, in order. What follows from one is carried out before the next is told.
    mutating func tellCandles(at time: Timestamp) throws {
        now = time
        unplayed = max(unplayed, now)
        let table = history.table
        var place = history.today.lowerBound
        let end = history.today.upperBound
        while place < end {
            let isQuiet = !recorder.keepsQuietCandles
            place += engine.handle(
                table.candles.span.extracting(place..<(isQuiet ? end : place + 1)),
                of: table.instruments.span.extracting(place..<end),
                .day,
                at: time,
                into: &commands
            )
            if isQuiet, commands.isEmpty { continue }
            let (id, candle) = (table.instruments[place - 1], table.candles[place - 1])
            try finish(Event(time, .candle(id, .day, candle)))
            if !queue.isEmpty { try drain() }
        }
    }

    /// Tells the engine of one candle, and carries out what follows from it.
    mutating func tell(_ candle: Candle, _ span: CandleSpan, of id: InstrumentID, at time: Timestamp) throws {
        now = time
        unplayed = max(unplayed, now)
        engine.handle(candle, span, of: id, at: time, into: &commands)
        guard recorder.keepsQuietCandles || !commands.isEmpty else { return }
        try finish(Event(time, .candle(id, span, candle)))
        if !queue.isEmpty { try drain() }
    }

    private mutating func drain() throws {
        guard !queue.isEmpty else { return }
        var index = 0
        while index < queue.count {
            try deliver(queue[index])
            index += 1
        }
        queue.removeAll(keepingCapacity: true)
    }

    private mutating func deliver(_ event: Event) throws {
        engine.handle(event, into: &commands)
        try finish(event)
    }

    /// Records what the engine made of an event, and carries it out.
    private mutating func finish(_ event: Event) throws {
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
            line(up: request.instrument)
            hand(command)
        case .modify, .cancel:
            hand(command)
        case .fetch(let id, let question):
            queue.append(Event(now, .answer(id, answer(question))))
        case .wake(let time, let key):
            timers.add(key, at: time)
        case .watch(let instrument, true):
            line(up: instrument)
        case .watch, .note, .alert, .writeOff, .takeUp, .explain, .candidate, .remember, .tie: break
        }
    }

    private mutating func hand(_ command: Command) {
        let delay = delay(of: command)
        if delay == .zero {
            exchange.accept(command, at: now, into: &queue)
        } else {
            underway.add(command, at: now.advanced(by: delay))
        }
    }

    /// The last day whose candle has ended.
    private var lastClosed: Day { today == nil ? now.day : now.day.advanced(by: -1) }

    /// The latency and what the dice add for this order and request.
    private func delay(of command: Command) -> TimeSpan {
        guard jitter > .zero else { return latency }
        let (order, request): (OrderID, UInt32) =
            switch command {
            case .place(let request): (request.id, 1)
            case .modify(let id, _, _, _, let request), .cancel(let id, _, _, let request): (id, request)
            default: (OrderID(number: 0), 0)
            }
        let seed = SplitMix64.seed(
            SplitMix64.seed(exchange.settings.model.seed, for: order.number),
            for: UInt64(request)
        )
        var random = SplitMix64(seed: seed)
        let more = Int64(random.below(Int(jitter.microseconds) + 1))
        return TimeSpan(microseconds: latency.microseconds + more)
    }

    private mutating func answer(_ question: Question) -> Answer {
        switch question {
        case .history(let instrument, let days):
            return .candles(history.candles(of: instrument, days: Int(days), before: now.day))
        case .quote(let instrument):
            line(up: instrument)
            return isBeforeOpening ? indicativePrice(of: instrument) : exchange.answer(question)
        case .study(let instrument, let strategy, let days, let capital):
            return research.study(
                of: instrument,
                by: strategy,
                days: days,
                capital: capital,
                in: history,
                on: lastClosed
            )
        case .fundamentals(let instrument):
            return research.fundamentals(of: instrument, on: now.day)
        case .headlines(let instrument, let days):
            return research.headlines(of: instrument, days: days, on: now.day)
        case .funds, .holdings, .orderBook:
            return exchange.answer(question)
        }
    }
}

extension Simulator: Sendable where R: Sendable {}
