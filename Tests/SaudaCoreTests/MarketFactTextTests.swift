import SaudaCore
import Testing

@Suite struct MarketFactTextTests: MarketSuite {
    static let span = "2026-01-01,first,equity,,,\n2026-12-31,last,equity,,,\n"

    @Test(
        "a faulty calendar names its line and the way out",
        arguments: [
            ("day,kind\n", "calendar.csv:1: ", "of 6"),
            ("day,kind,segments,times,title,source\n", "calendar.csv:1: ", "day,kind,segments,times,name,source"),
            (Self.calendarHeader + "# note\n2026-13-01,holiday,equity,,x,\n", "calendar.csv:3: ", "YYYY-MM-DD"),
            (Self.calendarHeader + "\r\n2026-01-26,holliday,equity,,x,\r\n", "calendar.csv:3: ", "Known: first, last"),
            (
                Self.calendarHeader + "2026-01-26,holiday,equities,,x,\n", "calendar.csv:2: ",
                "Known: equity, derivatives"
            ),
            (Self.calendarHeader + "2026-01-26,holiday,,,x,\n", "calendar.csv:2: ", "unknown segments"),
            (Self.calendarHeader + span + "2027-01-26,holiday,equity,,x,\n", "calendar.csv:4: ", "outside 2026-01-01"),
            (Self.calendarHeader + "2026-01-26,holiday,equity,,x,\n", "calendar.csv: ", "needs one row 'first'"),
            (
                Self.calendarHeader + span + "2026-01-26,holiday,equity,09:15-10:00,x,\n", "calendar.csv:4: ",
                "only session"
            ),
            (Self.calendarHeader + span + "2026-11-08,session,equity,,x,\n", "calendar.csv:4: ", "needs times"),
            (Self.calendarHeader + span + "2026-11-08,session,equity,18:15,x,\n", "calendar.csv:4: ", "HH:MM-HH:MM"),
            (Self.calendarHeader + span + "2026-11-08,session,equity,25:15-26:00,x,\n", "calendar.csv:4: ", "HH:MM"),
            (
                Self.calendarHeader + span + "2026-11-08,session,equity,19:15-18:15,x,\n", "calendar.csv:4: ",
                "run forward"
            ),
            (
                Self.calendarHeader + span + "2026-11-08,session,equity,09:15-10:00 10:05-11:00,x,\n",
                "calendar.csv:4: ",
                "leaves no room"
            ),
            (
                Self.calendarHeader + span + "2026-01-26,holiday,equity,,x,\n2026-01-26,holiday,equity,,y,\n",
                "calendar.csv:5: ", "repeats 2026-01-26 holiday"
            ),
        ]
    )
    func calendar(text: String, start: String, remedy: String) {
        expect(start, remedy) { () throws(FactError) in _ = try MarketCalendar(parsing: ["calendar.csv": text]) }
    }

    @Test(
        "a faulty timetable names its line",
        arguments: [
            ("2018-01-01,share,continuous,09:15,15:30,\n", "hours.csv:2: ", "Known: stock"),
            ("2018-01-01,stock,continous,09:15,15:30,\n", "hours.csv:2: ", "Known: pre-open entry"),
            ("2018-01-01,stock,continuous,9:15,15:30,\n", "hours.csv:2: ", "HH:MM"),
            ("2018-01-01,stock,continuous,15:30,09:15,\n", "hours.csv:2: ", "put its rows in order"),
            ("2018-01-01,stock,buffer,09:12,09:15,\n", "hours.csv:2: ", "no continuous phase"),
            (
                "2018-01-01,stock,continuous,09:15,15:30,\n2017-01-01,stock,continuous,09:15,15:30,\n",
                "hours.csv:3: ", "sort by date"
            ),
        ]
    )
    func hours(rows: String, start: String, remedy: String) {
        let text = "from,class,phase,start,end,source\n" + rows
        expect(start, remedy) { () throws(FactError) in _ = try MarketCalendar(parsing: ["hours.csv": text]) }
    }

