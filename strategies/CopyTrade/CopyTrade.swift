public import SaudaCore

/// Copies a leader's orders into follower accounts (section 11 of the trading rules).
///
/// Its own account is the leader's, so the orders that the leader gives elsewhere reach it as foreign ones. What each
/// follower's order should be is decided by `Copier`; this holds the pairs and hands targets to the engine.
public struct CopyTrade: Strategy {
    let plan: CopyPlan
    let filter: CopyFilter
    /// By follower.
    let copiers: [Copier]
    var ledgers: [CopyLedger]
    var leaderMoney = CopyLedger()
    /// Fills further apart, or dearer by more parts per crore, are told.
    let slowest: TimeSpan
    let dearest: Int64
    /// In the sequence in which the leader's orders were first seen.
    var copied: [CopiedOrder] = []
    var places: [BrokerOrderID: Int] = [:]
    /// By the key that a target would have in the leader's account.
    var legs: [TargetKey: Int] = [:]
    var questions: [RequestID: Asked] = [:]
    /// Copies of an evening before, by the leader's order.
    var carried: [BrokerOrderID: TargetKey] = [:]
    /// What is not copied at all, so that it is said once.
    var ignored: Set<BrokerOrderID> = []
    var today: Day?

    /// A question under way.
    enum Asked: Hashable, Sendable {
        case funds(AccountID, at: Timestamp)
        case quote(InstrumentID)
    }

    package init(_ plan: CopyPlan, _ parameters: Parameters) {
        self.plan = plan
        filter = CopyFilter(rawValue: parameters.word("instruments")) ?? .options
        copiers = plan.followers.map { follower in
            Copier(
                follower.rules,
                maxAge: .seconds(parameters.integer("max_age")),
                lookback: .seconds(parameters.integer("missed_order_lookback")),
                heal: Copier.Heal(rawValue: parameters.word("heal")) ?? .off,
                allowsUnknownMargin: parameters.word("unknown_margin") == "allow"
            )
        }
        ledgers = plan.followers.map { _ in CopyLedger() }
        slowest = .seconds(parameters.integer("max_delay"))
        dearest = Int64(parameters.number("max_slippage") * 1000)
    }

    public mutating func dayStarted(_ day: TradingDay, on desk: inout Desk) {
        guard today != day.day else { return }
        today = day.day
        begin(on: &desk)
    }

    public mutating func foreignOrder(_ order: ForeignOrder, before: ForeignOrder?, on desk: inout Desk) {
        guard order.account == plan.leader, !ignored.contains(order.id) else { return }
        if let key = carried[order.id] { return follow(order, carried: key, on: &desk) }
        if let index = places[order.id] {
            guard copied[index].leader.take(LeaderOrder(order, at: order.changed ?? desk.now)) else { return }
            return moved(index, on: &desk)
        }
        guard let index = admit(order, on: &desk) else { return }
        moved(index, on: &desk)
    }

    public mutating func targetChanged(_ key: TargetKey, on desk: inout Desk) {
        guard let index = legs[key.at(plan.leader)],
            let follower = plan.followers.firstIndex(where: { $0.account == key.account })
        else { return }
        step(index, follower, on: &desk)
    }

    public mutating func answered(_ request: RequestID, _ answer: Answer, on desk: inout Desk) {
        switch (questions.removeValue(forKey: request), answer) {
        case (.funds(let account, let time), .funds(let available)):
            take(available, of: account, askedAt: time)
            stepPending(on: &desk)
        case (.quote(let instrument), .quote(let tick)) where tick.price > .zero:
            for index in copied.indices where copied[index].instrument == instrument {
                copied[index].price = tick.price
            }
            stepPending(on: &desk)
        case (nil, _): break
        default: retryLater(on: &desk)
        }
    }

    /// The label is the place of a leader's order, counted from 1; 0 are all that wait.
    public mutating func woke(_ label: UInt32, on desk: inout Desk) {
        guard label > 0 else { return stepPending(on: &desk) }
        let index = Int(label) - 1
        guard copied.indices.contains(index) else { return }
        for follower in plan.followers.indices { step(index, follower, on: &desk) }
    }
}
