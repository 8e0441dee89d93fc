import SaudaCore
import Synchronization

/// What a puppet is told to do next, and what it was told by the engine.
final class Script: Sendable {
    typealias Step = @Sendable (inout Desk) -> Void

    private let steps = Mutex<[Step]>([])
    private let heard = Mutex<[String]>([])

    func add(_ step: @escaping Step) { steps.withLock { $0.append(step) } }

    func take() -> [Step] {
        steps.withLock { steps in
            defer { steps = [] }
            return steps
        }
    }

    func hear(_ line: String) { heard.withLock { $0.append(line) } }

    /// Everything heard since the last look.
    func lines() -> [String] {
        heard.withLock { lines in
            defer { lines = [] }
            return lines
        }
    }
}

/// A strategy on strings: when woken it does what the test wrote down.
struct Puppet: Strategy {
    let script: Script

    mutating func woke(_ label: UInt32, on desk: inout Desk) { for step in script.take() { step(&desk) } }

    mutating func tick(_ tick: Tick, on desk: inout Desk) { script.hear("tick \(tick.price)") }

    mutating func targetChanged(_ key: TargetKey, on desk: inout Desk) {
        script.hear("changed \(desk.status(of: key).map { "\($0)" } ?? "nothing")")
    }

    mutating func answered(_ request: RequestID, _ answer: Answer, on desk: inout Desk) {
        script.hear("answer \(request.number)")
    }

    mutating func foreignOrder(_ order: ForeignOrder, before: ForeignOrder?, on desk: inout Desk) {
        script.hear("foreign \(order.id) \(order.filled) after \(before?.filled ?? .zero)")
    }
}

/// An engine with one account, one puppet and a hand on the clock. It starts on Friday 2026-11-20 at 10:00, the market
/// open, DALBHARAT at 2100 as yesterday, and no money limits.
struct EngineBench {
    static let friday = Day(year: 2026, month: 11, day: 20) ?? Day(number: 0)
    static let monday = friday.advanced(by: 3)
    /// A share, the S0-6 example; no freeze quantity.
    static let share = InstrumentID(index: 0)
    /// A share that is frozen above 1,000.
    static let frozen = InstrumentID(index: 1)
    /// A future: lot 65, freeze 1,800.
    static let future = InstrumentID(index: 2)
    static let account = AccountID(index: 0)

    var engine: Engine
    var now: Timestamp
    let script = Script()
    /// All commands so far.
    var sent: [Command] = []

    init(
        limits: RiskLimits = RiskLimits(),
        traits: VenueTraits = .practice,
        plan: ChargePlan = .paper,
        cash: Money = Money(rupees: 10_000_000),
        startsDay: Bool = true
    ) throws {
        var table = InstrumentTable()
        try table.add(Instrument(symbol: "DALBHARAT", tick: Price(paise: 10)))
        try table.add(Instrument(symbol: "ICEBERG", tick: Price(paise: 5), freeze: Quantity(1000)))
        try table.add(
            Instrument(
                symbol: "NIFTY26NOVFUT",
                series: "",
                segment: .nseDerivatives,
                kind: .future(expiry: Self.friday.advanced(by: 4)),
                tick: Price(paise: 10),
                lot: Quantity(65),
                freeze: Quantity(1800)
            )
        )
        engine = Engine(
            instruments: table,
            accounts: [AccountSetup(name: "main", limits: limits, traits: traits, plan: plan)],
            strategies: [Engine.Entry(name: "puppet", account: Self.account, strategy: Puppet(script: script))],
            charges: .builtIn,
            ticks: .builtIn
        )
        now = Self.friday.at(TimeOfDay(8, 30))
        post(.cash(Self.account, cash))
        guard startsDay else { return }
        start(Self.friday)
        now = Self.friday.at(TimeOfDay(10, 0))
        for (id, rupees) in [(Self.share, 2100), (Self.frozen, 100), (Self.future, 26_000)] as [(InstrumentID, Int64)] {
            post(.reference(id, previousClose: Price(rupees: rupees), band: nil))
            tick(Price(rupees: rupees), of: id)
        }
    }

    var desk: Desk { engine.desk }
    var book: AccountBook { engine.desk.books[0] }

    // MARK: - Happenings

    @discardableResult
    mutating func post(_ kind: Event.Kind) -> [Command] {
        var commands: [Command] = []
        engine.handle(Event(now, kind), into: &commands)
        sent += commands
        return commands
    }

