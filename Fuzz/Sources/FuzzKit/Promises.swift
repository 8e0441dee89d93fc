public import SaudaBroker
public import SaudaCore

/// What a codec promises whatever comes in; a broken promise is a finding, as a trap is.
public func check(_ output: StreamOutput, at now: Timestamp, levels: Int = 5) {
    for tick in output.ticks {
        precondition(tick.price.isPlausible, "a tick with an impossible price")
        precondition((0...Quantity.limit.units).contains(tick.quantity.units), "a tick with an impossible quantity")
        precondition(tick.exchangeTime <= now.advanced(by: .seconds(86_400)), "a tick of the far future")
    }
    for depth in output.depths {
        precondition(depth.bids.count <= levels && depth.asks.count <= levels, "a depth of too many levels")
        for level in depth.bids + depth.asks {
            precondition(level.price.isPlausible, "a level with an impossible price")
            precondition((0...Quantity.limit.units).contains(level.quantity.units), "a level of impossible units")
            precondition(level.orders >= 0, "a level of less than no orders")
        }
    }
    check(output.orders)
}

public func check(_ orders: [OrderRow]) {
    for order in orders {
        precondition(!order.id.text.isEmpty, "an order without a number")
        precondition((Quantity.zero...order.terms.quantity).contains(order.filled), "more filled than ordered")
        precondition(order.terms.quantity <= .limit, "an order of impossible size")
        precondition((0...Price.limit.raw).contains(order.terms.limit.raw), "an order with an impossible limit")
        precondition((0...Price.limit.raw).contains(order.terms.trigger.raw), "an order with an impossible trigger")
        precondition(order.value >= .zero, "less than nothing paid")
    }
}

public func check(_ trades: [TradeRow]) {
    for trade in trades {
        precondition(trade.price.isPlausible, "a trade at an impossible price")
        precondition(trade.quantity > .zero && trade.quantity <= .limit, "a trade of an impossible size")
    }
}

/// What an errand brought.
public func check(_ result: ErrandResult?) {
    switch result {
    case .orders(let rows): check(rows)
    case .trades(let rows): check(rows)
    case .brackets(let rows):
        check(rows.map(\.entry))
        let exits = rows.flatMap { [$0.target, $0.stop].compactMap(\.self) }
        precondition(exits.allSatisfy(\.price.isPlausible), "an exit without a price")
    case .quotes(let ticks): precondition(ticks.allSatisfy(\.price.isPlausible), "a quote without a price")
    case .optionChain(let chain):
        precondition(chain.last.isPlausible, "a chain without a price of its underlying")
        precondition(chain.strikes.allSatisfy(\.price.isPlausible), "a strike that cannot be")
    case .candles(let candles): precondition(candles.allSatisfy(\.isConsistent), "a candle that cannot be")
    case .instruments(let list): check(list)
    default: break
    }
}

/// Lines for `sauda decode`.
public func check(jsonLines lines: [String]) {
    precondition(lines.allSatisfy { (try? JSON($0)) != nil }, "a line that is not JSON")
}

/// No two rows may claim a key: a price or an order would go to the wrong one.
public func check(_ list: InstrumentList) {
    var table = ListingTable()
    for (index, listing) in list.listings.enumerated() {
        let instrument = listing.instrument
        precondition((try? table.add(listing, as: InstrumentID(index: UInt32(index)))) != nil, "a key stands twice")
        guard instrument.kind != .index else { continue }
        precondition(instrument.tick?.isPlausible ?? false, "a tick size that cannot be")
        precondition(instrument.lot > .zero && instrument.lot <= .limit, "a lot size that cannot be")
    }
}
