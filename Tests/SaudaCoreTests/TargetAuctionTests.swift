import SaudaCore
import Testing

/// What the desk sends before the opening and in a closing auction (BUY-14, DEC-15).
@Suite struct TargetAuctionTests {
    typealias Bench = EngineBench

    /// Monday with a pre-open from 09:00 to 09:05, of a venue that takes after-market orders until 08:57.
    func bench(_ time: TimeOfDay) throws -> Bench {
        let windows = [VenueTraits.Window(from: TimeOfDay(15, 45), to: TimeOfDay(8, 57))]
        var bench = try Bench(traits: VenueTraits(afterMarket: windows))
        let day = Bench.monday
        bench.now = day.at(TimeOfDay(8, 30))
        bench.post(
            .dayStarted(
                TradingDay(
                    day: day,
                    open: day.at(TimeOfDay(9, 15)),
                    close: day.at(TimeOfDay(15, 30)),
                    auctionFrom: day.at(TimeOfDay(15, 15)),
                    settlement: day.advanced(by: 1),
                    holdsPrices: false,
                    preOpen: day.at(TimeOfDay(9, 0))..<day.at(TimeOfDay(9, 5))
                )
            )
        )
        bench.now = day.at(time)
        return bench
    }

    func target(_ price: Target.PriceRule, validity: Validity = .day) -> Target {
        var target = Bench.buy(10, at: 210_000)
        target.key = Bench.key(day: Bench.monday)
        target.price = price
        target.validity = validity
        target.timing = .nextOpen
        return target
    }

    @Test func `BUY-14: with after-market orders closed, the pre-open takes a regular order`() throws {
        var early = try bench(TimeOfDay(8, 50))
        #expect(early.set(target(.market)).places.map(\.variety) == [.afterMarket])
        var open = try bench(TimeOfDay(9, 0))
        #expect(open.set(target(.market)).places.map(\.variety) == [.regular])
    }

    @Test func `between the two it waits for the pre-open, after it for the opening`() throws {
        var between = try bench(TimeOfDay(8, 58))
        #expect(between.set(target(.limit(Price(rupees: 2100)))).places.isEmpty)
        #expect(between.wake(at: Bench.monday.at(TimeOfDay(9, 0))).places.map(\.variety) == [.regular])
        var late = try bench(TimeOfDay(9, 6))
        #expect(late.set(target(.market)).places.isEmpty)
        #expect(late.wake(at: Bench.monday.at(TimeOfDay(9, 15))).places.map(\.variety) == [.regular])
    }

    @Test func `what no auction takes waits for the opening`() throws {
        for target in [target(.stopMarket(trigger: Price(rupees: 2150))), target(.market, validity: .ioc)] {
            var bench = try bench(TimeOfDay(9, 0))
            #expect(bench.set(target).places.isEmpty)
            #expect(bench.wake(at: Bench.monday.at(TimeOfDay(9, 15))).places.count == 1)
        }
    }
}
