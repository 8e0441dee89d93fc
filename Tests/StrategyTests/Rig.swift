import EMA9SellStrategy
import SaudaCore
import SaudaSimulation

/// An engine with one strategy, a broker that answers as told, and a clock that stands still until it is moved.
struct Rig {
    /// What the broker says to one order command; nothing means it is silent.
    typealias Broker = @Sendable (Command, inout Rig) -> [Report.Kind]

    var engine: Engine
    let instruments: InstrumentTable
    var now: Timestamp
    var day = Day("2026-06-18")!
    var today: TradingDay?
    /// Daily closes before today, by instrument index; empty means the source has none, nil fails.
    var closes: [[Double]?]
    /// What a quote answers; nil fails.
    var quotes: [InstrumentID: (price: Price, at: String)] = [:]
    /// What the broker holds; nil says what the book says.
    var holdings: [HoldingRow]?
    /// What the order book lists when it is asked for; nil fails.
    var orderBook: [ForeignOrder]? = []
    /// What can be spent; nil fails.
    var funds: Money? = .zero
    /// Of every daily candle.
    var volume = Quantity(1000)
    /// What a study answers; without one it fails.
    var studies: [InstrumentID: StudyFigures] = [:]
    var fundamentals: [InstrumentID: Fundamentals] = [:]
    var headlines: [InstrumentID: [Headline]] = [:]
    private(set) var candidates: [Candidate] = []
    /// Kept over the night: the newest of each strategy, instrument and topic.
    private(set) var memos: [Memo] = []
    /// Set to take questions by hand; they then wait in `questions`.
    var isSilent = false
    var broker: Broker = Rig.obliging
    private(set) var questions: [(id: RequestID, question: Question)] = []
    var wakes: [(time: Timestamp, key: WakeKey)] = []
    /// Order commands as text, with the time: "09:15:00 place A SELL 50 @ 101.25".
    private(set) var orders: [String] = []
    /// Notes as "code A: text".
    private(set) var notes: [String] = []
    private(set) var alerts: [Alert] = []
    private(set) var asked: [String] = []
    /// Every event, for a replay.
    private(set) var events: [Event] = []
    private(set) var commands: [Command] = []
    private(set) var placed: [OrderID] = []
    private(set) var brokerIDs = 0
    private var queue: [Event] = []

    init(
        _ shares: [Instrument] = [Instrument(symbol: "A", tick: Price("0.05"))],
        closes: [[Double]?] = [],
        with given: [String: Parameter.Value] = [:],
        strategy: (any Strategy)? = nil,
        ticks: TickLadder = .builtIn,
        limits: RiskLimits = RiskLimits(),
        plan: ChargePlan = .paper
    ) {
        var table = InstrumentTable()
        for share in shares {
            do { try table.add(share) } catch { preconditionFailure("\(error)") }
        }
        instruments = table
        self.closes = closes + Array(repeating: [], count: max(0, shares.count - closes.count))
        let made = strategy ?? EMA9Sell(Parameters(EMA9Sell.parameters, given: given))
        engine = Engine(
            instruments: table,
            accounts: [AccountSetup(name: "main", limits: limits, plan: plan)],
            strategies: [Engine.Entry(name: "ema9-exit", account: AccountID(index: 0), strategy: made)],
            charges: .builtIn,
            ticks: ticks
        )
        now = Day("2020-01-01")!.at(TimeOfDay(8, 0))
    }

    var desk: Desk { engine.desk }
    var book: AccountBook { desk.books[0] }

    func id(_ symbol: String) -> InstrumentID {
        do { return try instruments.find(symbol) } catch { preconditionFailure("\(error)") }
    }

    // MARK: - What happens

    /// Puts a position in, bought at `price` some days ago.
    mutating func hold(
        _ quantity: Int64 = 50,
        of symbol: String = "A",
        at price: Price = "100",
        entered: String = "2026-06-01",
        reason: String = "RSI10_DIP"
    ) {
        let deposit = Deposit(
            account: AccountID(index: 0),
            instrument: id(symbol),
            quantity: Quantity(quantity),
            price: price,
            entered: Day(entered)!.at(TimeOfDay(9, 15)),
            reason: reason,
            isPaid: false
        )
        post(.deposit(deposit))
    }

