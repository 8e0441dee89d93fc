import SaudaCore
import Testing

/// Working orders follow their target, and only as far as the limits allow.
@Suite struct TargetAmendTests {
    typealias Bench = EngineBench

    /// A sell of 50 at 2105 that works, of 50 held.
    func working(traits: VenueTraits = .practice) throws -> Bench {
        var bench = try Bench(traits: traits)
        bench.hold(50)
        bench.set(Bench.sell(50, at: 210_500))
        bench.accept(1)
        return bench
    }

    @Test func `SEL-4: a lower limit is one modification, with its number, and never a second order`() throws {
        var bench = try working()
        let lower = bench.set(Bench.sell(50, at: 210_400))
        let terms = OrderTerms(kind: .limit, quantity: Quantity(50), limit: Price(paise: 210_400))
        let broker = BrokerOrderID("B1")
        #expect(lower == [.modify(OrderID(number: 1), Bench.account, broker, terms, request: 2)])
        #expect(bench.status() == .working(limit: Price(paise: 210_400), filled: .zero))
        // While the answer is out nothing more is sent; the newest wish follows the answer.
        #expect(bench.set(Bench.sell(50, at: 210_300)).intents == 0)
        #expect(bench.set(Bench.sell(50, at: 210_200)).intents == 0)
        #expect(bench.hear(1, .modified(request: 2)).modifies.map(\.limit) == [Price(paise: 210_200)])
        #expect(bench.hear(1, .modified(request: 2)).intents == 0, "the repeated answer to the first")
        #expect(bench.hear(1, .modified(request: 3)).intents == 0)
    }

    @Test func `SEL-11: a limit becomes a market order by one modification`() throws {
        var bench = try working()
        var target = Bench.sell(50, at: 210_500)
        target.price = .market
        #expect(bench.set(target).modifies == [OrderTerms(kind: .market, quantity: Quantity(50))])
    }

    @Test func `a change that never left takes no working order away`() throws {
        var bench = try working()
        #expect(bench.set(Bench.sell(50, at: 210_400)).intents == 1)
        #expect(bench.hear(1, .modifyRefused(.notSent("no session"), request: 2)).intents == 0)
        #expect(bench.status() == .working(limit: Price(paise: 210_500), filled: .zero))
        #expect(bench.set(Bench.sell(50, at: 210_300)).modifies.map(\.limit) == [Price(paise: 210_300)])
    }

    @Test func `a wish before the broker's yes is sent after it`() throws {
        var bench = try Bench()
        bench.hold(50)
        bench.set(Bench.sell(50, at: 210_500))
        #expect(bench.set(Bench.sell(50, at: 210_400)).intents == 0)
        #expect(bench.accept(1).modifies.map(\.limit) == [Price(paise: 210_400)])
    }

    @Test func `dropped before the broker's yes, the cancel goes out with the id`() throws {
        var bench = try Bench()
        bench.hold(50)
        bench.set(Bench.sell(50, at: 210_500))
        #expect(bench.drop(Bench.key()).isEmpty)
        #expect(bench.accept(1) == [.cancel(OrderID(number: 1), Bench.account, BrokerOrderID("B1"), request: 2)])
        bench.hear(1, .cancelled)
        #expect(bench.status() == .ended(.dropped, filled: .zero))
    }

    @Test func `REN-6: more shares raise the quantity of the working sell at the same price`() throws {
        var bench = try working()
        bench.hold(30)
        #expect(bench.set(Bench.sell(80, at: 210_500)).modifies.map(\.quantity) == [Quantity(80)])
    }

    @Test func `the quantity is a total: lowered below what is filled it cancels the rest, and the target is done`()
        throws
    {
        var bench = try working()
        bench.trade(1, 20, at: Price(paise: 210_500))
        #expect(bench.set(Bench.sell(40, at: 210_500)).modifies.map(\.quantity) == [Quantity(40)])
        bench.hear(1, .modified(request: 2))
        #expect(bench.set(Bench.sell(15, at: 210_500)).cancels == [OrderID(number: 1)])
        bench.hear(1, .cancelled)
        #expect(bench.status() == .ended(.done, filled: Quantity(20)))
    }

    // MARK: - Slices

    @Test func `less is taken from the newest slices, more is placed as a new one`() throws {
        var bench = try Bench()
        bench.set(Bench.buy(2500, at: 10_000, of: Bench.frozen))
        for number in 1...3 as ClosedRange<UInt64> { bench.accept(number) }
        let less = bench.set(Bench.buy(1700, at: 10_000, of: Bench.frozen))
        #expect(less.cancels == [OrderID(number: 3)] && less.modifies.map(\.quantity) == [Quantity(700)])
        bench.hear(3, .cancelled)
        bench.hear(2, .modified(request: 2))
        // 300 fit into the second slice, 1,000 and 200 are new.
        let more = bench.set(Bench.buy(3200, at: 10_000, of: Bench.frozen))
        #expect(more.modifies.map(\.quantity) == [Quantity(1000)])
        #expect(more.places.map(\.terms.quantity.units) == [1000, 200])
        #expect(bench.sent.places.count == 5)
    }

    @Test func `one slice is raised only when the broker has lowered the other`() throws {
        var bench = try Bench()
        bench.set(Bench.buy(1600, at: 10_000, of: Bench.frozen))
        bench.accept(1)
        bench.accept(2)
        bench.trade(2, 300, at: Price(rupees: 100))
        // 300 + 500 of the first slice: the second is cancelled, the first lowered.
        let less = bench.set(Bench.buy(800, at: 10_000, of: Bench.frozen))
        #expect(less.cancels == [OrderID(number: 2)] && less.modifies.map(\.quantity) == [Quantity(500)])
        bench.hear(2, .cancelRefused(.notPermitted, request: 2))
        // Both refusals on their way would make 1,000 and 600 of it; nothing is placed or raised on top.
        #expect(bench.set(Bench.buy(1600, at: 10_000, of: Bench.frozen)).intents == 0)
        #expect(bench.hear(1, .modified(request: 2)).modifies.map(\.quantity) == [Quantity(1000)])
    }

