import SaudaCore
import SaudaSimulation
import Testing

/// What a resting order trades at, worked out by hand. The market stands at 100.00 when the order comes.
@Suite struct ExchangeFillTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var side: Side
        var terms: ExchangeTerms
        var moves: [(price: Double, isGap: Bool)]
        var fill: Double?

        init(_ name: String, _ side: Side, _ terms: ExchangeTerms, _ moves: [(Double, Bool)], _ fill: Double?) {
            self.name = name
            self.side = side
            self.terms = terms
            self.moves = moves.map { (price: $0.0, isGap: $0.1) }
            self.fill = fill
        }

        var testDescription: String { "\(side) \(terms.terms(1, .day).kind) \(name)" }
    }

    static let rows: [Row] = [
        Row("at once", .buy, .market, [], 100),
        Row("at once", .sell, .market, [], 100),

        Row("gap through", .buy, .limit(99), [(98, true)], 98),
        Row("gap to the limit", .buy, .limit(99), [(99, true)], 99),
        Row("touched exactly", .buy, .limit(99), [(99, false)], 99),
        Row("passed by travel", .buy, .limit(99), [(98, false)], 99),
        Row("not reached", .buy, .limit(99), [(99.05, false), (103, true)], nil),
        Row("better than the market", .buy, .limit(101), [], 100),

        Row("gap through", .sell, .limit(101), [(102, true)], 102),
        Row("gap to the limit", .sell, .limit(101), [(101, true)], 101),
        Row("touched exactly", .sell, .limit(101), [(101, false)], 101),
        Row("passed by travel", .sell, .limit(101), [(102, false)], 101),
        Row("not reached", .sell, .limit(101), [(100.95, false), (97, true)], nil),
        Row("better than the market", .sell, .limit(99), [], 100),

        Row("gap through", .buy, .stopMarket(101), [(102, true)], 102),
        Row("touched exactly", .buy, .stopMarket(101), [(101, false)], 101),
        Row("passed by travel", .buy, .stopMarket(101), [(102, false)], 101),
        Row("not reached", .buy, .stopMarket(101), [(100.95, false), (90, true)], nil),
        Row("trigger passed before it came", .buy, .stopMarket(99), [], 100),

        Row("gap through", .sell, .stopMarket(99), [(98, true)], 98),
        Row("touched exactly", .sell, .stopMarket(99), [(99, false)], 99),
        Row("passed by travel", .sell, .stopMarket(99), [(98, false)], 99),
        Row("not reached", .sell, .stopMarket(99), [(99.05, false), (110, true)], nil),
        Row("trigger passed before it came", .sell, .stopMarket(101), [], 100),

        Row("gap to within the limit", .buy, .stop(101, limit: 101.5), [(101.2, true)], 101.2),
        Row("gap to the limit", .buy, .stop(101, limit: 101.5), [(101.5, true)], 101.5),
        Row("gap beyond the limit", .buy, .stop(101, limit: 101.5), [(102, true)], nil),
        Row("gap beyond, then back by travel", .buy, .stop(101, limit: 101.5), [(102, true), (100, false)], 101.5),
        Row("gap beyond, then back by a gap", .buy, .stop(101, limit: 101.5), [(102, true), (100, true)], 100),
        Row("touched exactly", .buy, .stop(101, limit: 101.5), [(101, false)], 101),
        Row("passed by travel", .buy, .stop(101, limit: 101.5), [(103, false)], 101),
        Row("not reached", .buy, .stop(101, limit: 101.5), [(100.95, false), (95, true)], nil),
        Row("limit short of the trigger", .buy, .stop(101, limit: 100.5), [(102, false), (100, false)], 100.5),
        Row("limit short, asleep until triggered", .buy, .stop(101, limit: 100.5), [(99, false)], nil),

        Row("gap to within the limit", .sell, .stop(99, limit: 98.5), [(98.8, true)], 98.8),
        Row("gap to the limit", .sell, .stop(99, limit: 98.5), [(98.5, true)], 98.5),
        Row("gap beyond the limit", .sell, .stop(99, limit: 98.5), [(98, true)], nil),
        Row("gap beyond, then back by travel", .sell, .stop(99, limit: 98.5), [(98, true), (100, false)], 98.5),
        Row("gap beyond, then back by a gap", .sell, .stop(99, limit: 98.5), [(98, true), (100, true)], 100),
        Row("touched exactly", .sell, .stop(99, limit: 98.5), [(99, false)], 99),
        Row("passed by travel", .sell, .stop(99, limit: 98.5), [(97, false)], 99),
        Row("not reached", .sell, .stop(99, limit: 98.5), [(99.05, false), (105, true)], nil),
        Row("limit short of the trigger", .sell, .stop(99, limit: 99.5), [(98, false), (100, false)], 99.5),
        Row("limit short, asleep until triggered", .sell, .stop(99, limit: 99.5), [(101, false)], nil),
    ]

    @Test(arguments: rows)
    func `an order trades at the price worked out by hand`(_ row: Row) throws {
        var counter = try ExchangeCounter(held: 10)
        counter.start()
        try counter.move(to: 100, isGap: true)
        let id = counter.place(row.side, row.terms)
        for move in row.moves { try counter.move(to: move.price, isGap: move.isGap) }
        #expect(counter.price(of: id) == row.fill)
        #expect(counter.exchange.hasOrders(in: ExchangeCounter.share) == (row.fill == nil))
    }

    /// Before the first trade of the day there is no price: an order waits for the opening, a gap.
    @Test(arguments: [
        Row("gap down", .buy, .limit(99), [(97, true)], 97),
        Row("gap up", .buy, .limit(99), [(99.05, true)], nil),
        Row("gap up", .sell, .limit(101), [(104, true)], 104),
        Row("any opening", .buy, .market, [(104, true)], 104),
        Row("any opening", .sell, .market, [(93, true)], 93),
        Row("gap through", .sell, .stopMarket(99), [(93, true)], 93),
        Row("gap beyond", .sell, .stop(99, limit: 98), [(93, true)], nil),
    ])
    func `an after-market order meets the opening`(_ row: Row) throws {
        var counter = try ExchangeCounter(held: 10)
        counter.start(ExchangeCounter.thursday)
        try counter.move(to: 100, isGap: true, at: ExchangeCounter.at(9, 15, day: ExchangeCounter.thursday))
        counter.end(ExchangeCounter.thursday)
        let evening = ExchangeCounter.at(18, 0, day: ExchangeCounter.thursday)
        let id = counter.place(row.side, row.terms, .afterMarket, at: evening)
        #expect(counter.reports(of: id) == [.accepted(BrokerOrderID("P1"))])
        counter.start()
        #expect(counter.price(of: id) == nil)
        for move in row.moves { try counter.move(to: move.price, isGap: move.isGap, at: ExchangeCounter.at(9, 15)) }
        #expect(counter.price(of: id) == row.fill)
        counter.end()
        if row.fill == nil { #expect(counter.end(of: id) == .expired) }
    }

    @Test func `what fills is booked at that price with its charges`() throws {
        var counter = try ExchangeCounter()
        counter.start()
        try counter.move(to: 1000, isGap: true)
        let id = counter.place(.buy, 100, .market)
        #expect(counter.end(of: id) == .traded(total: Quantity(100), value: Money(rupees: 100_000)))
        // STT 100, exchange 3.07, SEBI 0.10, stamp 15, GST 18 % of 3.17; IPFT below a paisa, delivery brokerage free.
        let charges = counter.exchange.accounts[0].charges
        #expect(charges.brokerage == .zero)
        #expect(charges.stt == Money(rupees: 100))
        #expect(charges.exchange == Money(paise: 307))
        #expect(charges.ipft == .zero)
        #expect(charges.sebi == Money(paise: 10))
        #expect(charges.stamp == Money(rupees: 15))
        #expect(charges.gst == Money(paise: 57))
        #expect(charges.dp == .zero)
        #expect(counter.cash == Money(paise: 100_000_000 - 10_000_000 - 11_874))
    }
}
