import SaudaCore
import Testing

/// When a target is placed, in how many orders, and when it has to wait.
@Suite struct TargetPlacingTests {
    typealias Bench = EngineBench

    // MARK: - Slices

    @Test func `2,500 of a share frozen above 1,000 go out as 1,000, 1,000 and 500`() throws {
        var bench = try Bench()
        bench.hold(2500, of: Bench.frozen, at: Price(rupees: 90))
        let places = bench.set(Bench.sell(2500, at: 10_100, of: Bench.frozen)).places
        #expect(places.map(\.terms.quantity.units) == [1000, 1000, 500])
        #expect(places.map(\.id.number) == [1, 2, 3])
        #expect(Set(places.map(\.terms.limit)) == [Price(paise: 10_100)])
    }

    @Test func `a freeze quantity of 1,800 takes 1,755, which is 27 lots of 65`() throws {
        var bench = try Bench()
        var target = Bench.buy(3575, at: 2_600_000, of: Bench.future)
        target.product = .carryForward
        #expect(bench.set(target).places.map(\.terms.quantity.units) == [1755, 1755, 65])
    }

    @Test func `slices are done when all are filled, and their fills add up`() throws {
        var bench = try Bench()
        bench.set(Bench.buy(1500, at: 10_000, of: Bench.frozen))
        bench.accept(1)
        bench.accept(2)
        bench.trade(2, 500, at: Price(rupees: 100))
        bench.trade(1, 400, at: Price(rupees: 100))
        let key = Bench.key(Bench.frozen)
        #expect(bench.status(key) == .working(limit: Price(rupees: 100), filled: Quantity(900)))
        bench.trade(1, 1000, at: Price(rupees: 100))
        #expect(bench.status(key) == .ended(.done, filled: Quantity(1500)))
        #expect(bench.book.quantity(of: Bench.frozen) == Quantity(1500))
        #expect(bench.sent.places.count == 2)
    }

    @Test func `DEC-6: the order value is that of the whole, so slicing passes no limit`() throws {
        var bench = try Bench(limits: RiskLimits(orderValue: Money(rupees: 150_000)))
        // 1,500 at 100 are 150,000; each slice alone would pass at 2,500 too.
        #expect(bench.set(Bench.buy(2500, at: 10_000, of: Bench.frozen)).notes == ["order-value-limit"])
        var other = Bench.buy(1500, at: 10_000, of: Bench.frozen)
        other.key.leg = 1
        #expect(bench.set(other).places.count == 2)
    }

    @Test func `slices of one entry are one position`() throws {
        var bench = try Bench(limits: RiskLimits(positions: 1))
        #expect(bench.set(Bench.buy(2500, at: 10_000, of: Bench.frozen)).places.count == 3)
        #expect(bench.set(Bench.buy(1, at: 210_000)).notes == ["position-limit"])
    }

    @Test func `slices beyond the day's number are not sent in part`() throws {
        var bench = try Bench(limits: RiskLimits(ordersPerDay: 2))
        #expect(bench.set(Bench.buy(2500, at: 10_000, of: Bench.frozen)).intents == 0)
        #expect(bench.status(Bench.key(Bench.frozen)) == .ended(.refused(.ordersPerDay(limit: 2)), filled: .zero))
        var other = Bench.buy(2000, at: 10_000, of: Bench.frozen)
        other.key.leg = 1
        #expect(bench.set(other).places.count == 2)
    }

    @Test("an absurd quantity is refused, not sliced", arguments: [50_000_001, Int64.max])
    func absurd(units: Int64) throws {
        var bench = try Bench()
        #expect(bench.set(Bench.buy(units, at: 10_000, of: Bench.frozen)).notes == ["not-a-lot"])
        #expect(bench.set(Bench.buy(0, at: 210_000)).intents == 0)
        var other = Bench.buy(-5, at: 210_000)
        other.key.leg = 1
        #expect(bench.set(other).intents == 0)
    }

