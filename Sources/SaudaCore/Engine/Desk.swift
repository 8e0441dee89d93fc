/// What a strategy sees and may do: prices, books, its targets; set, drop, ask, wake, note.
///
/// It is also the whole state of the engine but the strategies' own, so that a fold over the journal rebuilds it.
public struct Desk: Sendable {
    public let instruments: InstrumentTable
    public let accounts: [AccountSetup]
    @usableFromInline let slots: [Slot]
    let charges: ChargeSchedule
    let ticks: TickLadder

    /// The time of the event at hand.
    public internal(set) var now = Timestamp(microseconds: .min)
    /// Nil before the first trading day has started.
    public internal(set) var today: TradingDay?
    /// The start of `today`; every tick is of that day when none has started.
    var midnight = Timestamp(microseconds: .min)
    public internal(set) var market: MarketView
    public internal(set) var books: [AccountBook]
    public internal(set) var gates: [RiskGate]
    /// Nothing is placed or changed (`Control.stop`).
    public internal(set) var isStopped = false

    /// The strategy being asked.
    @usableFromInline var current = StrategyID(index: 0)
    var targets = TargetShelf()
    /// Ended targets and orders of days before this one are gone.
    var forgottenBefore = Day(number: 0)
    /// Targets that may still do something, in the order they were set.
    var live: [LiveTarget] = []
    var orders = OrderShelf()
    /// Foreign orders that serve a target of ours.
    var adopted: [ForeignKey: OrderID] = [:]
    /// The strategies that want ticks of an instrument.
    var watchers: [InstrumentID: [StrategyID]] = [:]
    var outbox: [Command] = []
    /// Targets whose status moved without their strategy asking, in order.
    var changes: [TargetKey] = []
    var requests: UInt64 = 0
    var askers: [RequestID: StrategyID] = [:]
    var startEquity: [Money]
    /// By account.
    var rates: [DayRates]
    let offers: [Offer]

    /// A target that is not over, and its slot on the shelf.
    struct LiveTarget: Sendable {
        var key: TargetKey
        var slot: Int
    }

    /// Two brokers may use the same number.
    struct ForeignKey: Hashable {
        var account: AccountID
        var id: BrokerOrderID
    }

    /// A configured strategy's place.
    @usableFromInline struct Slot: Sendable {
        var name: String
        @usableFromInline var account: AccountID
    }

    init(
        instruments: InstrumentTable,
        accounts: [AccountSetup],
        slots: [Slot],
        charges: ChargeSchedule,
        ticks: TickLadder
    ) {
        self.instruments = instruments
        self.accounts = accounts
        self.slots = slots
        self.charges = charges
        self.ticks = ticks
        market = MarketView(count: instruments.count)
        books = accounts.indices.map { AccountBook(id: AccountID(index: UInt16($0))) }
        gates = accounts.map { RiskGate(limits: $0.limits) }
        startEquity = accounts.map { _ in .zero }
        rates = accounts.map { DayRates(charges, $0.plan, on: Day(number: 0)) }
        offers = accounts.map { Offer($0.traits) }
    }
}

/// An account as the engine needs to know it.
public struct AccountSetup: Sendable {
    /// As in config.yaml.
    public var name: String
    public var limits: RiskLimits
    public var traits: VenueTraits
    public var plan: ChargePlan

    public init(
        name: String,
        limits: RiskLimits = RiskLimits(),
        traits: VenueTraits = .practice,
        plan: ChargePlan = .paper
    ) {
        self.name = name
        self.limits = limits
        self.traits = traits
        self.plan = plan
    }
}

// MARK: - Reading

extension Desk {
    /// The calendar day of `now`.
    public var day: Day { today?.day ?? now.day }

    /// The account of the strategy being asked.
    @inlinable public var account: AccountID { slots[Int(current.index)].account }

    /// The book of the strategy's own account. What is asked of it is read in place; kept in a variable it is a copy.
    @inlinable public var book: AccountBook {
        @inline(__always) get { books[Int(slots[Int(current.index)].account.index)] }
    }

    /// What the strategy's own account holds of an instrument for delivery.
    @inlinable public func quantity(of instrument: InstrumentID) -> Quantity {
        // Read here, not by a call: that would copy the desk, and this is asked with every candle.
        let index = Int(instrument.index)
        let account = Int(slots[Int(current.index)].account.index)
        return index < books[account].quantities.count ? books[account].quantities[index] : .zero
    }

    /// Whether a question of a strategy is open.
    package var isAsking: Bool { !askers.isEmpty }

