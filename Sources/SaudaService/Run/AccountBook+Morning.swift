import SaudaCore

extension AccountBook {
    /// Cash plus everything held for delivery at the previous closes; at cost where there is none.
    func equity(atCloses market: MarketView) -> Money {
        held.reduce(cash) { sum, id in
            let close = market[id].previousClose
            let position = position(id)
            return sum + (close > .zero ? close * position.quantity : position.cost)
        }
    }
}