    @Test func `one slice turned down is not made up for by the others, nor placed again`() throws {
        var bench = try Bench()
        bench.set(Bench.buy(1500, at: 10_000, of: Bench.frozen))
        bench.accept(2)
        #expect(bench.hear(1, .rejected(.notPermitted)).intents == 0)
        #expect(bench.wake(at: bench.now).intents == 0)
        let key = Bench.key(Bench.frozen)
        bench.trade(2, 500, at: Price(rupees: 100))
        #expect(bench.status(key) == .ended(.refused(.rejected(.notPermitted)), filled: Quantity(500)))
        #expect(bench.sent.places.count == 2)
    }

    // MARK: - Holdings

    @Test func `S0-53: no more is sold than is held, by all orders together`() throws {
        var bench = try Bench()
        bench.hold(50)
        #expect(bench.set(Bench.sell(51, at: 210_500)).notes == ["no-holdings"])
        var first = Bench.sell(30, at: 210_500)
        first.key.leg = 1
        var second = Bench.sell(30, at: 210_500)
        second.key.leg = 2
        #expect(bench.set(first).places.count == 1)
        #expect(bench.set(second).intents == 0)
        let short = Refusal.noHoldings(need: Quantity(30), have: Quantity(20))
        #expect(bench.status(second.key) == .ended(.refused(short), filled: .zero))
    }

    @Test func `shares are free again when the broker has confirmed the smaller sell, not before`() throws {
        var bench = try Bench()
        bench.hold(50)
        bench.set(Bench.sell(50, at: 210_500))
        bench.accept(1)
        bench.set(Bench.sell(20, at: 210_500))
        var other = Bench.sell(30, at: 210_500)
        other.key.leg = 1
        #expect(bench.set(other).intents == 0)
        bench.hear(1, .modified(request: 2))
        other.revision = 1
        #expect(bench.set(other).places.count == 1)
    }

    @Test func `slices together sell no more than is held`() throws {
        var bench = try Bench()
        bench.hold(1200, of: Bench.frozen, at: Price(rupees: 90))
        #expect(bench.set(Bench.sell(2500, at: 10_100, of: Bench.frozen)).intents == 0)
    }

    @Test func `S0-49: after a completed sell by hand there is nothing to sell at the open`() throws {
        var bench = try Bench()
        bench.hold(50)
        bench.post(
            .foreign(
                ForeignOrder(
                    account: Bench.account,
                    id: BrokerOrderID("251103000008704"),
                    instrument: Bench.share,
                    side: .sell,
                    product: .delivery,
                    terms: OrderTerms(kind: .limit, quantity: Quantity(50), limit: Price(rupees: 2100)),
                    filled: Quantity(50),
                    value: Price(rupees: 2100) * Quantity(50),
                    status: .complete
                )
            )
        )
        #expect(bench.set(Bench.sell(50, at: 210_500)).notes == ["no-holdings"])
    }

    // MARK: - When