    /// Starts a day: its reference prices, then the day itself, the questions answered.
    mutating func start(
        _ date: String = "2026-06-18",
        at time: String = "08:30:00",
        holdsPrices: Bool = false,
        references: Bool = true
    ) {
        day = Day(date)!
        now = max(now, day.at(TimeOfDay(time)!))
        wakes.removeAll { $0.time < now }
        if references {
            for id in instruments.ids {
                guard let close = closes[Int(id.index)]?.last else { continue }
                post(.reference(id, previousClose: Price(rupees: close)!, band: nil))
            }
        }
        let hours = TradingDay(day, in: .builtIn, holdsPrices: holdsPrices)
        today = hours
        post(.dayStarted(hours))
    }

    /// Lets the clock run up to and including `time`.
    mutating func run(to time: String) {
        let end = day.at(TimeOfDay(time)!)
        while let next = wakes.min(by: { $0.time < $1.time }), next.time <= end {
            wakes.remove(at: wakes.firstIndex { $0.time == next.time && $0.key == next.key }!)
            now = max(now, next.time)
            post(.clock(next.key))
        }
        now = max(now, end)
    }

    /// A trade at the exchange, after everything due before it.
    mutating func tick(_ price: Price, of symbol: String = "A", at time: String) {
        let moment = day.at(TimeOfDay(time)!)
        while let next = wakes.min(by: { $0.time < $1.time }), next.time < moment {
            run(to: next.time.time.description)
        }
        now = max(now, moment)
        post(.tick(Tick(instrument: id(symbol), price: price, exchangeTime: moment, source: .socket)))
    }

    mutating func band(_ lower: Price, _ upper: Price, of symbol: String = "A") {
        post(.reference(id(symbol), previousClose: .zero, band: PriceBand(lower: lower, upper: upper)))
    }

    mutating func report(_ kind: Report.Kind, of order: OrderID? = nil) {
        post(.report(Report(order ?? placed.last!, kind)))
    }

    /// Fills our last order up to `total` units at `price`.
    mutating func fill(_ total: Int64, at price: Price, of order: OrderID? = nil) {
        report(.traded(total: Quantity(total), value: price * Quantity(total)), of: order)
    }

    /// An order in the account that is not ours.
    mutating func foreign(
        _ id: String,
        _ quantity: Int64,
        of symbol: String = "A",
        side: Side = .sell,
        at price: Price,
        filled: Int64 = 0,
        _ status: ForeignOrder.Status = .open,
        product: Product = .delivery,
        kind: OrderKind = .limit
    ) {
        let order = row(
            id,
            quantity,
            of: symbol,
            side: side,
            at: price,
            filled: filled,
            status,
            product: product,
            kind: kind
        )
        post(.foreign(order))
    }

    /// A line of the order book.
    func row(
        _ id: String,
        _ quantity: Int64,
        of symbol: String = "A",
        side: Side = .sell,
        at price: Price,
        filled: Int64 = 0,
        _ status: ForeignOrder.Status = .open,
        product: Product = .delivery,
        kind: OrderKind = .limit
    ) -> ForeignOrder {
        ForeignOrder(
            account: AccountID(index: 0),
            id: BrokerOrderID(id),
            instrument: self.id(symbol),
            side: side,
            product: product,
            terms: OrderTerms(kind: kind, quantity: Quantity(quantity), limit: kind == .limit ? price : .zero),
            filled: Quantity(filled),
            value: price * Quantity(filled),
            status: status
        )
    }

    mutating func closeDay(_ candles: [String: Double]) {
        run(to: "15:30:00")
        for (symbol, close) in candles.sorted(by: { $0.key < $1.key }) {
            post(.candle(id(symbol), .day, Candle(on: day, close: close, volume: volume)))
            closes[Int(id(symbol).index)]?.append(close)
        }
    }

    mutating func answer(_ index: Int, _ answer: Answer) {
        let question = questions.remove(at: index)
        post(.answer(question.id, answer))
    }

    mutating func post(_ kind: Event.Kind) {
        queue.append(Event(now, kind))
        guard queue.count == 1 else { return }
        while let event = queue.first {
            events.append(event)
            var out: [Command] = []
            engine.handle(event, into: &out)
            commands += out
            for command in out { take(command) }
            queue.removeFirst()
        }
    }

