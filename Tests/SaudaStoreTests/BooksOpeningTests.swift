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
        let accounts = try opening([(.busy(), .max)], before: next).accounts
        #expect(
            accounts == [
                OpeningBooks.Account(
                    name: "main",
                    day: BooksDay.day,
                    isComplete: true,
                    ending: "closed",
                    cash: Money(raw: 9_233_520_800),
                    trades: [
                        OpeningBooks.Trade(
                            instrument: DayHeader.Name("RELIANCE-EQ", .nseEquity),
                            quantity: Quantity(75),
                            average: Price(paise: 100_060),
                            entered: BooksDay.day.at(TimeOfDay(9, 22)),
                            reason: "DIP"
                        )
                    ],
                    // What a person buys is held without a trade (SEL-12).
                    holdings: [
                        OpeningBooks.Holding(
                            instrument: DayHeader.Name("INFY-EQ", .nseEquity),
                            product: .delivery,
                            quantity: Quantity(5),
                            average: Price(rupees: 1500)
                        )
                    ]
                ),
                OpeningBooks.Account(
                    name: "second",
                    day: BooksDay.day,
                    isComplete: true,
                    ending: "closed",
                    cash: .zero,
                    trades: [],
                    holdings: []
                ),
            ]
        )
    }

    @Test func `only days before the day asked for count`() throws {
        let days: [(BooksDay, count: Int)] = [(.busy(), .max), (.busy(next), 1)]
        #expect(try opening(days, before: next).accounts.map(\.day) == [BooksDay.day, BooksDay.day])
        #expect(try opening(days, before: next.advanced(by: 1)).accounts.map(\.day) == [next, next])
        #expect(try opening(days, before: BooksDay.day).accounts == [])
    }

    @Test func `opening from a day that was stopped early says so`() throws {
        // After the first fill of 40 the service stops.
        let accounts = try opening([(.busy(), 8)], before: next).accounts
        #expect(accounts.map(\.isComplete) == [false, false])
        #expect(accounts[0].ending == "stopped before the close")
        #expect(accounts[0].trades.map(\.quantity) == [Quantity(40), Quantity(10)])
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
        #expect(account.trades == [])
        #expect(
            account.holdings == [
                OpeningBooks.Holding(
                    instrument: DayHeader.Name("INFY-EQ", .nseEquity),
                    product: .intraday,
                    quantity: Quantity(3),
                    average: Price(rupees: 200)
                ),
                OpeningBooks.Holding(
                    instrument: DayHeader.Name("TCS-EQ", .nseEquity),
                    product: .delivery,
                    quantity: Quantity(-7),
                    average: Price(rupees: 100)
                ),
            ]
        )
    }
}
