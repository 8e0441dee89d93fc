import CopyTradeStrategy
import SaudaCore
import SaudaSimulation

/// An engine with a leader (account 0), its followers, and brokers that answer when they are let.
struct CopyBench {
    /// A follower's order as its broker has it.
    struct Order {
        var request: OrderRequest
        var terms: OrderTerms
        var filled = Quantity.zero
        var isAccepted = false
        var isOver = false
    }

    var engine: Engine
    var now: Timestamp
    var funds: [Money]
    private(set) var orders: [OrderID: Order] = [:]
    /// `b: place BUY 75 LIMIT 120.00`, in order.
    private(set) var sent: [String] = []
    private(set) var notes: [String] = []
    private(set) var alerts: [String] = []
    private(set) var memos: [Memo] = []
    private(set) var events: [Event] = []
    private(set) var commands: [Command] = []
    /// Accounts whose brokers say nothing for now, and what they were asked.
    var silent: Set<AccountID> = []
    private(set) var unanswered: [Command] = []
    private var wakes: [(time: Timestamp, key: WakeKey)] = []
    private var queue: [Event] = []

    static let option = InstrumentID(index: 0)
    static let share = InstrumentID(index: 1)
    static let day = Day("2026-06-18")!

    init(
        _ rules: [FollowerRules] = [FollowerRules(.capitalShare), FollowerRules(.fixedLots(1))],
        with given: [String: Parameter.Value] = [:],
        at time: TimeOfDay = TimeOfDay(12, 0)
    ) throws {
        var table = InstrumentTable()
        _ = try table.add(CopyPlay.option)
        _ = try table.add(Instrument(symbol: "ALPHA", tick: Price(paise: 5)))
        let followers = rules.indices.map { CopyPlan.Follower(AccountID(index: UInt16($0 + 1)), rules[$0]) }
        let plan = try CopyPlan(leader: AccountID(index: 0), followers: followers)
        let names = ["leader", "b", "c", "d"].prefix(rules.count + 1)
        let copies = CopyTrade(plan, Parameters(CopyTrade.parameters, given: given))
        engine = Engine(
            instruments: table,
            accounts: names.map { AccountSetup(name: $0) },
            strategies: [Engine.Entry(name: "mirror", account: plan.leader, strategy: copies)],
            charges: .builtIn,
            ticks: .builtIn
        )
        funds = [1_000_000, 400_000, 400_000, 400_000].map { Money(rupees: $0) }
        now = Self.day.at(TimeOfDay(8, 0))
        start(Self.day, at: time)
    }

    mutating func start(_ day: Day, at time: TimeOfDay) {
        now = day.at(TimeOfDay(8, 0))
        post(.dayStarted(TradingDay(day, in: .builtIn, holdsPrices: false)))
        now = day.at(time)
        for id in engine.desk.instruments.ids { post(.reference(id, previousClose: Price(rupees: 118), band: nil)) }
    }

    func account(_ index: UInt16) -> AccountID { AccountID(index: index) }

    // MARK: - What happens

    /// The leader's order book shows this order, changed just now unless said otherwise.
    mutating func leader(
        _ id: String,
        _ units: Int64 = 300,
        at limit: Price = "120",
        filled: Int64 = 0,
        _ status: ForeignOrder.Status = .open,
        side: Side = .buy,
        of instrument: InstrumentID = option,
        age seconds: Int64? = 0
    ) {
        let order = ForeignOrder(
            account: account(0),
            id: BrokerOrderID(id),
            instrument: instrument,
            side: side,
            product: instrument == Self.option ? .carryForward : .delivery,
            terms: OrderTerms(kind: .limit, quantity: Quantity(units), limit: limit),
            filled: Quantity(filled),
            value: limit * Quantity(filled),
            status: status,
            changed: seconds.map { now.advanced(by: .seconds(-$0)) },
            variety: .regular
        )
        post(.foreign(order))
    }

    /// A follower's broker fills the newest order of that account up to `total`.
    mutating func fill(_ account: UInt16, _ total: Int64, at price: Price = "120") {
        guard let id = newest(account) else { return }
        let quantity = Quantity(total)
        orders[id]?.filled = quantity
        if quantity == orders[id]?.terms.quantity { orders[id]?.isOver = true }
        post(.report(Report(id, .traded(total: quantity, value: price * quantity))))
    }

