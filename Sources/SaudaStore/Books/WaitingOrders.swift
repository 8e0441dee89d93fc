import SaudaCore

/// After-market orders that wait for an opening, and whose they are.
struct WaitingOrders {
    /// Today's have their day; those handed over keep the one they were placed on.
    private var placed: [OrderID: Day] = [:]
    private var ties: [OrderID: OrderTie] = [:]

    mutating func add(_ id: OrderID, placed day: Day) { placed[id] = day }
    mutating func tie(_ tie: OrderTie) { ties[tie.order] = tie }

    /// Whatever waited is in the market now.
    mutating func dayStarted() { placed.removeAll() }

    /// What is handed over tomorrow; nil when the order does not wait, or the broker has not said that it has it.
    func carried(_ order: BookOrder) -> CarriedOrder? {
        guard order.origin == .own, let id = order.number, let day = placed[id], let tie = ties[id],
            let strategy = order.strategy, case .working(let live)? = order.lifecycle?.state
        else { return nil }
        return CarriedOrder(
            request: OrderRequest(
                id: id,
                account: order.account,
                instrument: order.instrument,
                side: order.side,
                product: order.product,
                variety: .afterMarket,
                terms: live.terms,
                strategy: strategy,
                reason: order.reason
            ),
            brokerID: live.id,
            tie: tie,
            placed: day
        )
    }
}