    @Test("now means now", arguments: [(9, 14, false), (9, 15, true), (15, 29, true), (15, 30, false)])
    func now(hour: Int, minute: Int, isOpen: Bool) throws {
        var bench = try Bench(startsDay: false)
        bench.start(Bench.friday)
        bench.now = Bench.friday.at(TimeOfDay(hour, minute))
        bench.post(.reference(Bench.share, previousClose: Price(rupees: 2100), band: nil))
        let commands = bench.set(Bench.buy(1, at: 210_000))
        #expect(commands.places.map(\.variety) == (isOpen ? [.regular] : []))
        if !isOpen { #expect(bench.status() == .ended(.refused(.marketClosed), filled: .zero)) }
    }

    static let late = VenueTraits(
        afterMarket: [VenueTraits.Window(from: TimeOfDay(15, 45), to: TimeOfDay(8, 57))]
    )

    func nextOpen(_ units: Int64 = 1) -> Target {
        var target = Bench.buy(units, at: 210_000)
        target.timing = .nextOpen
        return target
    }

    @Test func `BUY-9, DEC-8: an order for the next opening waits for the after-market window`()
        throws
    {
        var bench = try Bench(traits: Self.late)
        let opens = Bench.friday.at(TimeOfDay(15, 45))
        #expect(bench.set(nextOpen()).wakes == [opens])
        #expect(bench.status() == .waiting)
        // Until then nothing, and no second wake-up.
        #expect(bench.wake(at: Bench.friday.at(TimeOfDay(15, 31))).isEmpty)
        #expect(bench.wake(at: opens).places.map(\.variety) == [.afterMarket])
        #expect(bench.wake(at: Bench.monday.at(TimeOfDay(9, 15))).isEmpty)
    }

    @Test func `BUY-14: between the window's end and the opening it waits and goes out regular at 09:15`() throws {
        var bench = try Bench(traits: Self.late, startsDay: false)
        bench.start(Bench.friday)
        bench.post(.reference(Bench.share, previousClose: Price(rupees: 2100), band: nil))
        bench.now = Bench.friday.at(TimeOfDay(9, 0))
        let open = Bench.friday.at(TimeOfDay(9, 15))
        #expect(bench.set(nextOpen()).wakes == [open])
        #expect(bench.wake(at: open).places.map(\.variety) == [.regular])
    }

    @Test func `before 08:57 the window that runs over midnight is still open`() throws {
        var bench = try Bench(traits: Self.late, startsDay: false)
        bench.start(Bench.friday)
        bench.post(.reference(Bench.share, previousClose: Price(rupees: 2100), band: nil))
        bench.now = Bench.friday.at(TimeOfDay(8, 56))
        #expect(bench.set(nextOpen()).places.map(\.variety) == [.afterMarket])
    }

    @Test func `a venue without after-market orders waits for the next day's opening`() throws {
        var bench = try Bench(traits: VenueTraits(afterMarket: []))
        bench.now = Bench.friday.at(TimeOfDay(16, 5))
        #expect(bench.set(nextOpen()).isEmpty)
        #expect(bench.status() == .waiting)
        let open = Bench.monday.at(TimeOfDay(9, 15))
        #expect(bench.start(Bench.monday).wakes == [open])
        #expect(bench.wake(at: open).places.map(\.variety) == [.regular])
    }

    @Test func `on a Saturday the wake-up is for that Saturday, not for the last trading day`() throws {
        var bench = try Bench(traits: Self.late)
        bench.now = Bench.friday.advanced(by: 1).at(TimeOfDay(12, 0))
        #expect(bench.set(nextOpen()).wakes == [Bench.friday.advanced(by: 1).at(TimeOfDay(15, 45))])
    }

    @Test func `PAP-2: the practice venue takes after-market orders in the evening, at night and before the open`()
        throws
    {
        for time in [TimeOfDay(15, 30), TimeOfDay(23, 59), TimeOfDay(8, 31)] {
            var bench = try Bench()
            bench.now = (time.hour == 8 ? Bench.friday.advanced(by: 1) : Bench.friday).at(time)
            #expect(bench.set(nextOpen()).places.map(\.variety) == [.afterMarket])
        }
    }

    @Test func `in the evening yesterday's band says nothing of tomorrow`() throws {
        var bench = try Bench()
        let band = PriceBand(lower: Price(rupees: 1995), upper: Price(rupees: 2205))
        bench.post(.reference(Bench.share, previousClose: Price(rupees: 2100), band: band))
        var target = nextOpen()
        target.price = .limit(Price(rupees: 2300))
        var now = target
        now.timing = .now
        now.key.leg = 1
        #expect(bench.set(now).notes == ["outside-band"])
        bench.now = Bench.friday.at(TimeOfDay(16, 5))
        #expect(bench.set(target).places.count == 1)
    }

    @Test func `notBefore waits, and expires ends what still works`() throws {
        var bench = try Bench()
        let (start, end) = (Bench.friday.at(TimeOfDay(11, 0)), Bench.friday.at(TimeOfDay(12, 0)))
        var target = Bench.buy(1, at: 210_000)
        target.notBefore = start
        target.expires = end
        #expect(bench.set(target).wakes == [start, end])
        #expect(bench.wake(at: Bench.friday.at(TimeOfDay(10, 59))).isEmpty)
        #expect(bench.wake(at: start).places.count == 1)
        bench.accept(1)
        #expect(bench.wake(at: Bench.friday.at(TimeOfDay(11, 59))).isEmpty)
        #expect(bench.wake(at: end).cancels == [OrderID(number: 1)])
        bench.hear(1, .cancelled)
        #expect(bench.status() == .ended(.dropped, filled: .zero))
        #expect(bench.wake(at: end).isEmpty)
    }

    @Test func `a target that expires while it waits is never placed`() throws {
        var bench = try Bench()
        var target = Bench.buy(1, at: 210_000)
        target.notBefore = Bench.friday.at(TimeOfDay(12, 0))
        target.expires = Bench.friday.at(TimeOfDay(11, 0))
        bench.set(target)
        bench.wake(at: Bench.friday.at(TimeOfDay(11, 0)))
        #expect(bench.status() == .ended(.dropped, filled: .zero))
        #expect(bench.wake(at: Bench.friday.at(TimeOfDay(12, 0))).isEmpty)
    }

    // MARK: - Again

    @Test func `rest: what the close leaves unfilled is placed at the next opening`() throws {
        var bench = try Bench()
        bench.hold(50)
        bench.set(Bench.sell(50, at: 210_500, persistence: .rest))
        bench.accept(1)
        bench.trade(1, 20, at: Price(paise: 210_500))
        bench.now = Bench.friday.at(TimeOfDay(15, 30))
        #expect(bench.hear(1, .expired).places.isEmpty)
        #expect(bench.status() == .waiting)
        bench.start(Bench.monday)
        let open = Bench.monday.at(TimeOfDay(9, 15))
        bench.now = open
        bench.tick(Price(rupees: 2100))
        #expect(bench.wake(at: open).places.map(\.terms.quantity.units) == [30])
    }

    @Test func `rest: the rest of an IOC order comes a second later, so it cannot spin`() throws {
        var bench = try Bench()
        var target = Bench.buy(10, at: 210_000, persistence: .rest)
        target.validity = .ioc
        bench.set(target)
        bench.accept(1)
        let after = bench.hear(1, .cancelled)
        #expect(after.places.isEmpty && after.alerts.isEmpty)
        #expect(after.wakes == [bench.now.advanced(by: .seconds(1))])
        #expect(bench.wake(at: bench.now.advanced(by: .seconds(1))).places.count == 1)
    }

    @Test func `once: the rest of an IOC order, which the exchange cancels, is no hand at work`() throws {
        var bench = try Bench()
        var target = Bench.buy(10, at: 210_000)
        target.validity = .ioc
        bench.set(target)
        bench.accept(1)
        bench.trade(1, 4, at: Price(rupees: 2100))
        #expect(bench.hear(1, .cancelled).alerts.isEmpty)
        #expect(bench.status() == .ended(.exhausted, filled: Quantity(4)))
    }

    @Test func `none: nothing shall be working, so nothing is placed`() throws {
        var bench = try Bench()
        #expect(bench.set(Bench.buy(1, at: 210_000, persistence: .none)).isEmpty)
        #expect(bench.status() == .ended(.dropped, filled: .zero))
    }

    @Test func `what the venue does not offer is refused by name`() throws {
        let traits = VenueTraits(kinds: [.limit], validities: [.day], products: [.delivery])
        var bench = try Bench(traits: traits)
        var market = Bench.buy(1, at: 210_000)
        market.price = .market
        #expect(bench.set(market).notes == ["not-offered"])
        #expect(bench.status() == .ended(.refused(.notOffered("MARKET")), filled: .zero))
        var ioc = Bench.buy(1, at: 210_000)
        ioc.key.leg = 1
        ioc.validity = .ioc
        #expect(bench.set(ioc).notes == ["not-offered"])
        var intraday = Bench.buy(1, at: 210_000)
        intraday.key.leg = 2
        intraday.product = .intraday
        #expect(bench.set(intraday).notes == ["not-offered"])
    }
}