    /// A follower's broker fills some order of that account, in part or whole.
    mutating func fillSome(_ account: UInt16, _ dice: inout SplitMix64) {
        let working = orders.filter {
            $0.value.request.account.index == account && $0.value.isAccepted && !$0.value.isOver
        }
        guard let id = working.keys.min(), let order = orders[id] else { return }
        let total = min(order.filled + Quantity(Int64(1 + dice.below(2)) * 75), order.terms.quantity)
        orders[id]?.filled = total
        orders[id]?.isOver = total == order.terms.quantity
        post(.report(Report(id, .traded(total: total, value: Price(rupees: 120) * total))))
    }

    mutating func cancelByHand(_ account: UInt16) {
        guard let id = newest(account) else { return }
        orders[id]?.isOver = true
        post(.report(Report(id, .cancelled)))
    }

    func newest(_ account: UInt16) -> OrderID? {
        orders.filter { $0.value.request.account == self.account(account) }.keys.max()
    }

    func live(_ account: UInt16) -> [Order] {
        orders.sorted { $0.key < $1.key }.map(\.value).filter { $0.request.account.index == account && !$0.isOver }
    }

    mutating func wait(_ seconds: Int64) {
        let end = now.advanced(by: .seconds(seconds))
        while let next = wakes.min(by: { $0.time < $1.time }), next.time <= end {
            wakes.removeAll { $0.time == next.time && $0.key == next.key }
            now = max(now, next.time)
            post(.clock(next.key))
        }
        now = end
    }

    /// Lets all silent brokers answer what they were asked, in order.
    mutating func answer() {
        silent = []
        let waiting = unanswered
        unanswered = []
        for command in waiting { carryOut(command) }
        drain()
    }

    mutating func forget() {
        sent = []
        notes = []
        alerts = []
    }

    mutating func post(_ kind: Event.Kind) {
        queue.append(Event(now, kind))
        drain()
    }

    private mutating func drain() {
        while !queue.isEmpty {
            let event = queue.removeFirst()
            events.append(event)
            var out: [Command] = []
            engine.handle(event, into: &out)
            commands += out
            for command in out { take(command) }
        }
    }

    // MARK: - What the brokers do

    private mutating func take(_ command: Command) {
        switch command {
        case .place(let request):
            orders[request.id] = Order(request: request, terms: request.terms)
            say(request.id, "place \(request.side) \(words(request.terms))\(request.variety == .regular ? "" : " AMO")")
        case .modify(let id, _, _, let terms, _): say(id, "modify \(words(terms))")
        case .cancel(let id, _, _, _): say(id, "cancel")
        case .note(let note): notes.append("\(note.code): \(note.text)")
        case .alert(let alert): alerts.append("\(alert.code): \(alert.text)")
        case .wake(let time, let key): wakes.append((time, key))
        case .remember(let memo):
            memos.removeAll { $0.topic == memo.topic }
            if !memo.text.isEmpty { memos.append(memo) }
        default: break
        }
        let account = account(of: command)
        if let account, silent.contains(account) { return unanswered.append(command) }
        carryOut(command)
    }

    private func account(of command: Command) -> AccountID? {
        switch command {
        case .fetch(_, .funds(let account)), .modify(_, let account, _, _, _), .cancel(_, let account, _, _): account
        case .place(let request): request.account
        default: nil
        }
    }

    private mutating func carryOut(_ command: Command) {
        switch command {
        case .place(let request):
            orders[request.id]?.isAccepted = true
            report(request.id, .accepted(BrokerOrderID("B\(request.id.number)")))
        case .modify(let id, _, _, let terms, let number):
            if orders[id]?.isOver == true {
                return report(id, .modifyRefused(.other(code: "", text: "it has ended"), request: number))
            }
            orders[id]?.terms = terms
            if let filled = orders[id]?.filled, filled >= terms.quantity { orders[id]?.isOver = true }
            report(id, .modified(request: number))
        case .cancel(let id, _, _, let number):
            if orders[id]?.isOver == true {
                return report(id, .cancelRefused(.other(code: "", text: "it has ended"), request: number))
            }
            orders[id]?.isOver = true
            report(id, .cancelled)
        case .fetch(let id, .funds(let account)):
            queue.append(Event(now, .answer(id, .funds(available: funds[Int(account.index)]))))
        case .fetch(let id, _): queue.append(Event(now, .answer(id, .failure("not known"))))
        default: break
        }
    }

    private mutating func report(_ id: OrderID, _ kind: Report.Kind) {
        queue.append(Event(now, .report(Report(id, kind))))
    }

    private mutating func say(_ id: OrderID, _ text: String) {
        guard let order = orders[id] else { return }
        sent.append("\(engine.desk.accounts[Int(order.request.account.index)].name): \(text)")
    }

    private func words(_ terms: OrderTerms) -> String { "\(terms.quantity) \(terms.kind) \(terms.limit)" }
}
