import SaudaCore
import Testing

/// What the broker says, in any order, and what follows from it.
@Suite struct DeskReportTests {
    typealias Bench = EngineBench
    let first = OrderID(number: 1)

    /// A sell of 50 at 2105 that works, of 50 held.
    func working() throws -> Bench {
        var bench = try Bench()
        bench.hold(50)
        bench.set(Bench.sell(50, at: 210_500))
        bench.accept(1)
        return bench
    }

    // MARK: - SEL-5

    @Test func `SEL-5: a refused modification cancels, and the new order waits for the cancel's yes`() throws {
        var bench = try working()
        bench.set(Bench.sell(50, at: 210_400))
        let refused = bench.hear(1, .modifyRefused(.notPermitted, request: 2))
        #expect(refused.cancels == [first] && refused.places.isEmpty)
        #expect(bench.set(Bench.sell(50, at: 210_300)).intents == 0)
        let anew = bench.hear(1, .cancelled)
        #expect(anew.places.map(\.terms.limit) == [Price(paise: 210_300)] && anew.alerts.isEmpty)
        #expect(bench.sent.places.count == 2)
    }

    @Test func `SEL-5: more wanted while it is to be replaced, the one new order has it all`() throws {
        var bench = try working()
        bench.hold(30)
        bench.set(Bench.sell(80, at: 210_400))
        #expect(bench.hear(1, .modifyRefused(.notPermitted, request: 2)).places.isEmpty)
        #expect(bench.wake(at: bench.now).isEmpty)
        #expect(bench.hear(1, .cancelled).places.map(\.terms.quantity) == [Quantity(80)])
    }

    @Test func `dropped while a modification is out, its refusal cancels and replaces nothing`() throws {
        var bench = try working()
        bench.set(Bench.sell(50, at: 210_400))
        bench.drop(Bench.key())
        #expect(bench.hear(1, .modifyRefused(.notPermitted, request: 2)).cancels == [first])
        bench.set(Bench.sell(50, at: 210_300))
        #expect(bench.hear(1, .cancelled).places.isEmpty)
        #expect(bench.status() == .ended(.exhausted, filled: .zero))
    }

    @Test func `SEL-5: filled while it was to be replaced, nothing is placed`() throws {
        var bench = try working()
        bench.set(Bench.sell(50, at: 210_400))
        bench.hear(1, .modifyRefused(.notPermitted, request: 2))
        #expect(bench.trade(1, 50, at: Price(paise: 210_500)).places.isEmpty)
        #expect(bench.hear(1, .cancelRefused(.notPermitted, request: 3)).intents == 0)
        #expect(bench.status() == .ended(.done, filled: Quantity(50)))
    }

    @Test func `a refusal that answers nothing in flight, or an older request, cancels nothing`() throws {
        var bench = try working()
        #expect(bench.hear(1, .modifyRefused(.notPermitted)).intents == 0)
        #expect(bench.hear(1, .cancelRefused(.notPermitted)).isEmpty)
        bench.set(Bench.sell(50, at: 210_400))
        bench.hear(1, .modified(request: 2))
        bench.set(Bench.sell(50, at: 210_300))
        #expect(bench.hear(1, .modifyRefused(.notPermitted, request: 2)).intents == 0)
        #expect(bench.hear(1, .modified(request: 3)).intents == 0)
        #expect(bench.status() == .working(limit: Price(paise: 210_300), filled: .zero))
    }

    @Test func `SEL-5: a refused cancel stops, with one critical alert, until the order moves`() throws {
        var bench = try working()
        #expect(bench.drop(Bench.key()).cancels == [first])
        let refused = bench.hear(1, .cancelRefused(.notPermitted, request: 2))
        #expect(refused.cancels.isEmpty && refused.alerts == ["order-stuck"])
        #expect(refused.contains(.fetch(RequestID(number: 1), .orderBook(Bench.account))))
        guard case .alert(let alert) = refused.first(where: { if case .alert = $0 { true } else { false } }) else {
            return
        }
        #expect(alert.level == .critical && alert.text.hasPrefix("DALBHARAT-EQ: the cancel of order 1 was refused"))
        // The book still has it, the clock ticks, the answer is repeated: no further cancel.
        #expect(bench.hear(1, .foundInBook(BrokerOrderID("B1"))).isEmpty)
        #expect(bench.wake(at: bench.now).isEmpty)
        #expect(bench.hear(1, .cancelRefused(.notPermitted, request: 2)).isEmpty)
        #expect(bench.drop(Bench.key()).isEmpty)
        // A fill moves it: one more try, and no second alert.
        #expect(bench.trade(1, 20, at: Price(paise: 210_500)).cancels == [first])
        let again = bench.hear(1, .cancelRefused(.notPermitted, request: 3))
        #expect(again.cancels.isEmpty && again.alerts.isEmpty)
        bench.trade(1, 50, at: Price(paise: 210_500))
        #expect(bench.status() == .ended(.done, filled: Quantity(50)))
        #expect(bench.sent.places.count == 1)
    }

