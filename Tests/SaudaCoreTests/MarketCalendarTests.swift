import SaudaCore
import Testing

@Suite struct MarketCalendarTests: MarketSuite {
    let calendar = MarketCalendar.builtIn

    @Test(.enabled(if: MarketSharedFacts.wants("data/nse-trading-days.csv")))
    func `DEC-11: weekday and not a holiday, or a special session, is every day with recorded trades`() throws {
        let (first, last) = try (day("2018-01-01"), day("2026-08-21"))
        let recorded = try Set(MarketSharedFacts.firstColumn(of: "data/nse-trading-days.csv").map { try day($0) })
        let known = try #require(calendar.coverage())
        var compared = 0
        for number in first.number...last.number {
            let date = Day(number: number)
            for segment in [Segment.nseEquity, .nseDerivatives, .bseEquity] {
                #expect(calendar.isTradingDay(date, segment) == recorded.contains(date), "\(date)")
            }
            #expect(known.contains(date))
            compared += recorded.contains(date) ? 1 : 0
        }
        #expect(compared == recorded.count { $0 >= first && $0 <= last } && compared > 2100)
    }

    @Test func `a holiday is closed, the days around it are found`() throws {
        let holiday = try day("2026-01-26")
        #expect(!calendar.isTradingDay(holiday))
        #expect(calendar.sessions(on: holiday, for: .nseEquity, hasDerivatives: false).isEmpty)
        #expect(try calendar.nextTradingDay(after: day("2026-01-23")) == day("2026-01-27"))
        #expect(try calendar.previousTradingDay(before: day("2026-01-27")) == day("2026-01-23"))
        // A Sunday with trading is found too.
        #expect(try calendar.nextTradingDay(after: day("2026-01-30")) == day("2026-02-01"))
        #expect(try calendar.previousTradingDay(before: day("2026-02-02")) == day("2026-02-01"))
    }

    @Test(
        "T+1 passes over holidays, weekends and days without settlement",
        arguments: [
            ("2026-01-22", "2026-01-23"),
            ("2026-01-23", "2026-01-27"),  // weekend and Republic Day
            ("2024-01-19", "2024-01-23"),  // the Saturday trades without settlement, Monday is a holiday
            ("2024-01-20", "2024-01-23"),
            ("2024-03-01", "2024-03-04"),
            ("2024-03-02", "2024-03-04"),
            ("2024-05-17", "2024-05-21"),  // Monday: elections
            ("2024-10-31", "2024-11-04"),  // Muhurat
            ("2025-01-31", "2025-02-03"),  // Budget on Saturday
            ("2025-02-01", "2025-02-03"),
            ("2025-09-04", "2025-09-09"),
            ("2025-10-20", "2025-10-23"),  // Muhurat and Balipratipada
            ("2026-01-30", "2026-02-02"),  // Budget on Sunday
            ("2026-02-01", "2026-02-02"),
            ("2026-03-30", "2026-04-02"),  // holiday, then the banks' annual closing
        ]
    )
    func settlement(trade: String, settled: String) throws {
        #expect(try calendar.settlementDay(after: day(trade)) == day(settled))
    }

    @Test func `rules 0.3: with an empty file every Monday to Friday trades`() throws {
        let plain = MarketCalendar.weekdaysOnly
        #expect(try plain.isTradingDay(day("2026-01-26")))
        #expect(try !plain.isTradingDay(day("2026-02-01")))
        #expect(try plain.nextTradingDay(after: day("2026-01-23")) == day("2026-01-26"))
        #expect(plain.coverage() == nil)
        #expect(try plain.sessions(on: day("2026-01-26"), for: .nseEquity, hasDerivatives: false).count == 1)
        #expect(try plain.warning(on: day("2026-01-26"))?.contains("no holiday list") == true)
    }

    @Test func `the calendar says where its knowledge ends`() throws {
        #expect(try calendar.coverage() == day("2018-01-01")...day("2026-12-31"))
        #expect(try calendar.warning(on: day("2026-08-21")) == nil)
        #expect(try calendar.isTradingDay(day("2027-01-26")))
        let after = try #require(calendar.warning(on: day("2027-01-26")))
        #expect(after.contains("ends 2026-12-31") && after.contains("update calendar.csv"))
        let before = try #require(calendar.warning(on: day("2017-12-25")))
        #expect(before.contains("begins 2018-01-01"))
    }

    @Test func `a Muhurat whose hours are not known stays closed and says so`() throws {
        let muhurat = try day("2026-11-08")
        #expect(!calendar.isTradingDay(muhurat))
        let warning = try #require(calendar.warning(on: muhurat))
        #expect(warning.contains("hours are not known") && warning.contains("calendar.csv"))
        // On a weekday the announcement closes the normal day as well.
        let rows = "2027-01-01,first,equity,,,\n2027-12-31,last,equity,,,\n2027-10-29,session,equity,unknown,Muhurat,\n"
        let newer = try MarketCalendar(parsing: ["calendar.csv": Self.calendarHeader + rows])
        #expect(try !newer.isTradingDay(day("2027-10-29")))
        #expect(try newer.isTradingDay(day("2027-10-28")))
    }

    @Test func `a segment without facts is never open`() throws {
        let date = try day("2026-08-21")
        for segment in [Segment.nseCurrency, .mcxCommodity] {
            #expect(calendar.coverage(of: segment) == nil)
            #expect(calendar.warning(on: date, segment) != nil)
            #expect(calendar.sessions(on: date, for: segment, hasDerivatives: false).isEmpty)
            #expect(calendar.continuousOpen(on: date, for: segment, hasDerivatives: false) == nil)
        }
    }

    @Test func `a newer file takes the place of the built-in one`() throws {
        let rows = """
            2027-01-01,first,equity derivatives,,,
            2027-12-31,last,equity derivatives,,,
            2027-01-26,holiday,equity derivatives,,Republic Day,NSE, with a comma
            2027-01-30,full-day,equity,,Drill,
            """
        let newer = try MarketCalendar(parsing: ["calendar.csv": Self.calendarHeader + rows])
        #expect(try !newer.isTradingDay(day("2027-01-26")))
        #expect(try newer.isTradingDay(day("2027-01-30")))
        #expect(try !newer.isTradingDay(day("2027-01-30"), .nseDerivatives))
        // What the newer file does not say is not known any more, and the calendar admits it.
        #expect(try newer.warning(on: day("2026-01-26")) != nil)
    }
}
