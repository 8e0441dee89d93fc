import Foundation
import Testing

/// A paper day as a whole process: played, interrupted, taken up again, replayed.
@Suite struct PaperRunTests {
    static let day = ["--day", "2026-08-20"]

    private func play(_ more: [String] = [], in folder: Folder, through shell: String? = nil) throws -> ToolRun {
        try ToolRun(
            ["run", "--speed", "max", "--format", "json"] + Self.day + more,
            in: folder,
            through: shell
        )
    }

    @Test func `S1-34: a day on the paper broker sells, and its journal replays byte for byte`() throws {
        let folder = try Folder()
        try folder.addConfig()
        let run = try play(in: folder)
        #expect(run.status == 0, "\(run.err)")
        let summary = try run.json()
        #expect(summary["whole"] as? Bool == true)
        #expect(try #require(summary["ticks"] as? Int) > 1000)
        #expect(try #require(summary["bytes_per_tick"] as? Double) < 40)
        let replay = try ToolRun(["replay", "--format", "json"] + Self.day, in: folder)
        #expect(replay.status == 0, "\(replay.err)")
        #expect(try replay.json()["equal"] as? Bool == true)
        #expect(try #require(replay.json()["commands"] as? Int) > 0)
    }

    @Test func `a day that is over is not played twice`() throws {
        let folder = try Folder()
        try folder.addConfig()
        let first = try play(in: folder).json()
        let second = try play(in: folder).json()
        #expect(first["records"] as? Int == second["records"] as? Int)
        #expect(first["journal_bytes"] as? Int == second["journal_bytes"] as? Int)
    }

