import CopyTradeStrategy
import SaudaCore

/// One leader's order and one follower, moved by hand.
struct CopyPlay {
    var leader: LeaderOrder
    var pair = CopyPair(leader: BrokerOrderID("L1"), follower: AccountID(index: 1))
    var copier: Copier
    var facts: FollowerFacts

    static let noon = Day("2026-06-18")!.at(TimeOfDay(12, 0))

    static let option = Instrument(
        symbol: "NIFTY25JUN24500CE",
        series: "",
        segment: .nseDerivatives,
        kind: .option(expiry: Day("2026-06-25")!, strike: Price(rupees: 24_500), isCall: true),
        tick: Price(paise: 5),
        lot: Quantity(75)
    )

    /// A follower with two fifths of the leader's million, and a last price of 120.
    init(_ units: Int64 = 300, _ kind: OrderKind = .limit, _ rules: FollowerRules = FollowerRules(.capitalShare)) {
        var terms = OrderTerms(kind: kind, quantity: Quantity(units))
        if kind.hasLimit { terms.limit = "120" }
        if kind.hasTrigger { terms.trigger = "119" }
        leader = LeaderOrder(
            id: BrokerOrderID("L1"),
            instrument: InstrumentID(index: 0),
            side: .buy,
            product: .carryForward,
            terms: terms,
            changed: Self.noon
        )
        copier = Copier(rules)
        facts = FollowerFacts(
            now: Self.noon,
            instrument: Self.option,
            leaderFunds: Money(rupees: 1_000_000),
            funds: Money(rupees: 400_000),
            free: Money(rupees: 400_000),
            price: "120"
        )
    }

    /// Asks the copier, and lets what is asked for work.
    @discardableResult mutating func step() -> CopyStep {
        let step = copier.step(leader, &pair, facts)
        switch step.action {
        case .place(let target): facts.status = .working(limit: target.terms.limit, filled: .zero)
        case .modify(let target): facts.status = .working(limit: target.terms.limit, filled: facts.filled)
        case .cancel: facts.status = .ended(.dropped, filled: facts.filled)
        case .nothing, .askFunds, .askPrice, .wait, .refuse, .release: break
        }
        return step
    }

    /// What is asked for; nil when a step asks for nothing.
    mutating func asks() -> CopyTarget? { step().target }

    mutating func wait(_ seconds: Int64) { facts.now = facts.now.advanced(by: .seconds(seconds)) }

    mutating func fill(_ units: Int64) {
        let filled = Quantity(units)
        facts.status =
            filled == pair.asked?.terms.quantity
            ? .ended(.done, filled: filled) : .working(limit: "120", filled: filled)
    }
}

extension CopyStep {
    var target: CopyTarget? {
        switch action {
        case .place(let target), .modify(let target): target
        case .nothing, .askFunds, .askPrice, .wait, .cancel, .refuse, .release: nil
        }
    }

    /// `place`, `wait`, ...
    var word: String {
        switch action {
        case .nothing: "nothing"
        case .askFunds: "funds?"
        case .askPrice: "price?"
        case .wait: "wait"
        case .place: "place"
        case .modify: "modify"
        case .cancel: "cancel"
        case .refuse: "refuse"
        case .release: "release"
        }
    }
}
