import SaudaCore

/// One of the leader's orders, and its pairs with every follower.
struct CopiedOrder: Sendable {
    var leader: LeaderOrder
    let instrument: InstrumentID
    /// Held by the leader before it, signed.
    let leaderHeld: Quantity
    /// The key that a target would have in the leader's account; followers' keys differ in the account alone.
    let key: TargetKey
    /// A quote that was asked for.
    var price: Price?
    /// By follower.
    var pairs: [CopyPair]
    var fills: [CopyExecution]
    /// What was said last, so that the same is not said again.
    var said: [CopyStep?]
    /// Findings about fills that were told.
    var told: [Set<String>]

    init(_ leader: LeaderOrder, _ instrument: InstrumentID, held: Quantity, _ key: TargetKey, _ plan: CopyPlan) {
        self.leader = leader
        self.instrument = instrument
        leaderHeld = held
        self.key = key
        pairs = plan.followers.map { CopyPair(leader: leader.id, follower: $0.account) }
        fills = plan.followers.map { _ in CopyExecution(leader.side) }
        said = plan.followers.map { _ in nil }
        told = plan.followers.map { _ in [] }
    }
}

extension TargetKey {
    func at(_ account: AccountID) -> TargetKey {
        var key = self
        key.account = account
        return key
    }
}

extension LeaderOrder {
    /// A row of the leader's order book, of that moment.
    init(_ order: ForeignOrder, at time: Timestamp) {
        let status: Status =
            switch order.status {
            case .open: .open
            case .complete: .complete
            case .cancelled: .cancelled
            case .rejected: .rejected
            }
        self.init(
            id: order.id,
            instrument: order.instrument,
            side: order.side,
            product: order.product,
            terms: order.terms,
            variety: order.variety == .afterMarket ? .afterMarket : .regular,
            filled: order.filled,
            value: order.value,
            status: status,
            changed: time
        )
    }
}
