import SaudaCore
import Testing

@Suite struct MarketSessionTests: MarketSuite {
    let calendar = MarketCalendar.builtIn

    /// Checks every boundary: the phase starts at its time and was another one a second before.
    func expect(
        _ phases: [(String, Session.Phase)],
        on date: String,
        _ segment: Segment,
        hasDerivatives: Bool = false
    ) throws {
        let date = try day(date)
        let sessions = calendar.sessions(on: date, for: segment, hasDerivatives: hasDerivatives)
        var before = Session.Phase.closed
        for (text, phase) in phases {
            let start = try time(text)
            #expect(sessions.phase(at: start.advanced(bySeconds: -1)) == before, "before \(text) on \(date)")
            #expect(sessions.phase(at: start) == phase, "\(text) on \(date)")
            // A moment belongs to the second it lies in.
            let moment = date.at(start).advanced(by: .milliseconds(-1))
            #expect(calendar.phase(at: moment, for: segment, hasDerivatives: hasDerivatives) == before)
            before = phase
        }
        #expect(before == .closed)
    }

    @Test(
        "a plain stock until 2026-08-02, and one with derivatives alike",
        arguments: ["2018-01-02", "2026-02-01", "2026-07-31"],
        [false, true]
    )
    func oldDay(date: String, hasDerivatives: Bool) throws {
        try expect(
            [
                ("09:00", .preOpenEntry), ("09:08", .preOpenMatching), ("09:12", .buffer), ("09:15", .continuous),
                ("15:30", .closed), ("15:40", .postClose), ("16:00", .closed),
            ],
            on: date,
            .nseEquity,
            hasDerivatives: hasDerivatives
        )
    }

    @Test("a stock with derivatives closes in an auction from 2026-08-03", arguments: [Segment.nseEquity, .bseEquity])
    func auctionDay(segment: Segment) throws {
        for date in ["2026-08-03", "2026-09-04"] {
            try expect(
                [
                    ("09:00", .preOpenEntry), ("09:08", .preOpenMatching), ("09:12", .buffer), ("09:15", .continuous),
                    ("15:15", .closingReference), ("15:20", .closingEntry), ("15:25", .closingLimitOnly),
                    ("15:30", .closingMatching), ("15:35", .closed), ("15:50", .postClose), ("16:00", .closed),
                ],
                on: date,
                segment,
                hasDerivatives: true
            )
        }
    }

    @Test func `a plain stock from 2026-08-03 has a later post-close only`() throws {
        try expect(
            [
                ("09:00", .preOpenEntry), ("09:08", .preOpenMatching), ("09:12", .buffer), ("09:15", .continuous),
                ("15:30", .closed), ("15:50", .postClose), ("16:00", .closed),
            ],
            on: "2026-08-03",
            .nseEquity
        )
    }

    @Test func `the pre-open has two parts from 2026-09-07`() throws {
        let opening: [(String, Session.Phase)] = [
            ("09:00", .preOpenEntry), ("09:05", .preOpenLimitOnly), ("09:10", .preOpenMatching), ("09:12", .buffer),
            ("09:15", .continuous),
        ]
        let closing: [(String, Session.Phase)] = [("15:50", .postClose), ("16:00", .closed)]
        let auction: [(String, Session.Phase)] = [
            ("15:15", .closingReference), ("15:20", .closingEntry), ("15:25", .closingLimitOnly),
            ("15:30", .closingMatching), ("15:35", .closed),
        ]
        try expect(opening + [("15:30", .closed)] + closing, on: "2026-09-07", .nseEquity)
        try expect(opening + auction + closing, on: "2026-09-07", .nseEquity, hasDerivatives: true)
    }

    @Test(
        "derivatives trade to 15:40 from 2026-08-03",
        arguments: [("2026-07-31", "15:30"), ("2026-08-03", "15:40"), ("2026-09-07", "15:40")]
    )
    func derivatives(date: String, close: String) throws {
        try expect([("09:15", .continuous), (close, .closed)], on: date, .nseDerivatives)
    }

