import SaudaCore
import SaudaStore
import Testing

@Suite struct BooksOpeningTests {
    private let next = BooksDay.day.advanced(by: 3)

    private func opening(_ days: [(BooksDay, count: Int)], before day: Day) throws -> OpeningBooks {
        let scratch = JournalScratch()
        let store = try BookStore(path: scratch.folder + "/books.sqlite")
        for (script, count) in days {
            let path = "\(scratch.folder)/\(script.day).journal"
            try script.write(to: path, count: count)
            try BooksDay.projector().rebuild(path, in: store)
        }
        return try OpeningBooks(before: day, in: store)
    }

    @Test func `the next day begins with the cash and the open trades of the last`() throws {
        let accounts = try opening([(.busy().ended(), .max)], before: next).accounts
        // 100 were bought in fills of 40 and 60, and 25 of the later ones went by hand.
        var reliance = lot(35, rupees: 0, earlier: 65_025)
        reliance.value = Price(raw: 10_010_000) * Quantity(35)
        var trade = Trade(InstrumentID(index: 0), at: BooksDay.day.at(TimeOfDay(9, 22)), reason: "DIP")
        trade.quantity = Quantity(75)
        trade.bought = Quantity(100)
        trade.boughtValue = Money(raw: 1_000_600_000)
        trade.sold = Quantity(25)
        trade.soldValue = Money(rupees: 24_750)
        trade.charges = accounts[0].holdings[1].carried.trade?.charges ?? .zero
        trade.exitReason = "MANUAL_SELL"
        trade.fills = 3
        #expect(trade.charges > .zero)
        #expect(
            accounts == [
                OpeningBooks.Account(
                    name: "main",
                    day: BooksDay.day,
                    isComplete: true,
                    ending: "ended",
                    cash: Money(raw: 9_233_520_800),
                    holdings: [
                        // What a person buys is held without a trade (SEL-12).
                        holding("INFY-EQ", 5, rupees: 7500, lots: [lot(5, rupees: 7500)]),
                        holding(
                            "RELIANCE-EQ",
                            75,
                            rupees: 75_045,
                            lots: [lot(40, rupees: 40_000), reliance],
                            trade
                        ),
                    ]
                ),
                OpeningBooks.Account(
                    name: "second",
                    day: BooksDay.day,
                    isComplete: true,
                    ending: "ended",
                    cash: .zero,
                    holdings: []
                ),
            ]
        )
    }

    @Test func `only days before the day asked for count`() throws {
        let days: [(BooksDay, count: Int)] = [(.busy(), .max), (.busy(next), 3)]
        #expect(try opening(days, before: next).accounts.map(\.day) == [BooksDay.day, BooksDay.day])
        #expect(try opening(days, before: next.advanced(by: 1)).accounts.map(\.day) == [next, next])
        #expect(try opening(days, before: BooksDay.day).accounts == [])
        // A day that broke off before it was started has no cash and no shares to begin with.
        let broken: [(BooksDay, count: Int)] = [(.busy(), .max), (.busy(next), 1)]
        #expect(try opening(broken, before: next.advanced(by: 1)).accounts.map(\.day) == [BooksDay.day, BooksDay.day])
    }

    @Test func `opening from a day that was stopped early says so`() throws {
        // After the first fill of 40 the service stops.
        let accounts = try opening([(.busy(), 8)], before: next).accounts
        #expect(accounts.map(\.isComplete) == [false, false])
        #expect(accounts[0].ending == "stopped before the close")
        #expect(accounts[0].holdings.compactMap(\.carried.trade).map(\.quantity) == [Quantity(40), Quantity(10)])
    }

    @Test func `what is held without a trade is a holding: shorts and other products`() throws {
        var day = BooksDay()
        day.start()
        day.add(.place(BooksDay.order(1, .sell, 7, BooksDay.tcs, at: 100)))
        day.add(.place(BooksDay.order(2, .buy, 3, BooksDay.infy, at: 200, product: .intraday)))
        day.add(9, 30, 1, .accepted(BrokerOrderID("B1")))
        day.add(9, 31, 1, .traded(total: Quantity(7), value: Money(raw: 7_000_000)))
        day.add(9, 32, 2, .traded(total: Quantity(3), value: Money(raw: 6_000_000)))
        let account = try opening([(day, .max)], before: next).accounts[0]
        #expect(
            account.holdings == [
                holding("INFY-EQ", 3, rupees: 600, product: .intraday),
                holding("TCS-EQ", -7, rupees: -700),
            ]
        )
    }

    @Test func `what was carried in and not touched is carried on whole`() throws {
        let first = try opening([(.busy(), .max)], before: next).accounts[0]
        var idle = BooksDay(next)
        for holding in first.holdings {
            var carried = holding.carried
            carried.instrument = holding.instrument.text == "INFY-EQ" ? BooksDay.infy : BooksDay.reliance
            carried.trade?.instrument = carried.instrument
            idle.add(8, 0, .carriedHolding(carried))
        }
        idle.start()
        idle.add(15, 30, .clock(WakeKey(owner: StrategyID(index: 0), label: 4)))
        let second = try opening([(.busy(), .max), (idle, .max)], before: next.advanced(by: 1)).accounts[0]
        #expect(second.day == next)
        // T+1 has come; all else is as it was.
        #expect(second.holdings.allSatisfy { $0.carried.unsettled.isEmpty })
        let settled = first.holdings.map { holding in
            var holding = holding
            holding.carried.unsettled = []
            return holding
        }
        #expect(second.holdings == settled)
    }

    // MARK: - By hand

    private func holding(
        _ name: String,
        _ quantity: Int64,
        rupees: Int64,
        product: Product = .delivery,
        lots: [Position.Unsettled] = [],
        _ trade: Trade? = nil
    ) -> OpeningBooks.Holding {
        OpeningBooks.Holding(
            instrument: DayHeader.Name(name, .nseEquity),
            carried: CarriedHolding(
                account: AccountID(index: 0),
                instrument: InstrumentID(index: 0),
                product: product,
                quantity: Quantity(quantity),
                cost: Money(rupees: rupees),
                unsettled: lots,
                trade: trade
            )
        )
    }

    private func lot(_ quantity: Int64, rupees: Int64, earlier: Int64 = 0) -> Position.Unsettled {
        Position.Unsettled(
            quantity: Quantity(quantity),
            value: Money(rupees: rupees),
            day: BooksDay.day,
            from: next,
            earlier: Money(rupees: earlier)
        )
    }

}
