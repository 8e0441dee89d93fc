import SaudaCore
import SaudaSimulation
import Testing

/// Hours, validities, changes and refusals at the exchange.
@Suite struct ExchangeOrderTests {
    /// Open, with the market standing at 100.00.
    func openCounter(cash: Int64 = 1_000_000, held: Int64 = 0, tick: Price? = Price(paise: 5), lot: Int64 = 1) throws
        -> ExchangeCounter
    {
        var counter = try ExchangeCounter(cash: cash, held: held, tick: tick, lot: lot)
        counter.start()
        try counter.move(to: 100, isGap: true, at: ExchangeCounter.at(9, 15))
        return counter
    }

    // MARK: - Hours

    @Test func `PAP-2: a regular order outside 09:15 to 15:30 is rejected`() throws {
        var counter = try ExchangeCounter()
        func reject(_ hour: Int, _ minute: Int, _ second: Int) -> Bool {
            let id = counter.place(.buy, .limit(99), at: ExchangeCounter.at(hour, minute, second))
            return counter.reports(of: id) == [.rejected(.marketClosed)]
        }
        #expect(reject(8, 0, 0))
        counter.start()
        #expect(reject(9, 14, 59))
        #expect(!reject(9, 15, 0))
        #expect(!reject(15, 29, 59))
        #expect(reject(15, 30, 0))
        counter.end()
        #expect(reject(15, 30, 0))
        #expect(reject(20, 0, 0))
    }

    @Test func `PAP-2: an after-market order is taken at any time the market is closed, and only then`() throws {
        var counter = try openCounter()
        let during = counter.place(.buy, .limit(99), .afterMarket, at: ExchangeCounter.at(10, 0))
        #expect(counter.reports(of: during) == [.rejected(.notPermitted)])
        counter.end()
        for hour in [16, 23] {
            let id = counter.place(.buy, .limit(99), .afterMarket, at: ExchangeCounter.at(hour, 0))
            #expect(counter.reports(of: id).count == 1)
            if case .accepted = counter.end(of: id) {} else { Issue.record("not taken at \(hour):00") }
        }
    }

    @Test func `a Muhurat session has its own hours`() throws {
        let diwali = try #require(Day(year: 2024, month: 11, day: 1))
        var counter = try ExchangeCounter()
        counter.start(diwali)
        let before = counter.place(.buy, .limit(99), at: ExchangeCounter.at(10, 0, day: diwali))
        #expect(counter.end(of: before) == .rejected(.marketClosed))
        let during = counter.place(.buy, .limit(99), at: ExchangeCounter.at(18, 30, day: diwali))
        #expect(counter.end(of: during) == .accepted(BrokerOrderID("P2")))
    }

    // MARK: - Validity

    @Test func `a day order lapses at the close`() throws {
        var counter = try openCounter()
        let id = counter.place(.buy, .limit(99))
        counter.end()
        #expect(counter.end(of: id) == .expired)
        #expect(counter.events.last?.time == ExchangeCounter.at(15, 30))
        #expect(counter.exchange.answer(.funds(ExchangeCounter.account)) == .funds(available: Money(rupees: 1_000_000)))
    }

    @Test func `an after-market order lapses at the close of a day without a trade`() throws {
        var counter = try ExchangeCounter()
        let evening = ExchangeCounter.at(18, 0, day: ExchangeCounter.thursday)
        let id = counter.place(.buy, .market, .afterMarket, at: evening)
        counter.start()
        #expect(counter.reports(of: id).count == 1)
        counter.end()
        #expect(counter.end(of: id) == .expired)
    }

