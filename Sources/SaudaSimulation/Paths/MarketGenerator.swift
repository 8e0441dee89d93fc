package import SaudaCore

/// Plausible, made-up equities from a seed: the market a fresh clone practises on. No real price is in it.
///
/// Dips come often and are mostly won back, so that strategies that buy them have something to do. A profit made here
/// therefore says nothing about a strategy.
///
/// A symbol's candles depend on the seed, the symbol, the start price, the tick and the days, and on nothing else:
/// not on what was asked before, nor on the machine.
package struct MarketGenerator: Hashable, Sendable {
    package let seed: UInt64

    package init(seed: UInt64) { self.seed = seed }

    /// The price a symbol starts at unless told otherwise: 100 to 3,000 rupees, on the tick.
    ///
    /// - Precondition: `tick` is above 0 and at most 100 rupees.
    package func startPrice(of symbol: String, tick: Price) -> Price {
        precondition(tick > .zero && tick <= Price(rupees: 100), "a tick is above 0 and at most 100 rupees")
        var random = SplitMix64(seed: SplitMix64.seed(key(of: symbol), for: "start"))
        let lowest = Price(rupees: 100).roundedUp(toTick: tick).raw / tick.raw
        let highest = Price(rupees: 3000).raw / tick.raw
        return Price(raw: (lowest + Int64(random.below(Int(highest - lowest + 1)))) * tick.raw)
    }

    /// Returns one candle per trading day, the first opening at the start price.
    ///
    /// More days at the end leave the earlier candles as they are. The first day anchors the prices: keep it, and cut
    /// the result, instead of asking for a later window.
    ///
    /// - Parameter start: the first open, brought to the tick; nil for `startPrice(of:tick:)`.
    /// - Precondition: `days` ascend, `start` is plausible, `tick` as for `startPrice(of:tick:)`.
    package func history(
        of symbol: String,
        from start: Price? = nil,
        tick: Price,
        on days: some Collection<Day>
    ) -> [Candle] {
        precondition(zip(days, days.dropFirst()).allSatisfy(<), "trading days are given in ascending order, once each")
        let first = start ?? startPrice(of: symbol, tick: tick)
        precondition(first.isPlausible && tick > .zero, "a start price is plausible and its tick positive")
        var walk = EquityWalk(key: key(of: symbol), start: max(tick, first.rounded(toTick: tick)), tick: tick)
        return days.map { walk.next(on: $0) }
    }

    /// Returns the one-minute candles of a day from its daily candle, 375 for 09:15 ..< 15:30.
    ///
    /// - Precondition: as for `DailyPath.minutes(of:tick:seed:)`.
    package func minutes(of symbol: String, in day: Candle, tick: Price, session: Range<TimeOfDay>) -> [Candle] {
        DailyPath(session: session).minutes(of: day, tick: tick, seed: key(of: symbol))
    }

    private func key(of symbol: String) -> UInt64 { SplitMix64.seed(seed, for: symbol) }
}
