import Foundation
import Testing

/// `sauda serve` against practice servers: whole processes, real sockets, days at speed.
@Suite struct ServiceTests {
    /// Spans of a day in which nothing of the schedule is due.
    private static let quiet = [
        "08:00-08:49", "08:51-08:54:30", "08:56-08:59:30", "09:07-09:14:30", "09:18-09:29:30", "09:31-15:28",
        "15:36-15:44", "15:47-15:59:30", "16:02-16:04:30", "16:07-17:59:30", "18:02-20:00",
    ]

    private static func practice(_ broker: String, quiet: [String] = quiet, from: String = "08:49:30", speed: Int = 60)
        throws -> PracticeDesk
    {
        let spans = quiet.flatMap { ["--skip", $0] }
        let desk = try PracticeDesk(
            ["--speed", "\(speed)", "--skip-nights", "--days", "3"] + spans,
            broker: broker,
            from: from
        )
        let config = PracticeDesk.config.replacingOccurrences(of: "zerodha-kite", with: broker)
            .replacingOccurrences(of: "  paper: {broker: paper, capital: 1000}\n", with: "")
            .replacingOccurrences(of: "strategies: {}", with: strategies)
        try desk.folder.write(config, to: "config.yaml")
        return desk
    }

    private static let strategies = """
        strategies:
          ema9-exit: {use: ema9-sell, account: main}
          dip-buyer: {use: amo-buy, account: main}
        """

    @Test(
        "SVC-1: days in one process: one login each, every line once, books equal, flags and journals joined",
        arguments: ["zerodha-kite", "dhan", "kotak-neo", "upstox"]
    )
    func days(broker: String) throws {
        let desk = try Self.practice(broker)
        let days = broker == "zerodha-kite" ? 2 : 1
        let run = try desk.run(["serve", "--days", "\(days)"])
        #expect(run.status == 0, "\(run.out)\n\(run.err)")
        let lines = run.out.split(separator: "\n")
        func count(_ text: String) -> Int { lines.count { $0.contains(text) } }
        #expect(count("signed in to \(broker)") == days, "\(run.out)")
        for title in [
            "TOKEN CHECK", "CONNECT", "PRE-MARKET RETRY", "PRE-MARKET ADJUSTMENT", "SELL ORDER PLACEMENT",
            "CANDLE BACKUP", "MARKET ANALYSIS", "PLACE BUY ORDERS", "END-OF-DAY CLEANUP",
        ] {
            #expect(count("task    TASK: \(title)") == days, "\(title)\n\(run.out)")
        }
        #expect(count("6 of 6 steps of the end of the day") == days)
        #expect(count("place   SELL") >= 3)
        let journals = try FileManager.default.contentsOfDirectory(
            atPath: desk.folder.url.appending(path: "home/journal").path
        )
        #expect(journals.count { $0.hasSuffix(".journal") } == days)
        // It is over and done: the flags of the next day are clear, and nothing is taken up again.
        let candles = try FileManager.default.contentsOfDirectory(
            atPath: desk.folder.url.appending(path: "home/candles/2026-03-20").path
        )
        #expect(candles.count == 3)
        // The home tells by itself what comes next, and why each order of the days was placed.
        let plan = try ToolRun(["plan"], in: desk.folder)
        #expect(plan.status == 0 && plan.out.contains("ACCOUNT main"), "\(plan.out)\n\(plan.err)")
        #expect(plan.out.contains("2026-03-2\(days == 2 ? 4 : 3)"), "\(plan.out)")
    }

    /// Twenty in every run; `SERVICE_KILLS=200` kills more.
    private static let kills = ProcessInfo.processInfo.environment["SERVICE_KILLS"].flatMap { Int($0) } ?? 20

    private struct Row: Decodable {
        var tag: String?
        var side: String
        var symbol: String
        var filled: Int
        var status: String
    }

