import SaudaCore
import Testing

/// From one day to the next, and the day's limits.
@Suite struct DeskDayTests {
    typealias Bench = EngineBench

    @Test func `a day order whose end was never reported has lapsed, with an alert, and a late fill is still booked`()
        throws
    {
        var bench = try Bench()
        bench.hold(50)
        bench.set(Bench.sell(50, at: 210_500))
        bench.accept(1)
        #expect(bench.start(Bench.monday).alerts == ["order-unanswered"])
        #expect(bench.status() == .ended(.exhausted, filled: .zero))
        bench.now = Bench.monday.at(TimeOfDay(9, 15))
        bench.tick(Price(rupees: 2100))
        var today = Bench.sell(50, at: 210_500)
        today.key.day = Bench.monday
        #expect(bench.set(today).places.count == 1)
    }

    @Test func `an after-market order lives through its day and no longer`() throws {
        var bench = try Bench()
        bench.now = Bench.friday.at(TimeOfDay(16, 5))
        var target = Bench.buy(1, at: 210_000)
        target.timing = .nextOpen
        bench.set(target)
        bench.accept(1)
        #expect(bench.start(Bench.monday).alerts.isEmpty)
        #expect(bench.status() == .working(limit: Price(rupees: 2100), filled: .zero))
        #expect(bench.start(Bench.monday.advanced(by: 1)).alerts == ["order-unanswered"])
        #expect(bench.status() == .ended(.exhausted, filled: .zero))
    }

    @Test func `a fill heard of on a later day is booked, one of two weeks ago is an alert`() throws {
        var bench = try Bench()
        bench.hold(50)
        bench.set(Bench.sell(50, at: 210_500))
        bench.accept(1)
        bench.trade(1, 20, at: Price(paise: 210_500))
        bench.hear(1, .expired)
        bench.start(Bench.monday)
        #expect(bench.trade(1, 20, at: Price(paise: 210_500)).isEmpty)
        #expect(bench.trade(1, 30, at: Price(paise: 210_500)).alerts == ["order-anomaly"])
        #expect(bench.book.quantity(of: Bench.share) == Quantity(20))
        bench.start(Bench.friday.advanced(by: 7))
        #expect(bench.hear(1, .expired).alerts.isEmpty)
        bench.start(Bench.friday.advanced(by: 14))
        #expect(bench.hear(1, .expired).isEmpty)
        #expect(bench.trade(1, 50, at: Price(paise: 210_500)).alerts == ["late-fill"])
    }

    @Test func `order numbers go on counting over the days`() throws {
        var bench = try Bench()
        bench.set(Bench.buy(1, at: 210_000))
        bench.accept(1)
        bench.hear(1, .expired)
        bench.start(Bench.monday)
        bench.now = Bench.monday.at(TimeOfDay(10, 0))
        bench.tick(Price(rupees: 2100))
        var target = Bench.buy(1, at: 210_000)
        target.key.day = Bench.monday
        #expect(bench.set(target).places.map(\.id.number) == [2])
    }

    @Test func `a day told twice resets nothing: neither the number of orders nor the loss`() throws {
        var bench = try Bench(limits: RiskLimits(dailyLoss: Money(rupees: 5000), ordersPerDay: 1))
        bench.set(Bench.buy(10, at: 210_000))
        bench.accept(1)
        bench.trade(1, 10, at: Price(rupees: 2100))
        bench.wait(.seconds(1))
        bench.tick(Price(rupees: 1500))
        bench.start(Bench.friday)
        var more = Bench.buy(1, at: 150_000)
        more.key.leg = 1
        #expect(bench.set(more).notes == ["order-count-limit"])
        bench.start(Bench.monday)
        bench.now = Bench.monday.at(TimeOfDay(10, 0))
        bench.tick(Price(rupees: 1500))
        more.revision = 1
        #expect(bench.set(more).places.count == 1)
    }

    @Test func `the day's loss counts what is held at the last price: 10 bought at 2100 and 1600 now are 5,000`() throws
    {
        var bench = try Bench(limits: RiskLimits(dailyLoss: Money(rupees: 5000)), plan: .flat(.zero))
        bench.set(Bench.buy(10, at: 210_000))
        bench.accept(1)
        bench.trade(1, 10, at: Price(rupees: 2100))
        bench.wait(.seconds(1))
        bench.tick(Price(paise: 160_010))
        var more = Bench.buy(1, at: 160_000)
        more.key.leg = 1
        #expect(bench.set(more).places.count == 1)
        bench.wait(.seconds(1))
        bench.tick(Price(paise: 160_000))
        more.key.leg = 2
        let loss = Refusal.dailyLoss(loss: Money(rupees: 5000), limit: Money(rupees: 5000))
        bench.set(more)
        #expect(bench.status(more.key) == .ended(.refused(loss), filled: .zero))
        // What is held may be sold.
        #expect(bench.set(Target(Bench.key(leg: 3), .sell, Quantity(10), .market, reason: "OUT")).places.count == 1)
    }

    @Test func `cash and shares brought in after the start hide no loss`() throws {
        var bench = try Bench(limits: RiskLimits(dailyLoss: Money(rupees: 5000)), plan: .flat(.zero))
        bench.set(Bench.buy(10, at: 210_000))
        bench.accept(1)
        bench.trade(1, 10, at: Price(rupees: 2100))
        bench.wait(.seconds(1))
        bench.tick(Price(rupees: 1600))
        bench.post(.cash(Bench.account, Money(rupees: 1_000_000)))
        bench.hold(100, at: Price(rupees: 1000))
        var more = Bench.buy(1, at: 160_000)
        more.key.leg = 1
        #expect(bench.set(more).notes == ["daily-loss-limit"])
        bench.post(.cash(Bench.account, Money(rupees: -900_000)))
        bench.start(Bench.monday)
        bench.now = Bench.monday.at(TimeOfDay(10, 0))
        bench.tick(Price(rupees: 1600))
        bench.post(.cash(Bench.account, Money(rupees: -900_000)))
        more.key.leg = 2
        #expect(bench.set(more).places.count == 1)
    }

    @Test func `a strategy wakes at the time it asked for, never in the past`() throws {
        var bench = try Bench()
        let early = bench.now.advanced(by: .seconds(-60))
        let commands = bench.act { $0.wake(at: early, label: 4) }
        #expect(commands == [.wake(at: bench.now, WakeKey(owner: StrategyID(index: 0), label: 4))])
    }
}
