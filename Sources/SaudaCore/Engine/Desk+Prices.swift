// Prices for orders, made from others.

extension Desk {
    /// A price further the way a trade on `side` gains, brought to the tick before it: down for a buy, up for a sell.
    ///
    /// 100 moved 0.015 of 50 is 100.75 for a buy and 99.25 for a sell.
    ///
    /// - Parameter parts: of `base`, to the nearest 1/100 paisa; below zero the way the trade loses.
    public func price(
        _ start: Price,
        moved parts: Double,
        of base: Price,
        for side: Side,
        in instrument: InstrumentID
    ) -> Price {
        let distance = (Double(base.raw) * parts).rounded()
        // Far beyond any price, and still a number.
        let bounded = Int64(min(max(distance, -1e15), 1e15))
        let exact = Price(raw: start.raw + side.sign * bounded)
        let tick = tick(of: instrument, at: exact)
        return side == .buy ? exact.roundedDown(toTick: tick) : exact.roundedUp(toTick: tick)
    }
}

extension Side {
    /// Whether a trade on this side is better off at `other` than at `price`.
    public func gains(from price: Price, to other: Price) -> Bool { (other - price).raw * sign > 0 }
}
