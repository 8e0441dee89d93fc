import SaudaCore
import SaudaSimulation
import Testing

/// Cash, shares and settlement at the exchange.
@Suite struct ExchangeMoneyTests {
    /// On the flat plan a fill costs 1 %, so that sums can be seen.
    func counter(cash: Int64, held: Int64 = 0) throws -> ExchangeCounter {
        var counter = try ExchangeCounter(cash: cash, held: held, plan: .named("flat:1%"))
        counter.start()
        try counter.move(to: 100, isGap: true, at: ExchangeCounter.at(9, 15))
        return counter
    }

    func available(_ counter: ExchangeCounter) -> Money? {
        guard case .funds(let available) = counter.exchange.answer(.funds(ExchangeCounter.account)) else { return nil }
        return available
    }

    @Test func `PAP-4: value and charges must be there`() throws {
        var exact = try counter(cash: 1010)
        let bought = exact.place(.buy, 10, .market)
        #expect(exact.price(of: bought) == 100)
        #expect(exact.cash == .zero)
        var short = try counter(cash: 1009)
        let refused = short.place(.buy, 10, .market)
        #expect(
            short.end(of: refused) == .rejected(.funds(need: Money(rupees: 1010), have: Money(rupees: 1009)))
        )
    }

    @Test func `what open buys may cost is set aside until they end`() throws {
        var counter = try counter(cash: 3000)
        let first = counter.place(.buy, 10, .limit(99))
        #expect(available(counter) == Money(paise: 300_000 - 99_990))
        let second = counter.place(.buy, 20, .stopMarket(101))
        #expect(counter.end(of: second) == .rejected(.funds(need: Money(paise: 204_020), have: Money(paise: 200_010))))
        let third = counter.place(.buy, 19, .stop(101, limit: 102))
        #expect(available(counter) == Money(paise: 200_010 - 195_738))
        counter.cancel(first)
        #expect(available(counter) == Money(paise: 300_000 - 195_738))
        try counter.move(to: 101)
        #expect(counter.price(of: third) == 101)
        #expect(available(counter) == counter.cash)
        #expect(counter.cash == Money(paise: 300_000 - 193_819))
    }

    @Test func `a change is looked at like a new order, and the old terms stay when it is refused`() throws {
        var counter = try counter(cash: 1000, held: 10)
        let buy = counter.place(.buy, 9, .limit(99))
        counter.modify(buy, 11, .limit(99))
        let short = Rejection.funds(need: Money(paise: 109_989), have: Money(rupees: 1000))
        #expect(counter.end(of: buy) == .modifyRefused(short, request: 2))
        #expect(available(counter) == Money(paise: 100_000 - 89_991))
        counter.modify(buy, 10, .limit(98))
        #expect(counter.end(of: buy) == .modified(request: 2))
        #expect(available(counter) == Money(paise: 100_000 - 98_980))

        let sell = counter.place(.sell, 10, .limit(101))
        counter.modify(sell, 11, .limit(101))
        #expect(counter.end(of: sell) == .modifyRefused(.noHoldings, request: 2))
        try counter.move(to: 102)
        #expect(counter.end(of: sell) == .traded(total: Quantity(10), value: Money(rupees: 1010)))
    }

    @Test func `a gap up beyond the cash turns the buy down and frees the cash`() throws {
        var counter = try ExchangeCounter(cash: 1050, plan: .named("flat:1%"))
        counter.start(ExchangeCounter.thursday)
        try counter.move(to: 100, isGap: true, at: ExchangeCounter.at(9, 15, day: ExchangeCounter.thursday))
        counter.end(ExchangeCounter.thursday)
        let evening = ExchangeCounter.at(18, 0, day: ExchangeCounter.thursday)
        let id = counter.place(.buy, 10, .market, .afterMarket, at: evening)
        #expect(available(counter) == Money(rupees: 40))
        counter.start()
        try counter.move(to: 104, isGap: true, at: ExchangeCounter.at(9, 15))
        let need = Money(paise: 105_040)
        #expect(counter.end(of: id) == .rejected(.funds(need: need, have: Money(rupees: 1050))))
        #expect(counter.cash == Money(rupees: 1050))
        #expect(available(counter) == Money(rupees: 1050))
        #expect(!counter.exchange.hasOrders(in: ExchangeCounter.share))
    }

    @Test func `two orders that one move reaches share the cash that is there`() throws {
        var counter = try counter(cash: 2030)
        let first = counter.place(.buy, 10, .stopMarket(100.05))
        let second = counter.place(.buy, 9, .stopMarket(100.10))
        try counter.move(to: 110, isGap: true)
        #expect(counter.price(of: first) == 110)
        let have = Money(paise: 203_000 - 111_100)
        #expect(counter.end(of: second) == .rejected(.funds(need: Money(paise: 99_990), have: have)))
    }

    @Test func `shares in open sells cannot be sold again`() throws {
        var counter = try counter(cash: 1000, held: 10)
        let first = counter.place(.sell, 6, .limit(101))
        let second = counter.place(.sell, 5, .limit(102))
        #expect(counter.end(of: second) == .rejected(.noHoldings))
        let third = counter.place(.sell, 4, .stopMarket(99))
        let fourth = counter.place(.sell, 1, .market)
        #expect(counter.end(of: fourth) == .rejected(.noHoldings))
        counter.cancel(first)
        let fifth = counter.place(.sell, 6, .market)
        #expect(counter.price(of: fifth) == 100)
        counter.end()
        #expect(counter.end(of: third) == .expired)
        let evening = counter.place(.sell, 4, .limit(101), .afterMarket, at: ExchangeCounter.at(16, 0))
        #expect(counter.reports(of: evening).count == 1)
        let again = counter.place(.sell, 1, .limit(101), .afterMarket, at: ExchangeCounter.at(16, 1))
        #expect(counter.end(of: again) == .rejected(.noHoldings))
    }

    @Test func `holdings are what has settled: T+1, over the weekend`() throws {
        var counter = try counter(cash: 100_000, held: 10)
        counter.place(.buy, 5, .market)
        func held() -> Int64? {
            let answer = counter.exchange.answer(.holdings(ExchangeCounter.account))
            if case .holdings(let rows) = answer { return rows.first?.quantity.units }
            return nil
        }
        #expect(held() == 10)
        counter.end()
        #expect(held() == 10)
        counter.start(ExchangeCounter.friday.advanced(by: 3))
        #expect(held() == 15)
        // Sold before bought the same day: the sale takes from what is new first.
        let monday = ExchangeCounter.at(10, 0, day: ExchangeCounter.friday.advanced(by: 3))
        try counter.move(to: 100, isGap: true, at: monday)
        counter.place(.buy, 5, .market, at: monday)
        counter.place(.sell, 5, .market, at: monday)
        #expect(held() == 15)
    }

    @Test func `the order book shows open orders of the account asked for`() throws {
        var counter = try counter(cash: 100_000)
        counter.place(.buy, 5, .market)
        let id = counter.place(.buy, 5, .limit(99))
        counter.place(.buy, 5, .limit(98.99))
        guard case .orderBook(let rows) = counter.exchange.answer(.orderBook(ExchangeCounter.account)) else {
            Issue.record("no order book")
            return
        }
        #expect(rows.map(\.id) == [BrokerOrderID("P\(id.number)")])
        #expect(rows.first?.terms.limit == Price(rupees: 99))
        #expect(counter.exchange.answer(.orderBook(AccountID(index: 1))) == .orderBook([]))
    }

    @Test func `a quote has the time of its trade, not of the question`() throws {
        var counter = try counter(cash: 100_000)
        try counter.move(to: 101, at: ExchangeCounter.at(11, 20))
        guard case .quote(let tick) = counter.exchange.answer(.quote(ExchangeCounter.share)) else {
            Issue.record("no quote")
            return
        }
        #expect(tick.price == Price(rupees: 101))
        #expect(tick.exchangeTime == ExchangeCounter.at(11, 20))
        #expect(counter.exchange.answer(.quote(InstrumentID(index: 1))) == .failure("no trade yet"))
    }
}
