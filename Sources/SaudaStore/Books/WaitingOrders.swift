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

    /// What is handed over tomorrow; nil when the order does not wait. One whose placing was never answered has no
    /// reference yet: the broker's book tells in the morning whether it is there.
    func carried(_ order: BookOrder) -> CarriedOrder? {
        guard order.origin == .own, let id = order.number, let day = placed[id], let tie = ties[id],
            let strategy = order.strategy, let state = order.lifecycle?.state
        else { return nil }
        let (terms, brokerID): (OrderTerms, BrokerOrderID)
        switch state {
        case .working(let live): (terms, brokerID) = (live.terms, live.id)
        case .placing(let asked), .inDoubt(let asked): (terms, brokerID) = (asked, BrokerOrderID(""))
        case .idle, .closed: return nil
        }
        return CarriedOrder(
            request: OrderRequest(
                id: id,
                account: order.account,
                instrument: order.instrument,
                side: order.side,
                product: order.product,
                variety: .afterMarket,
                terms: terms,
                strategy: strategy,
                reason: order.reason
            ),
            brokerID: brokerID,
            tie: tie,
            placed: day
        )
    }
}