    @Test(
        "a Muhurat has its pre-open and its closing period",
        arguments: [
            ("2018-11-07", "17:30"), ("2019-10-27", "18:15"), ("2020-11-14", "18:15"), ("2021-11-04", "18:15"),
            ("2022-10-24", "18:15"), ("2023-11-12", "18:15"), ("2024-11-01", "18:00"), ("2025-10-21", "13:45"),
        ]
    )
    func muhurat(date: String, start: String) throws {
        #expect(try calendar.isTradingDay(day(date)))
        let open = try time(start)
        let at = { (minutes: Int) in String("\(open.advanced(bySeconds: minutes * 60))".prefix(5)) }
        try expect(
            [
                (at(-15), .preOpenEntry), (at(-7), .preOpenMatching), (at(-3), .buffer), (start, .continuous),
                (at(60), .closed), (at(70), .postClose), (at(80), .closed),
            ],
            on: date,
            .nseEquity,
            hasDerivatives: true
        )
        try expect([(start, .continuous), (at(60), .closed)], on: date, .nseDerivatives)
    }

    @Test("a drill has two sessions, each with a pre-open", arguments: ["2024-03-02", "2024-05-18"])
    func drill(date: String) throws {
        try expect(
            [
                ("09:00", .preOpenEntry), ("09:08", .preOpenMatching), ("09:12", .buffer), ("09:15", .continuous),
                ("10:00", .closed), ("11:15", .preOpenEntry), ("11:23", .preOpenMatching), ("11:27", .buffer),
                ("11:30", .continuous), ("12:30", .closed), ("12:40", .postClose), ("12:50", .closed),
            ],
            on: date,
            .nseEquity
        )
        let date = try day(date)
        #expect(calendar.sessions(on: date, for: .nseDerivatives, hasDerivatives: false).count == 2)
        let open = calendar.continuousOpen(on: date, for: .nseEquity, hasDerivatives: true)
        let close = calendar.continuousClose(on: date, for: .nseEquity, hasDerivatives: true)
        #expect(try open == date.at(time("09:15")) && close == date.at(time("12:30")))
    }

    @Test("special full days keep normal hours", arguments: ["2020-02-01", "2024-01-20", "2025-02-01", "2026-02-01"])
    func fullDay(date: String) throws {
        let date = try day(date)
        #expect(date.weekday.isWeekend && calendar.isTradingDay(date))
        let close = calendar.continuousClose(on: date, for: .nseEquity, hasDerivatives: true)
        #expect(try close == date.at(time("15:30")))
    }

    @Test func `a special session after 2026-08-03 keeps the auction's distance to the close`() throws {
        let rows = "2026-01-01,first,equity,,,\n2026-12-31,last,equity,,,\n2026-11-08,session,equity,18:15-19:15,M,\n"
        let newer = try MarketCalendar(parsing: ["calendar.csv": Self.calendarHeader + rows])
        let sessions = try newer.sessions(on: day("2026-11-08"), for: .nseEquity, hasDerivatives: true)
        #expect(try sessions.phase(at: time("18:05")) == .preOpenLimitOnly)
        #expect(try sessions.phase(at: time("18:59:59")) == .continuous)
        #expect(try sessions.phase(at: time("19:00")) == .closingReference)
        #expect(try sessions.phase(at: time("19:19:59")) == .closingMatching)
        #expect(try sessions.phase(at: time("19:35")) == .postClose)
    }

    @Test func `a session without one continuous phase, or with overlaps, cannot be made`() {
        let open = Session.Span(.continuous, TimeOfDay(9, 15), TimeOfDay(15, 30))
        #expect(Session(spans: [open]) != nil)
        #expect(Session(spans: []) == nil)
        #expect(Session(spans: [open, open]) == nil)
        #expect(Session(spans: [Session.Span(.buffer, TimeOfDay(9, 0), TimeOfDay(9, 16)), open]) == nil)
        #expect(Session(spans: [Session.Span(.continuous, TimeOfDay(9, 15), TimeOfDay(9, 15))]) == nil)
    }
}