    @Test(
        "a faulty ladder names its line",
        arguments: [
            ("", "ticks.csv: ", "holds no ticks"),
            ("always,any,0,\n", "ticks.csv:2: ", "not a tick"),
            ("always,250,0.05,\n", "ticks.csv:2: ", "<250, <=1000 or any"),
            ("always,<250,0.05,\n", "ticks.csv:2: ", "end it with a row 'any'"),
            ("always,<250,0.01,\nalways,<100,0.05,\n", "ticks.csv:3: ", "does not rise"),
            ("always,any,0.05,\n2026-01-01,any,0.05,\nalways,any,0.05,\n", "ticks.csv:4: ", "keep its rows together"),
        ]
    )
    func ticks(rows: String, start: String, remedy: String) {
        expect(start, remedy) { () throws(FactError) in
            _ = try TickLadder(parsing: ["ticks.csv": "from,price,tick,source\n" + rows])
        }
    }

    @Test(
        "faulty charges name their line",
        arguments: [
            ("always,nse,stt,delivery,0.1,0.1%,\n", "charges.csv:2: ", "306.99/crore"),
            ("always,nyse,stt,delivery,0.1%,0.1%,\n", "charges.csv:2: ", "Known: nse, bse, all"),
            ("always,nse,vat,delivery,0.1%,0.1%,\n", "charges.csv:2: ", "Known: stt"),
            ("soon,nse,stt,delivery,0.1%,0.1%,\n", "charges.csv:2: ", "YYYY-MM-DD"),
            ("always,nse,gst,any,18%,12%,\n", "charges.csv:2: ", "same for both sides"),
            ("always,nse,stt,any,0.1%,0,\nalways,all,stt,option,0.1%,0,\n", "charges.csv:3: ", "repeats stt of option"),
        ]
    )
    func charges(rows: String, start: String, remedy: String) {
        let text = "from,exchange,item,class,buy,sell,source\n" + rows
        expect(start, remedy) { () throws(FactError) in _ = try ChargeSchedule(parsing: ["charges.csv": text]) }
    }

    @Test(
        "a faulty plan names its line",
        arguments: [
            (",always,delivery,any,0,,,\n", "own.csv:2: ", "write its id"),
            ("own,always,delivery,night,0,,,\n", "own.csv:2: ", "Known: day, carried, any"),
            ("own,always,delivery,any,0,free,,\n", "own.csv:2: ", "not an amount"),
            ("own,always,delivery,any,0,30,20,\n", "own.csv:2: ", "swap the bounds"),
            ("own,always,any,any,0,,,\nown,always,option,day,0,,,\n", "own.csv:3: ", "repeats"),
        ]
    )
    func plans(rows: String, start: String, remedy: String) {
        let text = "plan,from,class,product,share,least,most,source\n" + rows
        expect(start, remedy) { () throws(FactError) in _ = try ChargePlan.parse(text, file: "own.csv") }
    }

    @Test func `a misspelt file is refused, not missed`() {
        for text in ["", "x"] {
            expect("calender.csv: ", "Known: calendar.csv, charges.csv, hours.csv") { () throws(FactError) in
                _ = try MarketCalendar(parsing: ["calender.csv": text])
            }
        }
    }

    @Test func `the facts that ship with the library can be read`() throws {
        _ = try MarketCalendar()
        _ = try TickLadder()
        _ = try ChargeSchedule()
        #expect(ChargePlan.paper.id == "paper" && ChargePlan.paperV2.id == "paper-v2")
    }

    func expect(_ start: String, _ remedy: String, _ read: () throws(FactError) -> Void) {
        do {
            try read()
            Issue.record("was read: \(start)\(remedy)")
        } catch {
            #expect(error.description.hasPrefix(start), "\(error)")
            #expect(error.description.contains(remedy), "\(error)")
        }
    }
}
