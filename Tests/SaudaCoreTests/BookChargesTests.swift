import SaudaCore
import Testing

/// What fills cost, through the engine, with the rates of 2026-11-20 worked out by hand.
@Suite struct BookChargesTests {
    typealias Bench = EngineBench

    /// A depository charge of 13 (15.34 with GST), delivery 0.25 % of at least 20, intraday 0.03 % of at most 20.
    static let dear = """
        plan,from,class,product,share,least,most,source
        dear,always,delivery,any,0.25%,20,,test
        dear,always,intraday,any,0.03%,,20,test
        dear,always,future,any,0,20,20,test
        dear,always,option,any,0,20,20,test
        dear,always,dp,any,0,13,13,test
        """
    static let free = dear.replacing("0.25%,20,,", with: "0,,,")

    func bench(_ plan: String = free) throws -> Bench {
        try Bench(plan: ChargePlan.parse(plan, file: "test.csv")[0])
    }

    /// Buys or sells at 2000, or at a price of its own, under a leg of its own; returns what it cost.
    @discardableResult
    func trade(_ side: Side, _ fills: [Int64], at paise: Int64 = 200_000, _ bench: inout Bench) -> Money {
        let number = UInt64(bench.sent.places.count + 1)
        var target = Bench.sell(fills.reduce(0, +), at: paise)
        target.side = side
        target.key.day = bench.desk.day
        target.key.leg = UInt16(number)
        let before = bench.book.charges.total
        bench.set(target)
        bench.accept(number)
        var total: Int64 = 0
        for fill in fills {
            total += fill
            bench.trade(number, total, at: Price(paise: paise))
        }
        return bench.book.charges.total - before
    }

    @Test func `a delivery buy of 200,000 costs 237.48`() throws {
        var bench = try bench()
        // STT 200.00, exchange 6.14, SEBI 0.20, stamp 30.00, GST 1.14 on 6.34.
        #expect(trade(.buy, [100], &bench) == Money(paise: 23_748))
        #expect(bench.book.cash == Money(rupees: 10_000_000 - 200_000) - Money(paise: 23_748))
        #expect(bench.book.charges.stt == Money(rupees: 200) && bench.book.charges.dp == .zero)
    }

    @Test func `sold on the same day it is intraday, and the delivery charges of the buy come back`() throws {
        var bench = try bench()
        trade(.buy, [100], &bench)
        // The sale of 210,000 intraday: 20 + 52.50 + 6.45 + 0.21, GST 4.80: 83.96. The buy intraday: 20 + 6.14 + 0.20
        // + 6.00, GST 4.74: 37.08, instead of 237.48.
        #expect(trade(.sell, [100], at: 210_000, &bench) == Money(paise: 8396 + 3708 - 23_748))
        #expect(bench.book.charges.total == Money(paise: 12_104))
        #expect(bench.book.cash == Money(rupees: 10_010_000) - Money(paise: 12_104))
        #expect(bench.book.charges.dp == .zero)
        #expect(bench.book.closedTrades.map(\.charges) == [Money(paise: 12_104)])
    }

    @Test func `brokerage is per order, however the order is cut into fills`() throws {
        var bench = try bench()
        trade(.buy, [50, 50, 50], &bench)
        trade(.sell, [30, 30, 30, 30, 30], &bench)
        // 300,000 each way: 0.03 % is 90, so 20 for the buy and 20 for the sale.
        #expect(bench.book.charges.brokerage == Money(rupees: 40))
    }

    @Test func `a buy with a least brokerage, sold in parts, gives back what it was charged and no more`() throws {
        var bench = try bench(Self.dear)
        // 2 x 2000 and 2 x 2000: 0.25 % of 8000 is 20, the least; one order pays it once.
        trade(.buy, [2, 2], &bench)
        #expect(bench.book.charges.brokerage == Money(rupees: 20))
        trade(.sell, [1, 1, 1, 1], &bench)
        // 0.03 % of 8000 is 2.40 each way.
        #expect(bench.book.charges.brokerage == Money(paise: 480))
    }

    @Test func `the depository charges once per share and day of sale`() throws {
        var bench = try bench()
        bench.hold(100)
        bench.hold(100, of: Bench.frozen, at: Price(rupees: 90))
        trade(.sell, [10, 10], &bench)
        #expect(bench.book.charges.dp == Money(rupees: 13))
        trade(.sell, [10], &bench)
        #expect(bench.book.charges.dp == Money(rupees: 13))
        // GST: 18 % of 13 is 2.34 for the depository; exchange and SEBI fee 3 x 0.61 or 0.62 + 0.02 take the rest.
        bench.set(Bench.sell(10, at: 10_000, of: Bench.frozen))
        bench.accept(3)
        bench.trade(3, 10, at: Price(rupees: 100))
        #expect(bench.book.charges.dp == Money(rupees: 26))
        bench.start(Bench.monday)
        bench.now = Bench.monday.at(TimeOfDay(10, 0))
        bench.tick(Price(rupees: 2000))
        trade(.sell, [10], &bench)
        #expect(bench.book.charges.dp == Money(rupees: 39))
    }

    @Test func `of a sale that is partly of today's purchase, the older part alone is delivered`() throws {
        var bench = try bench()
        bench.hold(50)
        trade(.buy, [30], &bench)
        #expect(bench.book.charges.dp == .zero)
        trade(.sell, [20], &bench)
        #expect(bench.book.charges.dp == .zero, "all of today's purchase")
        trade(.sell, [25], &bench)
        #expect(bench.book.charges.dp == Money(rupees: 13), "10 of today's, 15 older")
        // STT: the 30 intraday 0.025 % of 60,000 = 15 (10.00 + 5.00), the 15 delivered 0.1 % of 30,000 = 30.
        #expect(bench.book.charges.stt == Money(rupees: 45))
        // Stamp on the purchase, intraday: 0.003 % of 60,000.
        #expect(bench.book.charges.stamp == Money(paise: 180))
    }

    @Test func `a depository charge by value counts what was delivered, not what was squared`() throws {
        var bench = try bench(Self.free.replacing("dp,any,0,13,13", with: "dp,any,0.04%,20,"))
        bench.hold(50)
        trade(.buy, [10], &bench)
        trade(.sell, [25], &bench)
        // 15 delivered are 30,000: 0.04 % is 12, so 20. With 10 more they are 50,000: 20.
        #expect(bench.book.charges.dp == Money(rupees: 20))
        trade(.sell, [10], &bench)
        #expect(bench.book.charges.dp == Money(rupees: 20))
        trade(.sell, [5], &bench)
        #expect(bench.book.charges.dp == Money(rupees: 24))
    }

    @Test func `on the next day it is a delivery, both ways`() throws {
        var bench = try bench()
        trade(.buy, [100], &bench)
        bench.start(Bench.monday)
        bench.now = Bench.monday.at(TimeOfDay(10, 0))
        bench.tick(Price(rupees: 2000))
        // STT 210, exchange 6.45, SEBI 0.21, depository 13; GST 1.20 on 6.66 and 2.34 on 13.
        #expect(trade(.sell, [100], at: 210_000, &bench) == Money(paise: 21_000 + 645 + 21 + 1300 + 120 + 234))
    }

    @Test func `an instrument whose charges are not known is not traded`() throws {
        var bench = try bench()
        var target = Bench.sell(65, at: 2_600_000, of: Bench.future)
        target.side = .buy
        target.product = .carryForward
        #expect(bench.set(target).places.count == 1)
        var share = Bench.buy(1, at: 210_000)
        share.product = .carryForward
        #expect(bench.set(share).notes == ["unknown-charges"])
    }
}