    /// What all accounts have in cash, and in everything held at the last prices.
    package var worth: (cash: Money, invested: Money) {
        var sum = (cash: Money.zero, invested: Money.zero)
        for index in books.indices {
            sum.cash += books[index].cash
            sum.invested += books[index].invested(at: market)
        }
        return sum
    }

    /// Names an intention of the strategy being asked, for today unless said otherwise.
    public func key(_ instrument: InstrumentID, day: Day? = nil, leg: UInt16 = 0) -> TargetKey {
        TargetKey(strategy: current, account: account, instrument: instrument, day: day ?? self.day, leg: leg)
    }

    /// The last price, or nil when it is older than `age` (SEL-6) or there is none. Where the day's data say that
    /// prices come seldom, the last one of the day stands.
    public func price(of instrument: InstrumentID, notOlderThan age: TimeSpan) -> Price? {
        let quote = market[instrument]
        guard quote.last.raw > 0, quote.day == day else { return nil }
        if today?.holdsPrices == true || now.since(quote.exchangeTime) <= age { return quote.last }
        return nil
    }

    /// The tick size for that price today: the instrument list's, else the dated ladder's (DEC-14).
    public func tick(of instrument: InstrumentID, at price: Price) -> Price {
        instruments[instrument].tick ?? ticks.tick(for: price, on: day)
    }

    public func status(of key: TargetKey) -> TargetStatus? { targets.slot(of: key).map { status(at: $0) } }

    /// Read in place: the record is large.
    func status(at slot: Int) -> TargetStatus {
        let filled = targets.records[slot].filled
        if let ending = targets.records[slot].ending { return .ended(ending, filled: filled) }
        guard let first = targets.records[slot].live.first else { return .waiting }
        return .working(limit: orders.asked(first)?.limit ?? .zero, filled: filled)
    }

    /// The total filled so far under a key.
    public func filled(_ key: TargetKey) -> Quantity { targets[key]?.filled ?? .zero }

    /// The value of what this day has filled under a key; what was filled the evening before is not in it.
    public func value(_ key: TargetKey) -> Money { targets[key]?.value ?? .zero }
}

// MARK: - Asking and telling

extension Desk {
    /// Asks a question. The answer comes to the strategy's `answered(_:_:on:)`.
    public mutating func fetch(_ question: Question) -> RequestID {
        requests += 1
        let id = RequestID(number: requests)
        askers[id] = current
        outbox.append(.fetch(id, question))
        return id
    }

    /// Asks to be woken. A moment that has passed wakes at once after the event at hand.
    public mutating func wake(at time: Timestamp, label: UInt32 = 0) {
        outbox.append(.wake(at: max(time, now), WakeKey(owner: current, label: label)))
    }

    /// Wants ticks of an instrument from now on, or no longer. They come as long as any strategy wants them.
    public mutating func watch(_ instrument: InstrumentID, _ isWanted: Bool = true) {
        var wanting = watchers[instrument] ?? []
        let place = wanting.firstIndex(of: current)
        if isWanted, place == nil { wanting.append(current) }
        if !isWanted, let place { wanting.remove(at: place) }
        watchers[instrument] = wanting.isEmpty ? nil : wanting
        let isWatched = !wanting.isEmpty
        if market.setWatched(instrument, isWatched) { outbox.append(.watch(instrument, isWatched)) }
    }

    /// Keeps a decision in the journal.
    public mutating func note(
        _ kind: Decision.Kind,
        _ code: String,
        _ instrument: InstrumentID? = nil,
        _ text: @autoclosure () -> String = ""
    ) {
        outbox.append(
            .note(Decision(strategy: current, instrument: instrument, kind: kind, code: code, text: text()))
        )
    }

    /// Puts a row into the candidates table (SCO-7).
    public mutating func list(_ candidate: Candidate) { outbox.append(.candidate(candidate)) }

    /// Keeps a text for tomorrow morning, in place of the one of that topic; an empty one forgets it.
    public mutating func remember(_ topic: String, _ instrument: InstrumentID, _ text: String) {
        outbox.append(.remember(Memo(strategy: current, instrument: instrument, topic: topic, text: text)))
    }

    /// The strategy being asked, for `Question.study` and candidates.
    public var strategy: StrategyID { current }

    /// Tells a person.
    public mutating func alert(_ level: Alert.Level, _ code: String, _ instrument: InstrumentID?, _ text: String) {
        outbox.append(.alert(Alert(level, strategy: current, instrument: instrument, code: code, text: text)))
    }
}
