import SaudaCore
import SaudaStore

/// A day of a real engine against a moody broker, everything recorded as the service records it.
struct BooksEngineDay {
    private(set) var engine: Engine
    private(set) var script: BooksDay
    private var dice: SeededGenerator
    private var time: Timestamp
    /// What the broker holds, by our number.
    private var held: [OrderID: Held] = [:]
    /// Reports on their way.
    private var reports: [Report] = []
    private var foreign: [ForeignOrder] = []
    /// Our numbers of foreign orders, once a change has told them.
    private var adopted: [BrokerOrderID: OrderID] = [:]

    private struct Held {
        var terms: OrderTerms
        var filled = Quantity.zero
        var value = Money.zero
        var isOpen = true
    }

    init(seed: UInt64, plan: ChargePlan) throws {
        script = BooksDay()
        dice = SeededGenerator(state: seed)
        time = script.at(8, 30)
        let strategies = ["main", "second"].indices.map { index in
            Engine.Entry(
                name: "restless-\(index)",
                account: AccountID(index: UInt16(index)),
                strategy: RestlessStrategy(dice: SeededGenerator(state: seed &+ UInt64(index) &+ 1))
            )
        }
        engine = Engine(
            instruments: try BooksDay.instruments(),
            accounts: ["main", "second"].map { AccountSetup(name: $0, plan: plan) },
            strategies: strategies,
            charges: .builtIn,
            ticks: .builtIn
        )
    }

    /// Runs the whole day.
    mutating func run(steps: Int) {
        for account in [BooksDay.main, BooksDay.second] {
            happen(.cash(account, Money(raw: 50_000_000_000)))
        }
        happen(.deposit(deposit(BooksDay.tcs, isPaid: false)))
        happen(.deposit(deposit(BooksDay.infy, isPaid: true)))
        let before = script.entries.count
        script.start()
        let start = script.entries[before]
        if case .event(let event) = start.entry { handle(event) }
        time = script.at(9, 15)
        for _ in 0..<steps / 2 { step() }
        happen(.deposit(deposit(BooksDay.reliance, isPaid: true)))
        for _ in 0..<steps / 2 { step() }
        time = script.at(15, 30)
        happen(.clock(WakeKey(owner: StrategyID(index: 0), label: 9)))
    }

    private func deposit(_ instrument: InstrumentID, isPaid: Bool) -> Deposit {
        Deposit(
            account: BooksDay.main,
            instrument: instrument,
            quantity: Quantity(37),
            price: Price(raw: 14_321_100),
            entered: time,
            reason: "carried",
            isPaid: isPaid
        )
    }

    private mutating func step() {
        time = Timestamp(microseconds: time.microseconds + Int64.random(in: 1...900_000, using: &dice))
        switch Int.random(in: 0..<10, using: &dice) {
        case 0..<3:
            let instrument = InstrumentID(index: UInt32.random(in: 0..<4, using: &dice))
            let price = Price(paise: Int64.random(in: 90_000...110_000, using: &dice) / 5 * 5)
            happen(.tick(Tick(instrument: instrument, price: price, exchangeTime: time, source: .simulated)))
        case 3: act(byHand: Bool.random(using: &dice))
        case 4, 5: fill()
        default:
            for report in reports.prefix(6) { happen(.report(report)) }
            reports.removeFirst(min(6, reports.count))
        }
    }

    private mutating func happen(_ kind: Event.Kind) {
        let event = Event(time, kind)
        script.add(event)
        handle(event)
    }

    private mutating func handle(_ event: Event) {
        var commands: [Command] = []
        engine.handle(event, into: &commands)
        for command in commands {
            script.add(command)
            obey(command)
        }
    }

    /// The broker takes a command, refuses it, or says nothing.
    private mutating func obey(_ command: Command) {
        let mood = Int.random(in: 0..<10, using: &dice)
        switch command {
        case .place(let request):
            if mood == 0 { return reports.append(Report(request.id, .rejected(.offTick))) }
            held[request.id] = Held(terms: request.terms)
            if mood == 1 { reports.append(Report(request.id, .placeTimedOut)) }
            let id = BrokerOrderID("B\(request.id.number)")
            reports.append(Report(request.id, mood == 1 ? .foundInBook(id) : .accepted(id)))
        case .modify(let id, _, let broker, let terms, let request):
            if held[id] == nil { adopted[broker] = id }
            if mood == 0 { return reports.append(Report(id, .modifyRefused(.notPermitted, request: request))) }
            held[id]?.terms = terms
            reports.append(Report(id, mood == 1 ? .requestTimedOut(request: request) : .modified(request: request)))
        case .cancel(let id, _, _, let request):
            guard mood > 0, held[id]?.isOpen == true else {
                return reports.append(Report(id, .cancelRefused(.notPermitted, request: request)))
            }
            held[id]?.isOpen = false
            reports.append(Report(id, .cancelled))
        case .fetch, .wake, .watch, .note, .alert, .writeOff, .takeUp, .explain, .candidate, .remember, .tie: break
        }
    }

