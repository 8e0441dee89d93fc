import Foundation
import SaudaBroker
import SaudaCore
import SaudaService
import SaudaStore
import Testing

/// What exchanges and companies do overnight or at noon: holidays, splits, shares that are listed no more.
@Suite struct BadInputOfTheMarketTests {
    private let day = Day("2026-08-20")!

    // MARK: - A holiday announced at noon

    private static let announced = """
        day,kind,segments,times,name,source
        2026-01-01,first,equity,,begins,test
        2026-08-20,holiday,equity,,announced,test
        2026-12-31,last,equity,,ends,test
        """

    private func clerk(_ home: ScratchFolder, _ calendar: MarketCalendar, at time: Timestamp) throws -> DayClerk {
        try DayClerk(home: home.path, calendar: calendar, at: time) { _ in }
    }

    @Test func `a holiday announced at noon ends the day at once, and the next start idles too`() throws {
        let home = ScratchFolder()
        let closed = try MarketCalendar(parsing: ["calendar.csv": Self.announced])
        let noon = day.at(TimeOfDay(12, 0))
        do {
            let clerk = try clerk(home, .builtIn, at: noon)
            try clerk.turn(at: noon)
            #expect(clerk.running != nil && clerk.isUnderWay(at: noon) && !clerk.isClosed)
            clerk.heed(closed)
            #expect(clerk.isClosed && !clerk.isUnderWay(at: noon))
            // What had been begun ends; nothing else begins on the day, the evening's buys included.
            if let slot = clerk.running { try clerk.finish(slot, at: noon) }
            for hour in 12...23 {
                try clerk.turn(at: day.at(TimeOfDay(hour, 10)))
                #expect(clerk.running == nil)
            }
            #expect(clerk.nextDue == day.advanced(by: 1).at(TimeOfDay(8, 50)))
        }
        let next = try clerk(home, closed, at: day.at(TimeOfDay(16, 5)))
        try next.turn(at: day.at(TimeOfDay(16, 5)))
        #expect(next.running == nil && next.isClosed && !next.isUnderWay(at: day.at(TimeOfDay(16, 5))))
        // Taken back, the day goes on.
        next.heed(.builtIn)
        try next.turn(at: day.at(TimeOfDay(16, 6)))
        #expect(next.running != nil)
    }

    @Test func `market.calendar names a folder, which is read anew each time and refused with its place`() throws {
        let folder = ScratchFolder()
        let text = ConfigFixture.small(
            line: 4,
            "market: {calendar: \(folder.path), history: {source: files, path: data/history}}"
        )
        let config = try ConfigFixture.check(text)
        func refusal() throws -> String {
            let errors = try #require(throws: ConfigErrors.self) { _ = try config.marketCalendar() }
            return errors.errors.map(\.description).joined()
        }
        #expect(try refusal().hasPrefix("c.yaml:4:20: there is no calendar.csv in \(folder.path)"))
        try Self.announced.write(toFile: "\(folder.path)/calendar.csv", atomically: true, encoding: .utf8)
        #expect(try !config.marketCalendar().isTradingDay(day))
        let open = Self.announced.replacingOccurrences(of: "2026-08-20", with: "2026-08-21")
        try open.write(toFile: "\(folder.path)/calendar.csv", atomically: true, encoding: .utf8)
        #expect(try config.marketCalendar().isTradingDay(day))
        let bad = Self.announced.replacingOccurrences(of: "holiday", with: "hollyday")
        try bad.write(toFile: "\(folder.path)/calendar.csv", atomically: true, encoding: .utf8)
        #expect(try refusal().contains("c.yaml:4:20: calendar.csv:3:"))
        #expect(try ConfigFixture.check(ConfigFixture.small).marketCalendar().isTradingDay(day))
    }

    // MARK: - Splits

    private func split(_ own: Int64, at paise: Int64, listed: Int64, at theirs: Int64) -> String? {
        let found = ShareSplit(
            Quantity(own),
            cost: Price(paise: paise) * Quantity(own),
            listed: Quantity(listed),
            average: Price(paise: theirs)
        )
        return found.map { "\($0.new):\($0.old)" }
    }