    @Test func `SEL-5: stuck while it was to be replaced, neither a second order nor a modification goes out`() throws {
        var bench = try working()
        bench.set(Bench.sell(50, at: 210_400))
        bench.hear(1, .modifyRefused(.notPermitted, request: 2))
        bench.hear(1, .cancelRefused(.notPermitted, request: 3))
        #expect(bench.set(Bench.sell(50, at: 210_300)).intents == 0)
        // Cancelled by a person who looked: hands off.
        #expect(bench.hear(1, .cancelled).alerts == ["hands-off"])
        #expect(bench.status() == .ended(.handsOff, filled: .zero))
        #expect(bench.sent.places.count == 1)
    }

    @Test func `a stuck after-market order is cancelled again on the next day`() throws {
        var bench = try Bench()
        bench.now = Bench.friday.at(TimeOfDay(16, 5))
        var target = Bench.buy(1, at: 210_000)
        target.timing = .nextOpen
        bench.set(target)
        bench.accept(1)
        bench.drop(Bench.key())
        bench.hear(1, .cancelRefused(.marketClosed, request: 2))
        #expect(bench.wake(at: bench.now).isEmpty)
        #expect(bench.start(Bench.monday).cancels == [first])
        #expect(bench.hear(1, .cancelled).alerts.isEmpty)
        #expect(bench.status() == .ended(.dropped, filled: .zero))
    }

