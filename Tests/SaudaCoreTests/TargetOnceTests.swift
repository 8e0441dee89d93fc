import SaudaCore
import Testing

/// "Once, then never again today": what ended under a key and revision is never placed again (architecture, section 8).
@Suite struct TargetOnceTests {
    typealias Bench = EngineBench
    static let ends: [(String, @Sendable (inout EngineBench) -> Void)] = [
        ("filled", { $0.trade(1, 50, at: Price(paise: 210_500)) }),
        ("rejected", { $0.hear(1, .rejected(.notPermitted)) }),
        ("expired", { $0.hear(1, .expired) }),
        ("cancelled by hand", { $0.hear(1, .cancelled) }),
        (
            "dropped",
            {
                $0.drop(EngineBench.key())
                $0.hear(1, .cancelled)
            }
        ),
    ]

    @Test("S0-49: a target that has ended is not placed again, however often it is set", arguments: ends.indices)
    func sticky(end: Int) throws {
        var bench = try Bench()
        bench.hold(100)
        let target = Bench.sell(50, at: 210_500)
        #expect(bench.set(target).places.count == 1)
        bench.accept(1)
        Self.ends[end].1(&bench)
        guard case .ended = bench.status() else {
            Issue.record("\(Self.ends[end].0) does not end the target: \(String(describing: bench.status()))")
            return
        }
        for minute in 1...5 as ClosedRange<Int64> {
            bench.wait(.seconds(60))
            var again = target
            again.price = .limit(Price(paise: 210_500 - 10 * minute))
            again.reason = "again \(minute)"
            #expect(bench.set(again).intents == 0)
            #expect(bench.wake(at: bench.now).intents == 0)
        }
        bench.start(Bench.monday)
        bench.now = Bench.monday.at(TimeOfDay(9, 15))
        #expect(bench.set(target).intents == 0)
        #expect(bench.sent.places.count == 1)
    }

    @Test func `a revision raised after an end is a new try, an old one is not`() throws {
        var bench = try Bench()
        bench.hold(50)
        bench.set(Bench.sell(50, at: 210_500))
        bench.hear(1, .rejected(.other(code: "RMS", text: "try later")))
        #expect(bench.status() == .ended(.refused(.rejected(.other(code: "RMS", text: "try later"))), filled: .zero))
        #expect(bench.set(Bench.sell(50, at: 210_500, revision: 1)).places.map(\.id) == [OrderID(number: 2)])
        bench.hear(2, .expired)
        #expect(bench.set(Bench.sell(50, at: 210_400, revision: 0)).intents == 0)
        #expect(bench.set(Bench.sell(50, at: 210_400, revision: 1)).intents == 0)
        #expect(bench.status() == .ended(.exhausted, filled: .zero))
    }

    @Test func `cancelled by hand means hands off, a higher revision included, and one alert says so`() throws {
        var bench = try Bench()
        bench.hold(50)
        bench.set(Bench.sell(50, at: 210_500))
        bench.accept(1)
        #expect(bench.hear(1, .cancelled).alerts == ["hands-off"])
        #expect(bench.status() == .ended(.handsOff, filled: .zero))
        #expect(bench.set(Bench.sell(50, at: 210_400, revision: 7)).intents == 0)
        // The next day is a new key.
        bench.start(Bench.monday)
        bench.now = Bench.monday.at(TimeOfDay(9, 15))
        bench.tick(Price(rupees: 2100))
        var target = Bench.sell(50, at: 210_500)
        target.key.day = Bench.monday
        #expect(bench.set(target).places.count == 1)
    }

    @Test func `the same target set again while it works sends nothing`() throws {
        var bench = try Bench()
        bench.hold(50)
        let target = Bench.sell(50, at: 210_500)
        bench.set(target)
        #expect(bench.set(target).isEmpty)
        bench.accept(1)
        #expect(bench.set(target).isEmpty)
        #expect(bench.wake(at: bench.now).isEmpty)
    }

    @Test func `what is filled stays counted over revisions, so a second try asks for the rest only`() throws {
        var bench = try Bench()
        bench.hold(50)
        bench.set(Bench.sell(50, at: 210_500))
        bench.accept(1)
        bench.trade(1, 20, at: Price(paise: 210_500))
        bench.hear(1, .expired)
        #expect(bench.status() == .ended(.exhausted, filled: Quantity(20)))
        let again = bench.set(Bench.sell(50, at: 210_400, revision: 1)).places
        #expect(again.map(\.terms.quantity) == [Quantity(30)])
    }

    @Test func `a revision that was worked on by amending is as used as one that was placed`() throws {
        var bench = try Bench()
        bench.hold(50)
        bench.set(Bench.sell(50, at: 210_500))
        bench.accept(1)
        #expect(bench.set(Bench.sell(50, at: 210_400, revision: 1)).modifies.count == 1)
        bench.hear(1, .modified())
        bench.hear(1, .expired)
        #expect(bench.status() == .ended(.exhausted, filled: .zero))
        #expect(bench.sent.places.count == 1)
    }

    @Test func `a key of more than a week ago is refused, because what was done under it is forgotten`() throws {
        var bench = try Bench()
        bench.hold(50)
        var target = Bench.sell(50, at: 210_500)
        target.key.day = Bench.friday.advanced(by: -8)
        #expect(bench.set(target).notes == ["outdated"])
        target.key.day = Bench.friday.advanced(by: -7)
        #expect(bench.set(target).places.count == 1)
    }

    @Test func `a day order that the broker cancels at the close has lapsed: nobody's hands were on it`() throws {
        var bench = try Bench()
        bench.hold(50)
        var target = Bench.sell(50, at: 210_500)
        target.persistence = .rest
        bench.set(target)
        bench.accept(1)
        // The broker's clock is a second ahead.
        bench.now = Bench.friday.at(TimeOfDay(15, 29, 59))
        #expect(bench.hear(1, .cancelled).alerts.isEmpty)
        bench.start(Bench.monday)
        bench.now = Bench.monday.at(TimeOfDay(9, 15, 1))
        bench.tick(Price(rupees: 2100))
        bench.wake(at: bench.now)
        #expect(bench.sent.places.count == 2, "placed anew the next morning")
    }
}