    @Test func `a split is other shares at the same cost, in a simple ratio; purchases and sales are none`() {
        #expect(split(10, at: 100_000, listed: 50, at: 20_000) == "5:1")
        #expect(split(30, at: 33_333, listed: 45, at: 22_222) == "3:2", "a bonus issue, rounded")
        #expect(split(100, at: 1_000, listed: 10, at: 10_000) == "1:10", "a consolidation")
        #expect(split(7, at: 100_000, listed: 350, at: 2_000) == "50:1")
        #expect(split(10, at: 100_000, listed: 20, at: 98_000) == nil, "ten more were bought")
        #expect(split(10, at: 100_000, listed: 5, at: 100_000) == nil, "five were sold")
        #expect(split(10, at: 100_000, listed: 10, at: 20_000) == nil)
        #expect(split(10, at: 100_000, listed: 0, at: 0) == nil)
        #expect(split(100, at: 100_000, listed: 101, at: 99_010) == nil, "no ratio of a split")
    }

    @Test func `what is held is adjusted whole or not at all`() throws {
        var trade = Trade(InstrumentID(index: 0), at: day.at(TimeOfDay(9, 15)), reason: "AMO")
        trade.quantity = Quantity(10)
        trade.bought = Quantity(14)
        trade.sold = Quantity(4)
        trade.boughtValue = Money(rupees: 1400)
        var holding = CarriedHolding(
            account: AccountID(index: 0),
            instrument: InstrumentID(index: 0),
            product: .delivery,
            quantity: Quantity(10),
            cost: Money(rupees: 1000),
            trade: trade
        )
        func make(_ listed: Int64) throws -> ShareSplit {
            let average = Price(raw: Money(rupees: 1000).raw / listed)
            return try #require(
                ShareSplit(Quantity(10), cost: Money(rupees: 1000), listed: Quantity(listed), average: average)
            )
        }
        let five = try #require(try make(50).adjusted(holding))
        #expect(five.quantity == Quantity(50) && five.cost == Money(rupees: 1000))
        #expect(five.trade?.quantity == Quantity(50) && five.trade?.bought == Quantity(70))
        #expect(five.trade?.sold == Quantity(20) && five.trade?.boughtValue == Money(rupees: 1400))
        #expect(try make(15).adjusted(holding)?.trade?.bought == Quantity(21))
        #expect(try make(2).adjusted(holding) == nil, "four sold shares are no whole number of the new ones")
        holding.unsettled = [
            Position.Unsettled(
                quantity: Quantity(10),
                value: Money(rupees: 1000),
                day: day,
                from: day.advanced(by: 1),
                earlier: .zero
            )
        ]
        #expect(try make(50).adjusted(holding) == nil)
    }

    // MARK: - Listed no more

    private func listing(_ symbol: String, _ key: String) -> Listing {
        Listing(Instrument(symbol: symbol), feedKey: key, orderKey: key)
    }

    @Test func `a share that is held and listed no more keeps its place without a key, and the others trade`() throws {
        let gone = DayHeader.Name("GONE-EQ", .nseEquity)
        let other = DayHeader.Name("TCS-EQ", .nseEquity)
        let memory = DayHeader.Name("OLD-EQ", .nseEquity)
        let list = InstrumentList([listing("INFY", "1"), listing("TCS", "2")])
        let day = try DayListing(
            list.listings,
            symbols: ["INFY"],
            names: [gone, other, memory],
            needed: [gone, other]
        )
        #expect(day.instruments.instruments.map(\.name) == ["INFY-EQ", "GONE-EQ", "TCS-EQ"])
        #expect(day.unlisted == [InstrumentID(index: 1)])
        #expect(day.listings[InstrumentID(index: 1)] == nil && day.listings[InstrumentID(index: 2)]?.orderKey == "2")
        let error = try #require(throws: RequestError.self) {
            _ = try DayListing(list.listings, symbols: ["GONE"], names: [], needed: [])
        }
        #expect(error.description.contains("no share of the name GONE"))
    }
}
