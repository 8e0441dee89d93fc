package import SaudaBroker
package import SaudaCore

/// Prices of the derivatives that the practice broker made up: they follow what they hang on.
///
/// While nobody watches they move once a minute, for their candles; otherwise once a second.
package struct DhanDerivatives: Sendable {
    private struct Made: Sendable {
        var slot: Int
        var underlying: Int
    }

    /// Nil before the first move.
    private var made: [Made]?
    private var lastMove = Timestamp(microseconds: .min)

    package init() {}

    /// Finds them, and gives them the price of the evening before.
    private mutating func start(_ catalogue: DhanCatalogue, _ market: inout PracticePrices, at now: Timestamp) -> [Made]
    {
        let found = catalogue.listings.indices.compactMap { slot -> Made? in
            let listing = catalogue[slot]
            guard listing.instrument == nil, listing.expiry != nil else { return nil }
            let underlying = catalogue.listings.firstIndex {
                $0.symbol == listing.symbol && $0.expiry == nil && $0.exchange == listing.exchange
            }
            return underlying.map { Made(slot: slot, underlying: $0) }
        }
        for one in found {
            guard let price = price(one, catalogue, market, at: now.day.at(TimeOfDay(0, 0))) else { continue }
            market.setLimits(one.slot, close: price, band: nil)
        }
        made = found
        return found
    }

    /// - Parameter isWatched: somebody asks, or has subscribed to one of them.
    package mutating func move(
        _ catalogue: DhanCatalogue,
        _ market: inout PracticePrices,
        isWatched: Bool,
        at now: Timestamp
    ) {
        let made = made ?? start(catalogue, &market, at: now)
        guard !made.isEmpty else { return }
        let pause = TimeSpan.seconds(isWatched ? 1 : 60)
        guard lastMove.microseconds == .min || now >= lastMove.advanced(by: pause) else { return }
        lastMove = now
        for one in made where market[one.underlying].isOpen {
            guard let price = price(one, catalogue, market, at: now) else { continue }
            let chance = PracticeDice.mix(UInt64(bitPattern: now.microseconds), UInt64(one.slot))
            let quantity = Quantity(catalogue[one.slot].lot.units * Int64(1 + chance % 20))
            market.move(one.slot, MarketMove(InstrumentID(index: .max), price: price, quantity: quantity), at: now)
        }
    }

    /// Nil once it has expired.
    private func price(
        _ one: Made,
        _ catalogue: DhanCatalogue,
        _ market: PracticePrices,
        at now: Timestamp
    ) -> Price? {
        let listing = catalogue[one.slot]
        let spot = market[one.underlying].last.rupees
        guard spot > 0, let end = listing.expiry?.at(TimeOfDay(15, 30)), end > now else { return nil }
        let years = Double(end.since(now).microseconds) / 31_536_000_000_000
        // Interest carries a future; an index moves by 13 % a year, a share by 25 %.
        let future = spot * (1 + 0.065 * years)
        let volatility = spot * (catalogue[one.underlying].isIndex ? 0.13 : 0.25)
        let exact =
            listing.isOption
            ? PracticeOption(
                spot: future,
                strike: listing.strike.rupees,
                years: years,
                isCall: listing.optionType == "CE",
                volatility: volatility
            )
            .price
            : future
        return Price(rupees: exact).map { max($0.rounded(toTick: listing.tick), listing.tick) }
    }
}
