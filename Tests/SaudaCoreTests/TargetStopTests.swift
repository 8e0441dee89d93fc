import SaudaCore
import Testing

/// The person in charge stops everything: nothing leaves but cancels, until they resume.
@Suite struct TargetStopTests {
    typealias Bench = EngineBench

    private func working() throws -> Bench {
        var bench = try Bench()
        bench.hold(50)
        bench.set(Bench.sell(50, at: 210_500))
        bench.accept(1)
        bench.set(Bench.buy(10, at: 10_000, of: Bench.frozen))
        bench.accept(2)
        return bench
    }

    @Test func `stopped, what works is cancelled once, sells that reduce a position too`() throws {
        var bench = try working()
        #expect(bench.post(.control(.stop)).cancels == [OrderID(number: 1), OrderID(number: 2)])
        #expect(bench.post(.control(.stop)).intents == 0)
        #expect(bench.hear(1, .cancelled).intents == 0)
        #expect(bench.hear(2, .cancelled).intents == 0)
        #expect(bench.status() == .waiting)
    }

    @Test func `stopped, nothing is placed or changed, not even what reduces a position`() throws {
        var bench = try Bench()
        bench.hold(50)
        bench.post(.control(.stop))
        #expect(bench.set(Bench.sell(50, at: 210_500)).intents == 0)
        #expect(bench.set(Bench.sell(50, at: 210_400)).intents == 0)
        #expect(bench.set(Bench.buy(10, at: 10_000, of: Bench.frozen)).intents == 0)
        bench.wait(.seconds(60))
        bench.tick(Price(rupees: 2103))
        #expect(bench.wake(at: bench.now).intents == 0)
        #expect(bench.status() == .waiting)
    }

    @Test func `resumed, targets that still stand are worked for again, each by one order`() throws {
        var bench = try working()
        bench.post(.control(.stop))
        bench.hear(1, .cancelled)
        bench.hear(2, .cancelled)
        #expect(bench.drop(Bench.key(Bench.frozen)).intents == 0)
        let places = bench.post(.control(.resume)).places
        #expect(places.map(\.instrument) == [Bench.share])
        #expect(places.map(\.terms.quantity) == [Quantity(50)])
        #expect(bench.post(.control(.resume)).intents == 0)
    }

    @Test func `resumed before a cancel is confirmed, the new order waits for it`() throws {
        var bench = try working()
        bench.post(.control(.stop))
        #expect(bench.post(.control(.resume)).intents == 0)
        #expect(bench.hear(1, .cancelled).places.map(\.terms.quantity) == [Quantity(50)])
    }

    @Test func `an order on its way when all is stopped is cancelled with the broker's yes`() throws {
        var bench = try Bench()
        bench.hold(50)
        bench.set(Bench.sell(50, at: 210_500))
        #expect(bench.post(.control(.stop)).intents == 0)
        #expect(bench.accept(1).cancels == [OrderID(number: 1)])
    }

    @Test func `what trades before its cancel arrives is booked, and the rest alone is placed after a resume`() throws {
        var bench = try working()
        bench.post(.control(.stop))
        bench.trade(1, 20, at: Price(rupees: 2105))
        bench.hear(1, .cancelled)
        #expect(bench.book.quantity(of: Bench.share) == Quantity(30))
        #expect(bench.post(.control(.resume)).places.map(\.terms.quantity).contains(Quantity(30)))
    }

    @Test func `what was done before is not done again after a resume`() throws {
        var bench = try working()
        bench.hear(1, .completed(total: Quantity(50), value: Price(rupees: 2105) * Quantity(50)))
        bench.post(.control(.stop))
        bench.hear(2, .cancelled)
        #expect(bench.post(.control(.resume)).places.map(\.instrument) == [Bench.frozen])
    }
}
