import CopyTradeStrategy
import SaudaCore
import SaudaSimulation

/// A follower of a storm: its pairs, its money, and a broker that keeps one order a pair, as the engine would.
struct CopyStormFollower {
    struct Venue {
        var status: TargetStatus?
        var terms: OrderTerms?
        var revision: UInt32 = 0
        var filled = Quantity.zero
        /// The revisions under which an order was sent.
        var sent: [UInt32] = []
        /// Somebody else ended it: a refusal that is final, a person.
        var isSpoilt = false

        var isLive: Bool { if case .working = status { true } else { false } }
    }

    let copier: Copier
    let account: AccountID
    let isKind: Bool
    let funds: Money
    var ledger = CopyLedger()
    var pairs: [BrokerOrderID: CopyPair] = [:]
    var venues: [BrokerOrderID: Venue] = [:]
    /// What was done that never may be.
    var sins: [String] = []

    init(_ sizing: Sizing, _ account: AccountID, isKind: Bool) {
        copier = Copier(FollowerRules(sizing), maxAge: .seconds(isKind ? 100_000 : 10), lookback: .seconds(100_000))
        self.account = account
        self.isKind = isKind
        funds = Money(rupees: isKind ? 4_000_000 : 400_000)
    }

    mutating func step(_ order: LeaderOrder, at now: Timestamp, _ dice: inout SplitMix64) {
        if ledger.funds(at: now) == nil { ledger.take(funds, askedAt: now) }
        for _ in 0..<4 {
            var pair = pairs[order.id] ?? CopyPair(leader: order.id, follower: account)
            let facts = FollowerFacts(
                now: now,
                instrument: CopyPlay.option,
                leaderFunds: Money(rupees: 5_000_000),
                funds: funds,
                free: isKind ? funds : ledger.free(for: order.id),
                price: "120",
                status: venues[order.id]?.status
            )
            let step = copier.step(order, &pair, facts)
            pairs[order.id] = pair
            if let need = step.need {
                ledger.reserve(need, for: order.id, at: now)
                if case .place = step.action, need > facts.free { sins.append("\(order.id) spends what is not there") }
            }
            switch step.action {
            case .place(let target), .modify(let target):
                set(target, pair.revision, order, &dice)
                guard case .ended = venues[order.id]?.status else { return }
            case .cancel: drop(order.id, &dice)
            case .nothing, .askFunds, .askPrice, .wait, .refuse, .release: return
            }
        }
        sins.append("\(order.id) never comes to rest")
    }

    /// As the engine: the same key and revision is sent once, a working order is changed.
    private mutating func set(
        _ target: CopyTarget,
        _ revision: UInt32,
        _ order: LeaderOrder,
        _ dice: inout SplitMix64
    ) {
        var venue = venues[order.id] ?? Venue()
        defer { venues[order.id] = venue }
        if target.terms.quantity.units % 75 != 0 || target.terms.quantity <= .zero {
            sins.append("not a lot: \(target)")
        }
        if venue.isLive {
            venue.terms = target.terms
            if venue.filled >= target.terms.quantity { venue.status = .ended(.done, filled: venue.filled) }
            return
        }
        if order.status == .cancelled || order.status == .rejected { sins.append("\(order.id) is sent after its end") }
        if venue.sent.contains(revision) { return sins.append("\(order.id) is sent twice under \(revision)") }
        venue.sent.append(revision)
        venue.terms = target.terms
        venue.revision = revision
        venue.status = .working(limit: target.terms.limit, filled: venue.filled)
        guard !isKind, venue.filled == .zero else { return }
        switch dice.below(12) {
        case 0: venue.status = .ended(.refused(.rejected(.notSent("no line"))), filled: .zero)
        case 1:
            venue.isSpoilt = true
            venue.status = .ended(.refused(.rejected(.notPermitted)), filled: .zero)
        default: break
        }
    }

    private mutating func drop(_ id: BrokerOrderID, _ dice: inout SplitMix64) {
        guard var venue = venues[id], venue.isLive else { return }
        // The market may have been faster.
        if dice.below(8) == 0, let terms = venue.terms {
            venue.filled = max(venue.filled, terms.quantity)
            venue.status = .ended(.done, filled: venue.filled)
        } else {
            venue.status = .ended(.dropped, filled: venue.filled)
        }
        venues[id] = venue
    }

    /// Fills some of what works, and now and then a person takes an order away.
    mutating func market(_ dice: inout SplitMix64) {
        for id in venues.keys.sorted(by: { $0.text < $1.text }) {
            guard let venue = venues[id], venue.isLive, let terms = venue.terms, dice.below(10) == 0 else { continue }
            if !isKind, dice.below(6) == 0 {
                venues[id]?.status = .ended(.handsOff, filled: venue.filled)
                venues[id]?.isSpoilt = true
                continue
            }
            let filled = min(venue.filled + Quantity(Int64(1 + dice.below(3)) * 75), terms.quantity)
            venues[id]?.filled = filled
            let isDone = filled == terms.quantity
            venues[id]?.status = isDone ? .ended(.done, filled: filled) : .working(limit: terms.limit, filled: filled)
        }
    }
}