    /// Killed a few lines or a moment after its first line; every second one only when it has done something, for a task
    /// that is interrupted four times is lost. The day goes slowly meanwhile: on a busy machine a process may need seconds
    /// to begin, and the window of the sells is two minutes.
    @Test func `SVC-7: killed again and again in the middle of a day, it sends nothing twice and loses no fill`()
        async throws
    {
        let quiet = ["15:36-15:44", "15:47-15:59:30", "16:07-17:59:30"]
        let desk = try Self.practice("zerodha-kite", quiet: quiet, from: "09:14:30", speed: 8)
        var random: UInt64 = 11
        var killed = 0
        var hasActed = false
        while killed < Self.kills {
            let service = try begin(desk)
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            var heard = service.listen(lines: 1, milliseconds: 30_000)
            // Once all is sold there is nothing to wait for.
            let isDue = try !hasActed && tags(of: book(desk)).count < 3
            while isDue, !Self.tellsOfAnAct(heard) {
                let more = service.listen(lines: 1, milliseconds: 30_000)
                guard !more.isEmpty else { break }
                heard += more
            }
            heard += service.listen(lines: Int(random >> 33) % 5, milliseconds: Int32(random >> 40) % 1600)
            hasActed = Self.tellsOfAnAct(heard)
            guard service.kill() else { break }
            killed += 1
        }
        #expect(killed == Self.kills)
        // One that lives until all is sold or waits to be.
        let last = try begin(desk)
        for _ in 0..<60 where try tags(of: book(desk)).count < 3 { _ = last.listen(lines: 1, milliseconds: 1000) }
        #expect(last.kill())
        // The rest of the day has nothing to say that its first hours have not.
        try await desk.post("/practice/clock", "to=15:28:00&rate=40")
        let run = try desk.run(["serve", "--days", "1"])
        #expect(run.status == 0, "\(run.out)\n\(run.err)")
        let rows = try book(desk)
        let tags = tags(of: rows)
        #expect(tags.count >= 3 && Set(tags).count == tags.count, "\(rows)\n\(run.out)\n\(run.err)")
        // Each share was there once: sold twice it would be short.
        for (symbol, held) in [("INFY", 100), ("SBIN", 50), ("ITC", 25)] {
            let sold = rows.filter { $0.symbol == symbol && $0.side == "SELL" }.reduce(0) { $0 + $1.filled }
            #expect(sold <= held, "\(symbol) \(rows)")
        }
    }

    @Test func `a holiday announced while no service runs: the next start cancels what the one before left`() throws {
        let desk = try Self.practice("zerodha-kite", quiet: [], from: "09:14:30", speed: 8)
        try desk.folder.write(Self.calendar(""), to: "calendar/calendar.csv")
        let config = try String(contentsOf: desk.folder.url.appending(path: "config.yaml"), encoding: .utf8)
        try desk.folder.write(
            config.replacingOccurrences(of: "calendar: built-in", with: "calendar: calendar"),
            to: "config.yaml"
        )
        let first = try begin(desk)
        for _ in 0..<60 where try open(desk) == 0 {
            _ = first.listen(lines: 1, milliseconds: 1000)
        }
        #expect(first.kill())
        #expect(try open(desk) >= 1)
        try desk.folder.write(Self.calendar("2026-03-20,holiday,equity,,announced,test\n"), to: "calendar/calendar.csv")
        let next = try begin(desk)
        var heard = ""
        for _ in 0..<60 where try open(desk) > 0 {
            heard += next.listen(lines: 1, milliseconds: 1000)
        }
        heard += next.listen(lines: 100, milliseconds: 2000)
        #expect(next.kill())
        let rows = try book(desk)
        #expect(rows.contains { $0.status == "cancelled" } && !rows.contains { $0.status == "open" }, "\(heard)")
        #expect(heard.contains("2026-03-20 is no trading day any more"), "\(heard)")
    }

    private func open(_ desk: PracticeDesk) throws -> Int { try book(desk).count { $0.status == "open" } }

    private static func calendar(_ more: String) -> String {
        "day,kind,segments,times,name,source\n2026-01-01,first,equity,,begins,test\n\(more)2026-12-31,last,equity,,ends,test\n"
    }

    private static func tellsOfAnAct(_ lines: String) -> Bool {
        ["  place ", "  fill ", "  done "].contains(where: lines.contains)
    }

    private func begin(_ desk: PracticeDesk) throws -> HeardProcess {
        try HeardProcess(ToolRun.process(["serve", "--practice", desk.url, "--days", "1"], in: desk.folder))
    }

    private func book(_ desk: PracticeDesk) throws -> [Row] {
        try JSONDecoder().decode([Row].self, from: Data(desk.run(["order", "list", "--format", "json"]).out.utf8))
    }

    private func tags(of rows: [Row]) -> [String] { rows.compactMap(\.tag) }
}
