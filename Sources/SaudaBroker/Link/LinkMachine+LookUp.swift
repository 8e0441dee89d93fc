import SaudaCore

// Orders in doubt, asked for by their tags where the broker can. What is not found so is still looked for in the book:
// an empty answer here closes nothing.

extension LinkMachine {
    /// Asks for those whose look-up is due.
    mutating func lookUpDoubted(at now: Timestamp) {
        guard followsOrders else { return }
        for id in live {
            guard let order = orders[id], order.lookUp == .due else { continue }
            guard order.inDoubtSince != nil else {
                orders[id]?.lookUp = .none
                continue
            }
            orders[id]?.lookUp = .asked(at: now)
            begin(.ordersTagged(order.tag), .lookUp(id))
        }
    }

    /// - Parameter sent: when the question was.
    mutating func lookedUp(
        _ id: OrderID,
        _ result: Result<ErrandResult, BrokerError>,
        sent: Timestamp,
        at now: Timestamp,
        into actions: inout [LinkAction]
    ) {
        guard let order = orders[id] else { return }
        orders[id]?.lookUp = .none
        if case .success(.orders(let rows)) = result {
            // Numbers begin anew, so an order of an earlier day may have had the tag: one without a time is left to the
            // book, which is today's.
            for row in rows where row.tag == order.tag && row.updated?.day == now.day {
                take(row, read: sent, at: now, into: &actions)
            }
        } else if case .failure(let error) = result {
            let text = "order \(id.number) could not be looked up by its tag; the book is read. \(error)"
            actions.append(.notice(LinkNotice(.warning, "look-up-failed", text)))
        }
        // After a miss the book is on its beat already.
        if orders[id]?.inDoubtSince != nil, order.misses == 0 { bookDue = now }
    }
}
