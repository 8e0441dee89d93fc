import SaudaCore

/// An order as the practice exchange holds it.
struct RestingOrder: Sendable {
    let request: OrderRequest
    let brokerID: BrokerOrderID
    var terms: OrderTerms
    /// When it was taken, or changed last.
    var arrival: Timestamp
    /// Placed by the broker to close a position, not by the account's owner.
    var isBrokers = false
    var filled = Quantity.zero
    var value = Money.zero
    /// The stop has traded; from here on it is a plain market or limit order.
    var isTriggered = false
    /// Cash set aside for it.
    var blocked = Money.zero

    var rest: Quantity { terms.quantity - filled }

    /// The price this order trades at when the market comes to `price`, or nil when it does not.
    ///
    /// A gap trades at its own price only. Travel passes through every price on its way, so a resting limit trades
    /// at its limit and a stop at its trigger. A market order takes the first price there is, and so does a limit that
    /// the market stood in before: the volume or a lock left it there.
    ///
    /// - Parameter previous: where the market came from; nil when that is not known.
    mutating func execution(at price: Price, isGap: Bool, from previous: Price? = nil) -> Price? {
        if isAsleep {
            guard request.side == .buy ? price >= terms.trigger : price <= terms.trigger else { return nil }
            isTriggered = true
            let reached = isGap ? price : terms.trigger
            return terms.kind == .stopMarket || isMarketable(at: reached) ? reached : nil
        }
        switch terms.kind {
        case .market, .stopMarket: return price
        case .limit, .stopLimit:
            guard isMarketable(at: price) else { return nil }
            return isGap || previous.map(isMarketable) == true ? price : terms.limit
        }
    }

    /// Whether it sells the same shares of the same account.
    @inline(__always)
    func sells(what other: RestingOrder) -> Bool {
        request.instrument == other.request.instrument && request.side == .sell && request.product == .delivery
            && request.account == other.request.account
    }

    /// A stop whose trigger has not traded yet.
    private var isAsleep: Bool { !isTriggered && isStop }

    private var isStop: Bool { terms.kind == .stopLimit || terms.kind == .stopMarket }

    /// Whether an auction takes it: limit and market orders for the day, shown whole.
    var fitsAuction: Bool { !isStop && terms.validity == .day && terms.disclosed.units == 0 }

    /// Whether the limit allows a trade at that price.
    private func isMarketable(at price: Price) -> Bool {
        request.side == .buy ? price <= terms.limit : price >= terms.limit
    }
}