    @Test func `a slice that is replaced is placed anew while the others work`() throws {
        var bench = try Bench()
        bench.set(Bench.buy(2000, at: 10_000, of: Bench.frozen))
        bench.accept(1)
        bench.accept(2)
        #expect(bench.set(Bench.buy(2000, at: 10_100, of: Bench.frozen)).modifies.count == 2)
        bench.hear(1, .modified(request: 2))
        #expect(bench.hear(2, .modifyRefused(.notPermitted, request: 2)).cancels == [OrderID(number: 2)])
        let anew = bench.hear(2, .cancelled).places
        #expect(anew.map(\.terms.quantity.units) == [1000] && anew.map(\.terms.limit) == [Price(paise: 10_100)])
    }

    // MARK: - Limits

    @Test func `an amendment that asks for more passes every limit, or is not sent and noted once`() throws {
        var bench = try Bench(limits: RiskLimits(orderValue: Money(rupees: 500_000)))
        bench.set(Bench.buy(100, at: 210_000))
        bench.accept(1)
        let large = bench.set(Bench.buy(1000, at: 210_000))
        #expect(large.intents == 0 && large.notes == ["order-value-limit"])
        #expect(bench.wake(at: bench.now).isEmpty)
        #expect(bench.set(Bench.buy(238, at: 210_000)).modifies.count == 1)
    }

    @Test func `a sell is not raised beyond what is held`() throws {
        var bench = try working()
        #expect(bench.set(Bench.sell(80, at: 210_500)).notes == ["no-holdings"])
        #expect(bench.status() == .working(limit: Price(paise: 210_500), filled: .zero))
    }

    @Test func `halted, a buy is neither raised nor made dearer, a sell may be lowered, both may be cancelled`() throws
    {
        var bench = try working()
        bench.set(Bench.buy(10, at: 10_000, of: Bench.frozen))
        bench.accept(2)
        bench.post(.control(.halt))
        #expect(bench.set(Bench.buy(11, at: 10_000, of: Bench.frozen)).notes == ["halted"])
        #expect(bench.set(Bench.buy(10, at: 10_100, of: Bench.frozen)).notes == ["halted"])
        #expect(bench.set(Bench.buy(10, at: 9900, of: Bench.frozen)).modifies.count == 1)
        #expect(bench.set(Bench.sell(50, at: 210_400)).modifies.count == 1)
        #expect(bench.drop(Bench.key()).intents == 0)
        #expect(bench.hear(1, .modified(request: 2)).cancels == [OrderID(number: 1)])
        var fresh = Bench.buy(1, at: 210_000)
        fresh.key.leg = 1
        #expect(bench.set(fresh).notes == ["halted"])
        bench.post(.control(.resume))
        fresh.revision = 1
        #expect(bench.set(fresh).places.count == 1)
    }

    @Test func `an amendment off tick, outside the band or of another instrument's price is not sent`() throws {
        var bench = try working()
        let band = PriceBand(lower: Price(rupees: 1995), upper: Price(rupees: 2205))
        bench.post(.reference(Bench.share, previousClose: Price(rupees: 2100), band: band))
        #expect(bench.set(Bench.sell(50, at: 210_405)).notes == ["off-tick"])
        #expect(bench.set(Bench.sell(50, at: 199_400)).notes == ["outside-band"])
        bench.post(.reference(Bench.share, previousClose: Price(rupees: 2100), band: nil))
        #expect(bench.set(Bench.sell(50, at: 1000)).notes == ["wrong-instrument"])
        #expect(bench.sent.modifies.isEmpty)
    }

    @Test func `a waiting after-market order is not held to the band of the day that is over`() throws {
        var bench = try Bench()
        let band = PriceBand(lower: Price(rupees: 1995), upper: Price(rupees: 2205))
        bench.post(.reference(Bench.share, previousClose: Price(rupees: 2100), band: band))
        bench.now = Bench.friday.at(TimeOfDay(16, 5))
        var target = Bench.buy(1, at: 220_000)
        target.timing = .nextOpen
        bench.set(target)
        bench.accept(1)
        target.price = .limit(Price(rupees: 2300))
        #expect(bench.set(target).modifies.count == 1)
        // On its day the band of that day holds.
        bench.hear(1, .modified(request: 2))
        bench.start(Bench.monday)
        bench.post(.reference(Bench.share, previousClose: Price(rupees: 2200), band: band))
        target.price = .limit(Price(rupees: 2310))
        #expect(bench.set(target).notes == ["outside-band"])
    }

    @Test func `at the broker's cap of modifications the order is cancelled and placed anew instead`() throws {
        var bench = try working(traits: VenueTraits(modifyCap: 2))
        for (number, paise) in [(2, 210_400), (3, 210_300)] as [(UInt32, Int64)] {
            #expect(bench.set(Bench.sell(50, at: paise)).modifies.count == 1)
            bench.hear(1, .modified(request: number))
        }
        #expect(bench.set(Bench.sell(50, at: 210_200)).cancels == [OrderID(number: 1)])
        #expect(bench.hear(1, .cancelled).places.map(\.terms.limit) == [Price(paise: 210_200)])
        bench.accept(2)
        #expect(bench.set(Bench.sell(50, at: 210_100)).modifies.count == 1)
    }
}
