import SaudaCore

/// Tells the fills of a run from its events: reports are cumulative, and name the order only.
struct FillLog: Sendable {
    private(set) var fills: [FillRecord] = []
    private var orders: [OrderID: Order] = [:]
    /// What of orders that are not ours is here: the broker's own among them, which close intraday positions.
    private var foreign: [Foreign: (filled: Quantity, value: Money)] = [:]

    private struct Foreign: Hashable {
        var account: AccountID
        var id: BrokerOrderID
    }

    private struct Order {
        var request: OrderRequest
        var filled = Quantity.zero
        var value = Money.zero
    }

    mutating func take(_ event: Event, _ commands: [Command]) {
        switch event.kind {
        case .report(let report):
            switch report.kind {
            case .traded(let total, let value), .completed(let total, let value):
                fill(report.order, total, value, at: event.time)
            default: break
            }
        case .foreign(let order): fill(order, at: event.time)
        case .deposit(let deposit):
            fills.append(
                FillRecord(
                    instrument: deposit.instrument,
                    time: deposit.entered,
                    side: .buy,
                    quantity: deposit.quantity,
                    price: deposit.price,
                    reason: deposit.reason
                )
            )
        default: break
        }
        for command in commands { take(command, at: event.time) }
    }

    private mutating func take(_ command: Command, at time: Timestamp) {
        switch command {
        case .place(let request): orders[request.id] = Order(request: request)
        case .explain(let id, let reason): orders[id]?.request.reason = reason
        case .writeOff(let writeOff):
            fills.append(
                FillRecord(
                    instrument: writeOff.instrument,
                    time: time,
                    side: .sell,
                    quantity: writeOff.quantity,
                    price: writeOff.price,
                    reason: writeOff.reason
                )
            )
        default: break
        }
    }

    /// Books what is new of an order that is not ours.
    private mutating func fill(_ order: ForeignOrder, at time: Timestamp) {
        let key = Foreign(account: order.account, id: order.id)
        let seen = foreign[key] ?? (.zero, .zero)
        guard order.filled > seen.filled else { return }
        let quantity = order.filled - seen.filled
        fills.append(
            FillRecord(
                instrument: order.instrument,
                time: time,
                side: order.side,
                quantity: quantity,
                price: (order.value - seen.value).price(per: quantity),
                reason: order.side == .buy ? "MANUAL_BUY" : "MANUAL_EXIT"
            )
        )
        foreign[key] = (order.filled, order.value)
    }

    /// Books what is new in a report that says how much is filled so far.
    private mutating func fill(_ id: OrderID, _ total: Quantity, _ value: Money, at time: Timestamp) {
        guard let order = orders[id], total > order.filled else { return }
        let quantity = total - order.filled
        fills.append(
            FillRecord(
                instrument: order.request.instrument,
                time: time,
                side: order.request.side,
                quantity: quantity,
                price: (value - order.value).price(per: quantity),
                reason: order.request.reason,
                strategy: order.request.strategy
            )
        )
        orders[id]?.filled = total
        orders[id]?.value = value
    }
}
