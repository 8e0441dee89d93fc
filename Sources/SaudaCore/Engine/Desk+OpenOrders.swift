// The orders that have not ended, for people.

/// An order of ours that may still trade.
package struct OpenOrder: Hashable, Sendable {
    package var id: OrderID
    /// Nil until the broker has taken it.
    package var brokerID: BrokerOrderID?
    package var key: TargetKey
    package var side: Side
    package var product: Product
    package var variety: OrderRequest.Variety
    /// As asked for last.
    package var terms: OrderTerms
    package var filled: Quantity
    package var reason: String
    package var placed: Day
}

extension Desk {
    /// Oldest first.
    package var openOrders: [OpenOrder] {
        orders.records.compactMap { record in
            guard !record.isClosed, let terms = record.lifecycle.requestedTerms else { return nil }
            var brokerID: BrokerOrderID?
            if case .working(let live) = record.lifecycle.state { brokerID = live.id }
            return OpenOrder(
                id: record.id,
                brokerID: brokerID,
                key: record.key,
                side: record.side,
                product: record.product,
                variety: record.variety,
                terms: terms,
                filled: record.lifecycle.filled,
                reason: record.reason,
                placed: record.placed
            )
        }
    }
}