    @discardableResult
    mutating func start(_ day: Day, settlement: Day? = nil) -> [Command] {
        let next = day.weekday == .friday ? day.advanced(by: 3) : day.advanced(by: 1)
        let close = day.at(TimeOfDay(15, 30))
        now = max(now, day.at(TimeOfDay(8, 30)))
        return post(
            .dayStarted(
                TradingDay(
                    day: day,
                    open: day.at(TimeOfDay(9, 15)),
                    close: close,
                    auctionFrom: close,
                    settlement: settlement ?? next,
                    holdsPrices: false
                )
            )
        )
    }

    mutating func tick(_ price: Price, of instrument: InstrumentID = share, age: TimeSpan = .zero) {
        let time = now.advanced(by: TimeSpan(microseconds: -age.microseconds))
        post(.tick(Tick(instrument: instrument, price: price, exchangeTime: time, source: .socket)))
    }

    mutating func wait(_ span: TimeSpan) { now = now.advanced(by: span) }

    /// Lets the engine's own wake-up ring.
    @discardableResult
    mutating func wake(at time: Timestamp) -> [Command] {
        now = max(now, time)
        return post(.clock(WakeKey(owner: StrategyID(index: 0), label: 0, isEngine: true)))
    }

    /// Has the strategy do something at once.
    @discardableResult
    mutating func act(_ step: @escaping Script.Step) -> [Command] {
        script.add(step)
        return post(.clock(WakeKey(owner: StrategyID(index: 0), label: 0)))
    }

    @discardableResult
    mutating func set(_ target: Target) -> [Command] { act { $0.set(target) } }

    @discardableResult
    mutating func drop(_ key: TargetKey) -> [Command] { act { $0.drop(key) } }

    /// What the broker says of order `number`.
    @discardableResult
    mutating func hear(_ number: UInt64, _ kind: Report.Kind) -> [Command] {
        post(.report(Report(OrderID(number: number), kind)))
    }

    @discardableResult
    mutating func accept(_ number: UInt64) -> [Command] { hear(number, .accepted(BrokerOrderID("B\(number)"))) }

    @discardableResult
    mutating func trade(_ number: UInt64, _ total: Int64, at price: Price) -> [Command] {
        hear(number, .traded(total: Quantity(total), value: price * Quantity(total)))
    }

    /// Shares that are there since long ago.
    mutating func hold(_ units: Int64, of instrument: InstrumentID = share, at price: Price = Price(rupees: 2000)) {
        post(
            .deposit(
                Deposit(
                    account: Self.account,
                    instrument: instrument,
                    quantity: Quantity(units),
                    price: price,
                    entered: Self.friday.advanced(by: -10).at(TimeOfDay(10, 0)),
                    reason: "CARRIED",
                    isPaid: false
                )
            )
        )
    }
}

// MARK: - Short forms

extension EngineBench {
    static func key(_ instrument: InstrumentID = share, day: Day = friday, leg: UInt16 = 0) -> TargetKey {
        TargetKey(strategy: StrategyID(index: 0), account: account, instrument: instrument, day: day, leg: leg)
    }

    /// A sell of `units` at `paise`.
    static func sell(
        _ units: Int64,
        at paise: Int64,
        of instrument: InstrumentID = share,
        revision: UInt32 = 0,
        persistence: Target.Persistence = .once
    ) -> Target {
        Target(
            key(instrument),
            revision: revision,
            .sell,
            Quantity(units),
            .limit(Price(paise: paise)),
            persistence: persistence,
            reason: "TEST"
        )
    }

    static func buy(
        _ units: Int64,
        at paise: Int64,
        of instrument: InstrumentID = share,
        revision: UInt32 = 0,
        persistence: Target.Persistence = .once
    ) -> Target {
        var target = sell(units, at: paise, of: instrument, revision: revision, persistence: persistence)
        target.side = .buy
        return target
    }

    func status(_ key: TargetKey = key()) -> TargetStatus? { engine.desk.status(of: key) }
}

extension [Command] {
    var places: [OrderRequest] { compactMap { if case .place(let request) = $0 { request } else { nil } } }
    var modifies: [OrderTerms] { compactMap { if case .modify(_, _, _, let terms, _) = $0 { terms } else { nil } } }
    var cancels: [OrderID] { compactMap { if case .cancel(let id, _, _, _) = $0 { id } else { nil } } }
    var alerts: [String] { compactMap { if case .alert(let alert) = $0 { alert.code } else { nil } } }
    var notes: [String] { compactMap { if case .note(let note) = $0 { note.code } else { nil } } }
    var wakes: [Timestamp] { compactMap { if case .wake(let time, let key) = $0, key.isEngine { time } else { nil } } }
    /// Orders placed, changed or cancelled.
    var intents: Int { count { $0.isIntent } }
}