    @Test(arguments: [
        (ExchangeTerms.limit(99.95), nil), (.limit(100), 100.0), (.limit(101), 100), (.market, 100),
        (.stopMarket(100.05), nil),
    ])
    func `an IOC order trades at once or lapses`(_ terms: ExchangeTerms, _ price: Double?) throws {
        var counter = try openCounter()
        let id = counter.place(.buy, terms, validity: .ioc)
        #expect(counter.price(of: id) == price)
        if price == nil { #expect(counter.end(of: id) == .expired) }
        #expect(!counter.exchange.hasOrders(in: ExchangeCounter.share))
    }

    @Test func `an IOC order in a share that has not traded today lapses`() throws {
        var counter = try ExchangeCounter()
        counter.start()
        let id = counter.place(.buy, .limit(100), validity: .ioc)
        #expect(counter.end(of: id) == .expired)
    }

    @Test(arguments: [(99.0, nil), (101, 100.5)] as [(Double, Double?)])
    func `an after-market IOC order meets the opening and no later price`(_ limit: Double, _ price: Double?) throws {
        for time in [ExchangeCounter.at(18, 0, day: ExchangeCounter.thursday), ExchangeCounter.at(9, 0)] {
            var counter = try ExchangeCounter()
            if time >= ExchangeCounter.at(8, 30) { counter.start() }
            let id = counter.place(.buy, .limit(limit), .afterMarket, validity: .ioc, at: time)
            if time < ExchangeCounter.at(8, 30) { counter.start() }
            #expect(counter.reports(of: id).count == 1)
            try counter.move(to: 100.5, isGap: true, at: ExchangeCounter.at(9, 15))
            try counter.move(to: 98, at: ExchangeCounter.at(11, 20))
            #expect(counter.price(of: id) == price)
            if price == nil { #expect(counter.end(of: id) == .expired) }
        }
    }

    // MARK: - Changing

    @Test func `a change keeps the order open and moves its price`() throws {
        var counter = try openCounter()
        let id = counter.place(.buy, .limit(99))
        counter.modify(id, .limit(98))
        try counter.move(to: 98.05)
        #expect(counter.reports(of: id) == [.accepted(BrokerOrderID("P1")), .modified(request: 2)])
        try counter.move(to: 97)
        #expect(counter.price(of: id) == 98)
    }

    @Test func `a change that the market meets trades at once, at the market's price`() throws {
        var counter = try openCounter(held: 10)
        let buy = counter.place(.buy, .limit(99))
        counter.modify(buy, .limit(101))
        #expect(counter.price(of: buy) == 100)
        let sell = counter.place(.sell, .limit(101))
        counter.modify(sell, .market)
        #expect(counter.price(of: sell) == 100)
    }

    @Test func `a closed order is neither changed nor cancelled, whatever closed it`() throws {
        var counter = try openCounter()
        let filled = counter.place(.buy, .market)
        let cancelled = counter.place(.buy, .limit(99))
        counter.cancel(cancelled)
        #expect(counter.end(of: cancelled) == .cancelled)
        let rejected = counter.place(.buy, .limit(99.01))
        let lapsed = counter.place(.buy, .limit(99), validity: .ioc)
        let refusal = Rejection.other(code: "closed", text: "the order is not open")
        for id in [filled, cancelled, rejected, lapsed, OrderID(number: 99)] {
            let before = counter.reports(of: id)
            counter.modify(id, .limit(98))
            counter.cancel(id)
            let refusals: [Report.Kind] = [.modifyRefused(refusal, request: 2), .cancelRefused(refusal, request: 2)]
            #expect(counter.reports(of: id) == before + refusals)
        }
    }

    @Test func `another account's order is out of reach`() throws {
        var counter = try openCounter()
        let id = counter.place(.buy, .limit(99))
        counter.modify(id, .limit(98), account: AccountID(index: 1))
        counter.cancel(id, account: AccountID(index: 1))
        try counter.move(to: 98.5)
        #expect(counter.price(of: id) == 99)
    }

    @Test func `an after-market order can be changed and cancelled in the evening`() throws {
        var counter = try ExchangeCounter()
        let evening = ExchangeCounter.at(18, 0, day: ExchangeCounter.thursday)
        let kept = counter.place(.buy, .limit(99), .afterMarket, at: evening)
        let dropped = counter.place(.buy, .limit(99), .afterMarket, at: evening)
        counter.modify(kept, .limit(98), at: evening)
        counter.cancel(dropped, at: evening)
        counter.start()
        try counter.move(to: 98.5, isGap: true)
        #expect(counter.price(of: kept) == nil)
        try counter.move(to: 97.5)
        #expect(counter.price(of: kept) == 98)
        #expect(counter.end(of: dropped) == .cancelled)
    }

    // MARK: - Ticks

    /// 1,234.45 fits 0.05 but not 0.10, which NSE shares over 1,000 have from 2025-04-15 on.
    @Test func `DEC-14: the same price is on its tick before 2025-04-15 and off it after`() throws {
        let change = try #require(Day(year: 2025, month: 4, day: 15))
        for (day, isOn) in [(change.advanced(by: -4), true), (change, false)] {
            var counter = try ExchangeCounter(tick: nil)
            counter.start(day)
            let id = counter.place(.buy, .limit(1234.45), at: ExchangeCounter.at(10, 0, day: day))
            #expect((counter.end(of: id) == .rejected(.offTick)) == !isOn)
            let evening = ExchangeCounter.at(18, 0, day: day)
            counter.end(day)
            let later = counter.place(.buy, .limit(1234.45), .afterMarket, at: evening)
            #expect((counter.end(of: later) == .rejected(.offTick)) == !isOn)
        }
    }

    @Test func `an evening order that is off the next day's ladder is refused in the morning`() throws {
        let change = try #require(Day(year: 2025, month: 4, day: 15))
        var counter = try ExchangeCounter(tick: nil)
        let evening = ExchangeCounter.at(18, 0, day: change.advanced(by: -1))
        let off = counter.place(.buy, .limit(1234.45), .afterMarket, at: evening)
        let on = counter.place(.buy, .limit(1234.40), .afterMarket, at: evening)
        counter.start(change)
        #expect(counter.end(of: off) == .rejected(.offTick))
        #expect(counter.end(of: on) == .accepted(BrokerOrderID("P2")))
        try counter.move(to: 1234, isGap: true, at: ExchangeCounter.at(9, 15, day: change))
        #expect(counter.price(of: on) == 1234)
    }

    @Test(arguments: [ExchangeTerms.limit(99.02), .stopMarket(101.02), .stop(101, limit: 101.52)])
    func `a price or trigger off the instrument's own tick is refused`(_ terms: ExchangeTerms) throws {
        var counter = try openCounter()
        let id = counter.place(.buy, terms)
        #expect(counter.reports(of: id) == [.rejected(.offTick)])
        let good = counter.place(.buy, .limit(99))
        counter.modify(good, terms)
        #expect(counter.end(of: good) == .modifyRefused(.offTick, request: 2))
        try counter.move(to: 98)
        #expect(counter.price(of: good) == 99)
    }

    // MARK: - Shape

    @Test func `an order without its price, off its lot or above the freeze quantity is refused`() throws {
        var counter = try openCounter(lot: 25)
        let bad: [(Int64, ExchangeTerms)] = [
            (25, .limit(0)), (25, .stop(0, limit: 99)), (25, .stop(101, limit: 0)), (25, .stopMarket(0)),
            (25, .limit(-99)), (0, .market), (-25, .market), (30, .limit(99)), (5025, .limit(99)),
        ]
        for (quantity, terms) in bad {
            let id = counter.place(.buy, quantity, terms)
            guard case .rejected(.other) = counter.end(of: id) else {
                Issue.record("\(quantity) \(terms) was taken")
                continue
            }
        }
        #expect(!counter.exchange.hasOrders(in: ExchangeCounter.share))
        let good = counter.place(.buy, 50, .limit(99))
        #expect(counter.end(of: good) == .accepted(BrokerOrderID("P\(bad.count + 1)")))
        counter.modify(good, 0, .limit(99))
        #expect(counter.end(of: good) == .modifyRefused(.notPermitted, request: 2))
    }

    @Test func `shares cannot be carried forward like a future`() throws {
        var counter = try openCounter()
        let id = counter.place(.buy, .limit(99), product: .carryForward)
        #expect(counter.reports(of: id) == [.rejected(.notPermitted)])
    }
}
