import DhanPractice
import KotakNeoPractice
import SaudaBroker
import SaudaCore
import SaudaServer
import SaudaService
import SaudaSimulation
import ZerodhaKitePractice

/// A generated day of four shares, for the broker's side and for ours.
struct PracticeDayPlan {
    static let day = Day("2026-03-20") ?? Day(number: 0)
    static let symbols = ["INFY", "SBIN", "ITC", "WIPRO"]
    static let cash = Money(rupees: 100_000_000)

    let market: MarketData
    let hours = TradingDay(Self.day, in: .builtIn, holdsPrices: false)

    init(seed: UInt64) throws {
        market = try MarketData.generate(Self.symbols, through: Self.day, seed: seed, minutesOf: Self.day)
    }

    /// Around which the day trades.
    var prices: [Price] {
        market.history.daily.map { $0.last { $0.start.day == Self.day }?.open ?? Price(rupees: 100) }
    }

    func practice(from start: TimeOfDay, faults: [PracticeFault] = [], seed: UInt64) -> PracticePlan {
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

    func floor(from start: TimeOfDay, faults: [PracticeFault] = [], seed: UInt64) -> PracticeFloor {
        let plan = practice(from: start, faults: faults, seed: seed)
        return plan.floor(KitePractice(plan.setup, day: Self.day))
    }

    func dhanFloor(from start: TimeOfDay, faults: [PracticeFault] = [], seed: UInt64) -> PracticeFloor {
        let plan = practice(from: start, faults: faults, seed: seed)
        return plan.floor(DhanPractice(plan.setup, day: Self.day))
    }

    func neoFloor(from start: TimeOfDay, faults: [PracticeFault] = [], seed: UInt64) -> PracticeFloor {
        let plan = practice(from: start, faults: faults, seed: seed)
        return plan.floor(KotakNeoPractice(plan.setup, day: Self.day))
    }

    /// Our handles with the broker's keys, from its own list.
    func listings(_ list: InstrumentList) throws -> ListingTable {
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
