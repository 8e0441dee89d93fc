package import SaudaBroker
package import SaudaCore
package import SaudaServer
package import SaudaService
import SaudaSimulation
package import SaudaTestKit

/// A generated day of four shares, for the broker's side and for ours.
package struct PracticeDayPlan: Sendable {
    package static let day = Day("2026-03-20") ?? Day(number: 0)
    package static let symbols = ["INFY", "SBIN", "ITC", "WIPRO"]
    package static let cash = Money(rupees: 100_000_000)

    package let market: MarketData
    package let hours = TradingDay(Self.day, in: .builtIn, holdsPrices: false)

    package init(seed: UInt64) throws {
        market = try MarketData.generate(Self.symbols, through: Self.day, seed: seed, minutesOf: Self.day)
    }

    /// Around which the day trades.
    package var prices: [Price] {
        market.history.daily.map { $0.last { $0.start.day == Self.day }?.open ?? Price(rupees: 100) }
    }

    package func practice(from start: TimeOfDay, faults: [PracticeFault] = [], seed: UInt64) -> PracticePlan {
        PracticePlan(
            instruments: market.instruments,
            history: market.history,
            days: [hours],
            start: Self.day.at(start),
            cash: Self.cash,
            faults: faults,
            seed: seed
        )
    }

    package func floor(
        _ cards: CardKit,
        from start: TimeOfDay,
        faults: [PracticeFault] = [],
        seed: UInt64
    ) -> PracticeFloor {
        let plan = practice(from: start, faults: faults, seed: seed)
        return plan.floor(cards.practice(plan.setup, Self.day))
    }

    /// Our handles with the broker's keys, from its own list.
    package func listings(_ list: InstrumentList) throws -> ListingTable {
        var table = ListingTable()
        for listing in list.listings where listing.instrument.segment == .nseEquity {
            // A share may have a second series, with keys of its own.
            guard let id = try? market.instruments.find(listing.instrument.symbol),
                market.instruments[id].series == listing.instrument.series
            else { continue }
            try table.add(listing, as: id)
        }
        return table
    }
}
