/// Turns events into commands, in backtest, paper, live and replay alike. Synchronous; the only road there is.
///
/// The same set-up and the same events give the same commands, byte for byte.
public struct Engine: Sendable {
    public private(set) var desk: Desk
    private var strategies: [any Strategy]

    /// One configured strategy.
    public struct Entry: Sendable {
        /// The name it has in config.yaml.
        public var name: String
        public var account: AccountID
        public var strategy: any Strategy

        public init(name: String, account: AccountID, strategy: any Strategy) {
            self.name = name
            self.account = account
            self.strategy = strategy
        }
    }

    /// - Precondition: every entry's account is one of `accounts`.
    public init(
        instruments: InstrumentTable,
        accounts: [AccountSetup],
        strategies: [Entry],
        charges: ChargeSchedule,
        ticks: TickLadder
    ) {
        precondition(strategies.allSatisfy { Int($0.account.index) < accounts.count }, "an account is missing")
        desk = Desk(
            instruments: instruments,
            accounts: accounts,
            slots: strategies.map { Desk.Slot(name: $0.name, account: $0.account) },
            charges: charges,
            ticks: ticks
        )
        self.strategies = strategies.map(\.strategy)
    }

    /// Handles one event and appends what it wants done, in order.
    public mutating func handle(_ event: Event, into commands: inout [Command]) {
        swap(&desk.outbox, &commands)
        desk.now = event.time
        switch event.kind {
        case .tick(let tick):
            guard desk.market.apply(tick, at: event.time, on: desk.day, from: desk.midnight) else { break }
            forEach { $0.tick(tick, on: &$1) }
        case .candle(let instrument, let span, let candle):
            take(candle, span, of: instrument)
        case .clock(let key):
            wake(key)
        case .report(let report):
            desk.apply(report)
        case .answer(let request, let answer):
            guard let owner = desk.askers.removeValue(forKey: request) else { break }
            ask(owner) { $0.answered(request, answer, on: &$1) }
        case .foreign(let order):
            let before = desk.take(order)
            forEach(on: order.account) { $0.foreignOrder(order, before: before, on: &$1) }
        case .dayStarted(let day):
            desk.start(day)
            forEach { $0.dayStarted(day, on: &$1) }
        case .deposit(let deposit):
            desk.take(deposit)
        case .cash(let account, let amount):
            desk.add(cash: amount, to: account)
        case .reference(let instrument, let previousClose, let band):
            desk.market.setReference(instrument, previousClose: previousClose, band: band, on: event.time.day)
        case .control(let control):
            desk.control(control)
        case .job(let job):
            forEach { $0.run(job, on: &$1) }
        case .remembered(let memos):
            for memo in memos { ask(memo.strategy) { $0.remembered(memo, on: &$1) } }
        case .carriedOrder(let order):
            desk.take(order)
        case .carriedHolding(let holding):
            desk.take(holding)
        case .lastOrder(let id):
            desk.orders.count(through: id)
        case .dayEnded: break
        }
        tellChanges()
        swap(&desk.outbox, &commands)
    }

    /// Handles candles that end together as if each came in an event of its own, up to the first one that has something
    /// done: whoever carries that out comes back with the rest.
    ///
    /// - Parameter instruments: whose they are, in the same places.
    /// - Returns: how many were handled.
    package mutating func handle(
        _ candles: Span<Candle>,
        of instruments: Span<InstrumentID>,
        _ span: CandleSpan,
        at time: Timestamp,
        into commands: inout [Command]
    ) -> Int {
        swap(&desk.outbox, &commands)
        desk.now = time
        var count = 0
        while count < candles.count, desk.outbox.isEmpty {
            take(candles[count], span, of: instruments[count])
            count += 1
        }
        swap(&desk.outbox, &commands)
        return count
    }

    /// Handles one candle, as `handle` does its event.
    package mutating func handle(
        _ candle: Candle,
        _ span: CandleSpan,
        of instrument: InstrumentID,
        at time: Timestamp,
        into commands: inout [Command]
    ) {
        swap(&desk.outbox, &commands)
        desk.now = time
        take(candle, span, of: instrument)
        swap(&desk.outbox, &commands)
    }

    @inline(__always)
    private mutating func take(_ candle: Candle, _ span: CandleSpan, of instrument: InstrumentID) {
        desk.market.apply(candle, of: instrument, at: desk.now, on: desk.day)
        forEach { $0.candle(candle, span, of: instrument, on: &$1) }
        if !desk.changes.isEmpty { tellChanges() }
    }

    /// What each strategy has in mind beyond its orders, in their order.
    package func outlook() -> [(strategy: StrategyID, outlook: Outlook)] {
        var desk = desk
        var all: [(strategy: StrategyID, outlook: Outlook)] = []
        for index in strategies.indices {
            desk.current = StrategyID(index: UInt16(index))
            for outlook in strategies[index].outlook(on: desk) { all.append((desk.current, outlook)) }
        }
        return all
    }

    private mutating func wake(_ key: WakeKey) {
        guard key.isEngine else { return ask(key.owner) { $0.woke(key.label, on: &$1) } }
        desk.reconcileAll()
    }

    /// Tells each strategy of its targets that moved; that may move others, so until there are none.
    private mutating func tellChanges() {
        var index = 0
        while index < desk.changes.count {
            let key = desk.changes[index]
            index += 1
            ask(key.strategy) { $0.targetChanged(key, on: &$1) }
        }
        if index > 0 { desk.changes.removeAll(keepingCapacity: true) }
    }

    @inline(__always)
    private mutating func forEach(_ body: (inout any Strategy, inout Desk) -> Void) {
        for index in strategies.indices {
            desk.current = StrategyID(index: UInt16(index))
            body(&strategies[index], &desk)
        }
    }

    private mutating func forEach(on account: AccountID, _ body: (inout any Strategy, inout Desk) -> Void) {
        for index in strategies.indices where desk.slots[index].account == account {
            desk.current = StrategyID(index: UInt16(index))
            body(&strategies[index], &desk)
        }
    }

    private mutating func ask(_ owner: StrategyID, _ body: (inout any Strategy, inout Desk) -> Void) {
        guard Int(owner.index) < strategies.count else { return }
        desk.current = owner
        body(&strategies[Int(owner.index)], &desk)
    }
}
