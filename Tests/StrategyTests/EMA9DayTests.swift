import EMA9SellStrategy
import SaudaCore
import SaudaSimulation
import Testing

/// Whole days through the practice exchange.
@Suite struct EMA9DayTests {
    /// A day of minutes that stands at 99 and falls a little every minute for the first hour.
    private var falling: [Candle] {
        let open = Day("2026-06-18")!.at(TimeOfDay(9, 15))
        return (0..<375).map { minute in
            let price = Price(paise: Int64(9900 - 5 * min(minute, 60)))
            let start = open.advanced(by: .seconds(Int64(minute) * 60))
            return Candle(start: start, open: price, high: price, low: price, close: price, volume: Quantity(1))
        }
    }

    @Test func `SEL-3, S1-35: 375 cycles a day, the first at 09:15:00 and the last at 15:29:00`() throws {
        let cycles = try Simulated.play(falling).recorder.wakes[0] ?? []
        #expect(cycles.count == 375)
        #expect(cycles.first == TimeOfDay(9, 15))
        #expect(cycles.last == TimeOfDay(15, 29))
        #expect(Set(cycles).count == 375)
    }

    @Test func `MON-1, S1-36: seven looks a day`() throws {
        let looks = try Simulated.play(falling).recorder.wakes[1] ?? []
        #expect(looks == (9...15).map { TimeOfDay($0, 30) })
    }

    @Test func `SEL-4, S1-34: one order in the morning, then only lower, to EMA9 of the last price`() throws {
        let orders = try Simulated.play(falling).recorder.orders
        let limits = orders.map { command in
            switch command {
            case .place(let order): order.terms.limit
            case .modify(_, _, _, let terms, _): terms.limit
            default: Price.zero
            }
        }
        #expect(orders.filter(\.isPlace).count == 1)
        #expect(limits.first == "101.00")
        #expect(limits.last == "100.40", "0.2 x 96 + 81.20")
        #expect(zip(limits, limits.dropFirst()).allSatisfy { $0 > $1 })
    }

    @Test func `SEL-11: a price that touches EMA9 sells there, a tick less does not`() throws {
        #expect(try Simulated.day(high: "101.25", low: "100.15") == 1)
        #expect(try Simulated.day(high: "101.20", low: "100.15") == 0)
    }

    @Test func `SEL-14: what is not sold lapses at the close and the books keep the position`() throws {
        let simulator = try Simulated.play(falling)
        let desk = simulator.engine.desk
        #expect(desk.books[0].openTrades.count == 1)
        #expect(simulator.exchange.accounts[0].quantity(of: InstrumentID(index: 0)) == Quantity(50))
        #expect(simulator.recorder.notes.contains("day-cleaned"))
    }
}