    /// Some open order trades a part, now and then all; reports are repeated, or arrive in the wrong order.
    private mutating func fill() {
        let open = held.filter { $0.value.isOpen && $0.value.filled < $0.value.terms.quantity }.keys.sorted()
        guard let id = open.randomElement(using: &dice), var order = held[id] else { return }
        var totals: [Report] = []
        for _ in 0..<Int.random(in: 1...3, using: &dice) where order.filled < order.terms.quantity {
            let part = Quantity(Int64.random(in: 1...(order.terms.quantity - order.filled).units, using: &dice))
            order.filled += part
            order.value += order.terms.limit * part
            let isLast = order.filled == order.terms.quantity && Bool.random(using: &dice)
            totals.append(
                Report(
                    id,
                    isLast
                        ? .completed(total: order.filled, value: order.value)
                        : .traded(total: order.filled, value: order.value)
                )
            )
        }
        if order.filled >= order.terms.quantity { order.isOpen = false }
        held[id] = order
        if Bool.random(using: &dice) { totals.append(contentsOf: totals) }
        if Bool.random(using: &dice) { totals.shuffle(using: &dice) }
        reports += totals
    }

    /// Somebody places an order in the broker's app, or one placed so moves on.
    private mutating func act(byHand isNew: Bool) {
        guard isNew, foreign.count < 12 else {
            guard let place = foreign.indices.filter({ foreign[$0].status == .open }).randomElement(using: &dice)
            else { return }
            let rest = (foreign[place].terms.quantity - foreign[place].filled).units
            if rest > 0 {
                let part = Quantity(Int64.random(in: 0...rest, using: &dice))
                foreign[place].filled += part
                foreign[place].value += foreign[place].terms.limit * part
            }
            if foreign[place].filled == foreign[place].terms.quantity { foreign[place].status = .complete }
            let order = foreign[place]
            guard let number = adopted[order.id], Bool.random(using: &dice) else { return happen(.foreign(order)) }
            // An adopted one is reported by its number, and seen in the order book some other time.
            return happen(.report(Report(number, .traded(total: order.filled, value: order.value))))
        }
        foreign.append(
            ForeignOrder(
                account: AccountID(index: UInt16.random(in: 0..<2, using: &dice)),
                id: BrokerOrderID("H\(foreign.count)"),
                instrument: InstrumentID(index: UInt32.random(in: 0..<4, using: &dice)),
                side: Bool.random(using: &dice) ? .buy : .sell,
                product: .delivery,
                terms: OrderTerms(kind: .limit, quantity: Quantity(20), limit: Price(rupees: 1000)),
                filled: .zero,
                value: .zero,
                status: .open
            )
        )
        happen(.foreign(foreign[foreign.count - 1]))
    }
}

/// Wants something else at every other tick; takes foreign orders over now and then.
private struct RestlessStrategy: Strategy {
    var dice: SeededGenerator

    mutating func tick(_ tick: Tick, on desk: inout Desk) {
        guard Bool.random(using: &dice) else { return }
        if Int.random(in: 0..<20, using: &dice) == 0 {
            let quantity = Quantity(Int64.random(in: 1...5, using: &dice))
            return desk.closeTrade(tick.instrument, quantity: quantity, at: tick.price, reason: "lost")
        }
        let leg = UInt16.random(in: 0..<6, using: &dice)
        let key = desk.key(tick.instrument, leg: leg)
        if Int.random(in: 0..<4, using: &dice) == 0 { return desk.drop(key) }
        // The side of a leg stays: odd ones sell all there is.
        let isBuy = leg % 2 == 0
        let held = max(1, desk.quantity(of: tick.instrument).units)
        desk.set(
            Target(
                key,
                revision: UInt32(desk.now.since(desk.today?.open ?? desk.now).microseconds / 20_000_000),
                isBuy ? .buy : .sell,
                Quantity(isBuy ? Int64.random(in: 1...40, using: &dice) : held),
                .limit(tick.price),
                product: leg < 4 ? .delivery : .intraday,
                reason: "restless"
            )
        )
        desk.note(.acted, "moved", tick.instrument)
    }

    mutating func foreignOrder(_ order: ForeignOrder, before: ForeignOrder?, on desk: inout Desk) {
        // Only sales, as SEL-12 has it: the journal shows an adoption by the first change, and a buy before it would be
        // taken for a person's.
        guard order.side == .sell, Bool.random(using: &dice) else { return }
        let key = desk.key(order.instrument, leg: 100 + (UInt16(order.id.text.dropFirst()) ?? 0))
        desk.adopt(order, as: key, reason: "adopted")
        guard let status = desk.status(of: key), case .working = status else { return }
        desk.set(Target(key, order.side, Quantity(20), .limit(Price(rupees: 1001)), reason: "adopted"))
    }
}