    @Test func `terms in doubt count as different, so they are asked for once more`() throws {
        var bench = try working()
        bench.set(Bench.sell(50, at: 210_400))
        bench.hear(1, .requestTimedOut(request: 2))
        // Given up by a cancel, which is refused; the broker may hold 2105 or 2104.
        #expect(bench.drop(Bench.key()).cancels == [first])
        bench.hear(1, .cancelRefused(.notPermitted, request: 3))
        bench.set(Bench.sell(50, at: 210_500))
        bench.trade(1, 10, at: Price(paise: 210_500))
        #expect(
            bench.sent.modifies.last == OrderTerms(kind: .limit, quantity: Quantity(50), limit: Price(paise: 210_500))
        )
        bench.hear(1, .modified(request: 4))
        #expect(bench.wake(at: bench.now).isEmpty)
    }

    // MARK: - Silence

    @Test func `no answer to a place reads the book, and places nothing until it is known`() throws {
        var bench = try Bench()
        bench.hold(50)
        bench.set(Bench.sell(50, at: 210_500))
        #expect(bench.hear(1, .placeTimedOut) == [.fetch(RequestID(number: 1), .orderBook(Bench.account))])
        #expect(bench.set(Bench.sell(50, at: 210_400)).intents == 0)
        #expect(bench.hear(1, .foundInBook(BrokerOrderID("B1"))).modifies.map(\.limit) == [Price(paise: 210_400)])
        #expect(bench.sent.places.count == 1)
    }

    @Test func `a sell absent from three reads is placed anew; one that arrives after all is cancelled, with an alert`()
        throws
    {
        var bench = try Bench()
        bench.hold(50)
        bench.set(Bench.sell(50, at: 210_500))
        bench.hear(1, .placeTimedOut)
        #expect(bench.hear(1, .absentFromBook).places.isEmpty)
        #expect(bench.hear(1, .absentFromBook).places.isEmpty)
        #expect(bench.hear(1, .absentFromBook).places.map(\.id.number) == [2])
        let late = bench.accept(1)
        #expect(late.cancels == [first] && late.alerts == ["order-late"])
        #expect(bench.hear(1, .cancelled).intents == 0)
        bench.accept(2)
        #expect(bench.status() == .working(limit: Price(paise: 210_500), filled: .zero))
    }

    @Test func `a late arrival that fills takes its part from the order that works`() throws {
        var bench = try Bench()
        bench.hold(50)
        bench.set(Bench.sell(50, at: 210_500))
        bench.hear(1, .placeTimedOut)
        for _ in 0..<3 { bench.hear(1, .absentFromBook) }
        bench.accept(2)
        bench.accept(1)
        #expect(bench.trade(1, 20, at: Price(paise: 210_500)).modifies.map(\.quantity) == [Quantity(30)])
        #expect(bench.book.quantity(of: Bench.share) == Quantity(30))
    }

    @Test func `a buy absent from three reads is a person's decision`() throws {
        var bench = try Bench()
        bench.set(Bench.buy(50, at: 210_000))
        bench.hear(1, .placeTimedOut)
        bench.hear(1, .absentFromBook)
        bench.hear(1, .absentFromBook)
        let lost = bench.hear(1, .absentFromBook)
        #expect(lost.places.isEmpty && lost.alerts == ["order-lost"])
        #expect(bench.set(Bench.buy(50, at: 210_000, revision: 5)).intents == 0)
        #expect(bench.status() == .ended(.stuck, filled: .zero))
    }

    // MARK: - Fills

    @Test func `repeated and reordered totals are booked once`() throws {
        var bench = try working()
        for total in [10, 30, 10, 30, 20, 50, 50] as [Int64] { bench.trade(1, total, at: Price(paise: 210_500)) }
        #expect(bench.status() == .ended(.done, filled: Quantity(50)))
        #expect(bench.book.quantity(of: Bench.share) == .zero)
        #expect(bench.book.traded == Price(paise: 210_500) * Quantity(50))
    }

    @Test func `SEL-8: complete with its average price closes the trade, GALLANTT's way (S0-57)`() throws {
        var bench = try working()
        bench.hear(1, .completed(total: Quantity(50), value: Price(paise: 210_500) * Quantity(50)))
        #expect(bench.status() == .ended(.done, filled: Quantity(50)))
        #expect(bench.book.openTrades.isEmpty)
        #expect(bench.book.closedTrades.map(\.exit) == [Price(paise: 210_500)])
    }

    @Test func `SEL-13: partly filled is not complete: the trade stays open for the rest`() throws {
        var bench = try working()
        bench.trade(1, 20, at: Price(paise: 210_500))
        #expect(bench.status() == .working(limit: Price(paise: 210_500), filled: Quantity(20)))
        #expect(bench.book.openTrades.map(\.quantity) == [Quantity(30)])
        #expect(
            bench.hear(1, .completed(total: Quantity(20), value: Price(paise: 210_500) * Quantity(20))).alerts == [
                "order-anomaly"
            ]
        )
        #expect(bench.book.openTrades.map(\.quantity) == [Quantity(30)])
    }

    @Test func `a fill without a believable value is flagged and not booked`() throws {
        var bench = try working()
        #expect(bench.hear(1, .traded(total: Quantity(20), value: .zero)).alerts == ["order-anomaly"])
        #expect(bench.book.quantity(of: Bench.share) == Quantity(50))
        bench.trade(1, 20, at: Price(paise: 210_500))
        #expect(bench.book.quantity(of: Bench.share) == Quantity(30))
    }

    @Test func `a fill after the end is booked and flagged`() throws {
        var bench = try working()
        bench.hear(1, .expired)
        #expect(bench.trade(1, 20, at: Price(paise: 210_500)).alerts == ["order-anomaly"])
        #expect(bench.book.quantity(of: Bench.share) == Quantity(30))
        #expect(bench.status() == .ended(.exhausted, filled: Quantity(20)))
    }

    @Test func `a report on an order that we never sent is an alert and nothing else`() throws {
        var bench = try Bench()
        #expect(bench.hear(7, .accepted(BrokerOrderID("X"))).alerts == ["unknown-order"])
        #expect(bench.hear(0, .cancelled).alerts == ["unknown-order"])
    }

    @Test func `each report is told to the strategy whose target it is`() throws {
        var bench = try working()
        _ = bench.script.lines()
        bench.trade(1, 20, at: Price(paise: 210_500))
        #expect(bench.script.lines() == ["changed working(limit: 2105.00, filled: 20)"])
        // What a strategy does itself it is not told of.
        bench.drop(Bench.key())
        #expect(bench.script.lines().isEmpty)
    }

    @Test func `a raise that the broker has no funds for leaves the order as it is, until something else is wanted`()
        throws
    {
        var bench = try Bench()
        bench.set(Bench.buy(10, at: 209_000))
        bench.accept(1)
        bench.set(Bench.buy(20, at: 209_000))
        let have = Money(rupees: 5)
        let refused = bench.hear(1, .modifyRefused(.funds(need: Money(rupees: 9), have: have), request: 2))
        #expect(refused.intents == 0)
        #expect(bench.wake(at: bench.now).intents == 0)
        #expect(bench.status() == .working(limit: Price(paise: 209_000), filled: .zero))
        #expect(bench.set(Bench.buy(15, at: 209_000)).intents == 1)
    }
}
