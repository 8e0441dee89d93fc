import SaudaCore

// What the books of an earlier day handed over.

extension DayFold {
    mutating func take(_ carried: CarriedOrder) throws(StoreError) {
        let request = carried.request
        try check(request.account)
        try check(request.strategy, nil)
        _ = try instrument(request.instrument)
        guard own[request.id] == nil else { throw refusal("hands over order \(request.id.number) a second time") }
        guard request.terms.quantity > .zero else { throw refusal("hands over an order without a quantity") }
        var order = BookOrder(request, stamp)
        _ = order.lifecycle?.place(request.terms)
        _ = order.lifecycle?.accepted(carried.brokerID)
        order.brokerID = carried.brokerID
        own[request.id] = orders.count
        lastOrder = max(lastOrder, request.id.number)
        waiting.add(request.id, placed: carried.placed)
        waiting.tie(carried.tie)
        steps.append(
            BookOrderStep(
                stamp: stamp,
                order: orders.count,
                number: request.id,
                what: "carried",
                terms: request.terms,
                detail: carried.brokerID.text
            )
        )
        orders.append(order)
    }

    mutating func take(_ holding: CarriedHolding) throws(StoreError) {
        try check(holding.account)
        _ = try instrument(holding.instrument)
        books[Int(holding.account.index)].carry(holding)
        let isShort = holding.quantity < .zero
        let fill = Fill(
            instrument: holding.instrument,
            product: holding.product,
            side: isShort ? .sell : .buy,
            quantity: isShort ? -holding.quantity : holding.quantity,
            value: isShort ? -holding.cost : holding.cost,
            time: holding.trade?.entered ?? stamp.time,
            reason: holding.trade?.entryReason ?? ""
        )
        fills.append(
            BookFill(stamp: stamp, account: holding.account, source: .carried, fill: fill, charges: .zero)
        )
    }
}
