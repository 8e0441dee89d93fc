import Foundation
import SaudaCore
import SaudaService
import SaudaStore
import Testing

/// What a day came to, out of its books.
@Suite struct DaySummaryTests {
    private func summary(of home: AuditedHome, on day: Day) throws -> DaySummary {
        let report = try HomeReport(home: home.path).read(.day, of: day)
        return try #require(report.days.first?.summary)
    }

    @Test func `a day is told account by account, money grouped as in India`() throws {
        let home = try AuditedHome()
        let summary = try summary(of: home, on: AuditedHome.first)
        #expect(
            summary.lines == [
                "2026-11-19, the day's summary", "main: 2 orders placed, 1 filled, 1 refused",
                "  realised 0.00, charges 6.27, net -6.27",
                "  1 position held, worth 15,000.00, cost 14,999.00, cash 9,84,994.73",
                "beside: 1 order that is not ours, 1 warning",
            ]
        )
    }

    @Test func `the same day has the same summary on the evening and out of its journal later`() async throws {
        let home = try await PlayedHome(days: 3, seed: 5)
        for day in home.days {
            let played = try #require(try await home.play(day))
            let evening = try #require(try played.summary())
            let later = try #require(try HomeReport(home: home.path).read(.day, of: day).days.first?.summary)
            #expect(evening == later)
            #expect(evening.accounts.first?.held.allSatisfy { $0.price != nil } == true)
        }
    }

    @Test func `trades within the day are told from fills as the account's own books tell them`() async throws {
        let home = try await PlayedHome(days: 4, seed: 11)
        var seen = 0
        for day in home.days {
            let played = try #require(try await home.play(day))
            let theirs = played.desk.books.flatMap { $0.otherTrades.filter { !$0.isOpen } }
            let store = try BookStore(reading: "\(home.path)/books.sqlite")
            let ours = RoundTrips.closed(in: try #require(try store.ledger(of: day)).fills)
            #expect(ours.map(\.profit) == theirs.map(\.profit))
            #expect(ours.map(\.charges) == theirs.map(\.charges))
            #expect(ours.map(\.entry) == theirs.map(\.entry) && ours.map(\.exit) == theirs.map(\.exit))
            #expect(ours.allSatisfy { $0.strategy == "opening-range" })
            seen += ours.count
        }
        #expect(seen > 0)
    }

    @Test func `logins, cuts and halts are counted in the log, with those it left out`() {
        let day = AuditedHome.first
        func line(_ minute: Int, _ text: String) -> LogLine {
            LogLine(day.at(TimeOfDay(9, minute)), .info, .link, text)
        }
        var incidents = DayIncidents()
        for line in [
            line(1, "login completed: signed in to dhan as X"),
            line(2, "feed-lost: closed by the other side; connecting again in 500 ms."),
            line(3, "feed-lost: closed by the other side; connecting again in 900 ms. (4 more like it)"),
            line(4, "2 more like: feed-lost: closed by the other side; connecting again in 700 ms."),
            line(5, "HALT: nothing leaves until `sauda resume`; what works is cancelled"),
            line(6, "feed-gap: 3 s without a price"),
        ] { incidents.take(line) }
        #expect(incidents.logins == 1 && incidents.reconnects == 8 && incidents.halts == 1)
    }

    @Test func `what the end of the day found of the brokers' books is told, and lost lines of the schedule`() {
        let day = AuditedHome.first
        func event(_ slot: TaskSlot, _ kind: TaskEvent.Kind) -> TaskEvent {
            TaskEvent(day.at(TimeOfDay(18, 0)), day, slot, kind)
        }
        var incidents = DayIncidents()
        #expect(incidents.differences == nil)
        incidents.take(event(TaskSlot(.cleanup), .step(.reconcileManual, failure: nil)))
        #expect(incidents.differences == [])
        incidents.take(event(TaskSlot(.cleanup), .step(.reconcileManual, failure: "main INFY: 10 here, 9 there")))
        incidents.take(event(TaskSlot(.cleanup), .step(.statistics, failure: "disk full")))
        incidents.take(event(TaskSlot(.analysis), .missed(.failed)))
        #expect(incidents.differences == ["main INFY: 10 here, 9 there"])
        #expect(incidents.failures == ["daily statistics: disk full", "analysis: it failed, and its window is over"])
        #expect(
            incidents.words == ["1 difference from the brokers' books", "2 failures of the schedule"]
        )
    }

    @Test func `LOG-1: the flags and the log of the home are read beside the books`() throws {
        let home = try AuditedHome()
        let day = AuditedHome.first
        var log = try TaskLog(home: home.path)
        let slot = TaskSlot(.analysis)
        try log.append([TaskEvent(day.at(TimeOfDay(18, 0)), day, slot, .missed(.notStarted))])
        try FileManager.default.createDirectory(atPath: LogFolder.path(home.path), withIntermediateDirectories: true)
        let line = LogLine(day.at(TimeOfDay(8, 50)), .info, .login, "login completed: signed in")
        let text = "\(line.written(as: .text))\nnot a line of ours\n"
        try text.write(toFile: LogFolder.file(home.path, day), atomically: true, encoding: .utf8)
        let incidents = try summary(of: home, on: day).incidents
        #expect(incidents.logins == 1 && incidents.reconnects == 0)
        #expect(incidents.failures.count == 1 && incidents.failures[0].hasPrefix("analysis: it was not begun in time"))
        #expect(try summary(of: home, on: AuditedHome.second).incidents.logins == nil)
    }
}