    @Test func `SVC-7: a killed day goes on where it stopped and ends as if nothing had been`() throws {
        let folder = try Folder()
        try folder.addConfig()
        let whole = try play(["--home", "whole"], in: folder).json()
        // The journal may grow to 40 KiB, then the process is killed by the kernel in the middle of a write.
        let killed = try play(["--home", "cut"], in: folder, through: #"ulimit -f 40; exec "$0" "$@""#)
        #expect(killed.status != 0)
        let continued = try play(["--home", "cut"], in: folder)
        #expect(continued.status == 0, "\(continued.err)")
        let after = try continued.json()
        for key in ["records", "ticks"] { #expect(after[key] as? Int == whole[key] as? Int) }
        for key in ["equity", "cash", "charges"] { #expect(after[key] as? Double == whole[key] as? Double) }
    }

    @Test func `a full disk stops trading with words on what to do, and nothing is lost`() throws {
        let folder = try Folder()
        try folder.addConfig()
        let stopped = try play(in: folder, through: #"trap '' XFSZ; ulimit -f 40; exec "$0" "$@""#)
        #expect(stopped.status == 1)
        #expect(stopped.err.contains(".journal"))
        let continued = try play(in: folder)
        #expect(continued.status == 0, "\(continued.err)")
        #expect(try continued.json()["whole"] as? Bool == true)
    }

    @Test func `SVC-8: a second run in the same home is refused, and an interrupt stops cleanly`() throws {
        let folder = try Folder()
        try folder.addConfig()
        let first = ToolRun.process(["run", "--speed", "1", "--format", "json"] + Self.day, in: folder)
        let out = Pipe()
        first.standardOutput = out
        first.standardError = FileHandle.nullDevice
        try first.run()
        let lock = folder.url.appending(path: "data/sauda.lock")
        while (try? Data(contentsOf: lock))?.isEmpty ?? true, first.isRunning { sched_yield() }
        let second = try play(in: folder)
        #expect(second.status == 1)
        #expect(second.err.contains("sauda.lock"), "\(second.err)")
        first.interrupt()
        let summary = try JSONSerialization.jsonObject(with: out.fileHandleForReading.readDataToEndOfFile())
        first.waitUntilExit()
        #expect(first.terminationStatus == 0)
        #expect((summary as? [String: Any])?["whole"] as? Bool == false)
        let rest = try play(in: folder)
        #expect(try rest.json()["whole"] as? Bool == true)
    }

    @Test func `nothing happens between the two sessions of a special day, and trading goes on after`() throws {
        let folder = try Folder()
        try folder.addConfig()
        let run = try ToolRun(["run", "--speed", "max", "--day", "2024-03-02"], in: folder)
        #expect(run.status == 0, "\(run.err)")
        let times = run.out.split(separator: "\n").map { $0.prefix(8) }.filter { $0.count == 8 && $0.contains(":") }
        #expect(times.contains { $0 < "10:00:00" })
        #expect(times.filter { $0 >= "10:00:00" && $0 < "11:30:00" } == [])
        #expect(times.last == "12:30:00")
        let replay = try ToolRun(["replay", "--day", "2024-03-02"], in: folder)
        #expect(replay.status == 0, "\(replay.err)")
    }

    // MARK: - Day after day

    private func days(_ days: [String], in folder: Folder) throws -> [ToolRun] {
        try days.map { day in
            try ToolRun(["run", "--speed", "max", "--format", "json", "--day", day], in: folder)
        }
    }

    @Test func `the next day starts from the books, and lost books come back from the journals`() throws {
        let folder = try Folder()
        try folder.addConfig()
        let first = try days(["2026-08-17", "2026-08-18"], in: folder).map { try $0.json() }
        #expect(first[0]["equity"] as? Double == first[1]["opening_equity"] as? Double)
        for name in ["books.sqlite", "books.sqlite-wal", "books.sqlite-shm"] {
            try? FileManager.default.removeItem(at: folder.url.appending(path: "data/\(name)"))
        }
        let next = try days(["2026-08-19"], in: folder)[0]
        #expect(next.status == 0, "\(next.err)")
        #expect(try next.json()["opening_equity"] as? Double == first[1]["equity"] as? Double)
    }

    @Test func `a day before the latest is refused, and nothing is added to one that others rest on`() throws {
        let folder = try Folder()
        try folder.addConfig()
        let cut = try ToolRun(
            ["run", "--speed", "max", "--day", "2026-08-17"],
            in: folder,
            through: #"trap '' XFSZ; ulimit -f 40; exec "$0" "$@""#
        )
        #expect(cut.status == 1)
        let later = try days(["2026-08-18", "2026-08-14", "2026-08-17"], in: folder)
        #expect(later.map(\.status) == [0, 2, 1])
        #expect(later[1].err.contains("has gone on to 2026-08-18"), "\(later[1].err)")
        #expect(later[2].err.contains("later days were played since"), "\(later[2].err)")
    }

    @Test func `yesterday's journal, changed or gone, stops the day`() throws {
        let folder = try Folder()
        try folder.addConfig()
        #expect(try days(["2026-08-17"], in: folder)[0].status == 0)
        let journal = folder.url.appending(path: "data/journal/2026-08-17.journal")
        let bytes = try Data(contentsOf: journal)
        var flipped = bytes
        flipped[bytes.count / 2] ^= 1
        try flipped.write(to: journal)
        #expect(try days(["2026-08-18"], in: folder)[0].status == 1)
        try bytes.prefix(bytes.count / 2).write(to: journal)
        #expect(try days(["2026-08-18"], in: folder)[0].status == 1)
        try FileManager.default.removeItem(at: journal)
        #expect(try days(["2026-08-18"], in: folder)[0].status == 1)
        try bytes.write(to: journal)
        #expect(try days(["2026-08-18"], in: folder)[0].status == 0)
    }

    @Test func `same settings, same generated prices: the same commands in two processes`() throws {
        let folder = try Folder()
        let arguments = [
            "backtest", "ema9-sell", "--generated", "--symbols", "INFY,TCS,HAL,DLF,SBIN,ITC", "--from", "2024-01-01",
            "--format", "json",
        ]
        let digests = try (0..<2).map { _ in try ToolRun(arguments, in: folder).json()["commands_digest"] as? String }
        #expect(digests[0] != nil)
        #expect(digests[0] == digests[1])
    }
}
