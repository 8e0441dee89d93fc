import SaudaCore

/// An order as the practice exchange holds it.
struct RestingOrder: Sendable {
    let request: OrderRequest
    let brokerID: BrokerOrderID
    var terms: OrderTerms
    var filled = Quantity.zero
    var value = Money.zero
    /// The stop has traded; from here on it is a plain market or limit order.
    var isTriggered = false
    /// Cash set aside for it.
    var blocked = Money.zero

    var rest: Quantity { terms.quantity - filled }

    /// The price this order trades at when the market moves from `previous` to `price`, or nil when it does not.
    ///
    /// A gap trades at its own price only. Travel passes through every price on its way, so a resting limit trades
    /// at its limit and a stop at its trigger.
    mutating func execution(from previous: Price, to price: Price, isGap: Bool) -> Price? {
        var reached = previous
        if !isTriggered, terms.kind == .stopLimit || terms.kind == .stopMarket {
            let isHit = request.side == .buy ? price >= terms.trigger : price <= terms.trigger
            guard isHit else { return nil }
            isTriggered = true
            reached = isGap ? price : terms.trigger
            if terms.kind == .stopMarket || isMarketable(at: reached) { return reached }
        }
        switch terms.kind {
        case .market, .stopMarket: return isGap || reached.raw == 0 ? price : reached
        case .limit, .stopLimit:
            if isMarketable(at: price) { return isGap ? price : terms.limit }
            return nil
        }
    }

    /// Whether a limit order would trade at once at that price.
    func isMarketable(at price: Price) -> Bool {
        request.side == .buy ? price <= terms.limit : price >= terms.limit
    }
}