    mutating func forget() {
        orders.removeAll()
        notes.removeAll()
        alerts.removeAll()
        asked.removeAll()
    }

    // MARK: - What the world does with commands

    private mutating func take(_ command: Command) {
        let time = now.time
        switch command {
        case .place(let order):
            placed.append(order.id)
            let name = instruments[order.instrument].symbol
            orders.append("\(time) place \(name) \(order.side) \(text(order.terms))")
        case .modify(let id, _, _, let terms, _): orders.append("\(time) modify #\(id.number) \(text(terms))")
        case .cancel(let id, _, _, _): orders.append("\(time) cancel #\(id.number)")
        case .fetch(let id, let question): return ask(id, question)
        case .wake(let time, let key): return wakes.append((time, key))
        case .candidate(let candidate): return candidates.append(candidate)
        case .remember(let memo): return keep(memo)
        case .watch, .writeOff, .takeUp, .explain, .tie: return
        case .note(let note):
            let name = note.instrument.map { " \(instruments[$0].symbol)" } ?? ""
            return notes.append("\(note.code)\(name): \(note.text)")
        case .alert(let alert): return alerts.append(alert)
        }
        for kind in broker(command, &self) { queue.append(Event(now, .report(Report(command.order!, kind)))) }
    }

    private mutating func keep(_ memo: Memo) {
        memos.removeAll { $0.instrument == memo.instrument && $0.topic == memo.topic && $0.strategy == memo.strategy }
        if !memo.text.isEmpty { memos.append(memo) }
    }

    private func text(_ terms: OrderTerms) -> String {
        switch terms.kind {
        case .limit: "\(terms.quantity) @ \(terms.limit)"
        case .stopLimit: "\(terms.quantity) SL \(terms.trigger) @ \(terms.limit)"
        case .market, .stopMarket: "\(terms.quantity) \(terms.kind)"
        }
    }

    private mutating func ask(_ id: RequestID, _ question: Question) {
        switch question {
        case .history(let share, _): asked.append("\(now.time) history \(instruments[share].symbol)")
        case .quote(let share): asked.append("\(now.time) quote \(instruments[share].symbol)")
        case .holdings: asked.append("\(now.time) holdings")
        case .orderBook: asked.append("\(now.time) order book")
        case .funds: asked.append("\(now.time) funds")
        case .study(let share, _, _, _): asked.append("\(now.time) study \(instruments[share].symbol)")
        case .fundamentals(let share): asked.append("\(now.time) fundamentals \(instruments[share].symbol)")
        case .headlines(let share, _): asked.append("\(now.time) headlines \(instruments[share].symbol)")
        }
        if isSilent { return questions.append((id, question)) }
        queue.append(Event(now, .answer(id, reply(to: question))))
    }

    private func reply(to question: Question) -> Answer {
        switch question {
        case .history(let share, _):
            guard let closes = closes[Int(share.index)] else { return .failure("the source does not know it") }
            return .candles(Candle.days(closes, before: day, volume: volume))
        case .quote(let share):
            guard let quote = quotes[share] else { return .failure("no quote") }
            let time = day.at(TimeOfDay(quote.at)!)
            return .quote(Tick(instrument: share, price: quote.price, exchangeTime: time, source: .rest))
        case .holdings:
            let book = book
            return .holdings(
                holdings
                    ?? book.held.map { HoldingRow(instrument: $0, quantity: book.quantity(of: $0), average: .zero) }
            )
        case .orderBook: return orderBook.map { .orderBook($0) } ?? .failure("no order book")
        case .funds: return funds.map { .funds(available: $0) } ?? .failure("no funds")
        case .study(let share, _, _, _): return studies[share].map { .study($0) } ?? .failure("no study")
        case .fundamentals(let share): return .fundamentals(fundamentals[share])
        case .headlines(let share, _): return .headlines(headlines[share] ?? [])
        }
    }

    mutating func nextBrokerID() -> BrokerOrderID {
        brokerIDs += 1
        return BrokerOrderID("B\(brokerIDs)")
    }

    static let obliging: Broker = { command, rig in
        switch command {
        case .place: [.accepted(rig.nextBrokerID())]
        case .modify: [.modified(request: nil)]
        case .cancel: [.cancelled]
        default: []
        }
    }
}
