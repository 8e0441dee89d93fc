import Foundation
import Testing

/// `sauda task` and days in a row, as whole processes.
@Suite struct TaskRunTests {
    private func run(_ arguments: [String], _ day: [String] = PaperRunTests.day, in folder: Folder) throws -> ToolRun {
        try ToolRun(arguments + day + ["--format", "json"], in: folder)
    }

    private func journal(_ folder: Folder, _ home: String = "data", _ day: String = "2026-08-20") throws -> Data {
        try Data(contentsOf: folder.url.appending(path: "\(home)/journal/\(day).journal"))
    }

    @Test func `SVC-2: a task plays up to its hour, does its job, and the day goes on from there`() throws {
        let folder = try Folder()
        try folder.addConfig()
        let task = try run(["task", "sell-orders"], in: folder)
        #expect(task.status == 0, "\(task.err)")
        let summary = try task.json()
        #expect(summary["at"] as? String == "2026-08-20T09:15:00+05:30")
        let orders = try #require(summary["orders"] as? [[String: Any]])
        #expect(orders.contains { $0["what"] as? String == "place" && $0["side"] as? String == "SELL" })
        let begun = try journal(folder)
        let rest = try run(["run", "--speed", "max"], in: folder)
        #expect(rest.status == 0, "\(rest.err)")
        #expect(try rest.json()["whole"] as? Bool == true)
        #expect(try journal(folder).starts(with: begun))
        let replay = try run(["replay"], in: folder)
        #expect(replay.status == 0, "\(replay.err)")
        #expect(try replay.json()["equal"] as? Bool == true)
        // Played once more it is compared with itself, the job included.
        let whole = try journal(folder)
        #expect(try run(["run", "--speed", "max"], in: folder).status == 0)
        #expect(try journal(folder) == whole)
    }

    @Test func `SVC-4: two tasks of a kind do it once, and the day sells what it would have sold`() throws {
        let folder = try Folder()
        try folder.addConfig()
        let plain = try run(["run", "--speed", "max", "--home", "plain"], in: folder).json()
        #expect(try run(["task", "sell-orders"], in: folder).status == 0)
        let again = try run(["task", "sell-orders"], in: folder)
        #expect(again.status == 0, "\(again.err)")
        let orders = try #require(try again.json()["orders"] as? [[String: Any]])
        #expect(orders.filter { $0["what"] as? String == "place" }.isEmpty)
        #expect(try run(["task", "cleanup"], in: folder).status == 0)
        let after = try run(["run", "--speed", "max"], in: folder).json()
        for key in ["equity", "cash", "charges"] { #expect(after[key] as? Double == plain[key] as? Double) }
    }

    @Test func `a killed task is taken up by the next one`() throws {
        let folder = try Folder()
        try folder.addConfig()
        let arguments = ["task", "cleanup", "--format", "json"] + PaperRunTests.day
        let killed = try ToolRun(arguments, in: folder, through: #"ulimit -f 40; exec "$0" "$@""#)
        #expect(killed.status != 0)
        let task = try ToolRun(arguments, in: folder)
        #expect(task.status == 0, "\(task.err)")
        #expect(try task.json()["at"] as? String == "2026-08-20T18:00:00+05:30")
        let replay = try run(["replay"], in: folder)
        #expect(try replay.json()["equal"] as? Bool == true)
    }

    @Test func `an unknown task is refused with the ones there are`() throws {
        let folder = try Folder()
        try folder.addConfig()
        let wrong = try ToolRun(["task", "buy-order"], in: folder)
        #expect(wrong.status == 2)
        #expect(wrong.err.contains("buy-orders"), "\(wrong.err)")
        let help = try ToolRun(["task", "--help"], in: folder)
        #expect(help.status == 0)
        #expect(help.out.contains("sauda task sell-orders"))
    }

    // MARK: - Days in a row

    @Test func `five days in one go leave the journals and books of five runs`() throws {
        let folder = try Folder()
        try folder.addConfig()
        let days = ["2026-08-17", "2026-08-18", "2026-08-19", "2026-08-20", "2026-08-21"]
        for day in days {
            let one = try run(["run", "--speed", "max", "--home", "one"], ["--day", day], in: folder)
            #expect(one.status == 0, "\(one.err)")
        }
        let start = ["--speed", "max", "--home", "row", "--format", "json"]
        let two = try ToolRun(["run", "--day", days[0], "--days", "2"] + start, in: folder)
        #expect(two.status == 0, "\(two.err)")
        let rest = try ToolRun(["run", "--until", "2026-08-23"] + start, in: folder)
        #expect(rest.status == 0, "\(rest.err)")
        let played = try JSONSerialization.jsonObject(with: Data(rest.out.utf8)) as? [[String: Any]]
        #expect(played?.map { $0["day"] as? String } == ["2026-08-19", "2026-08-20", "2026-08-21"])
        for day in days {
            #expect(try journal(folder, "one", day) == journal(folder, "row", day), "\(day)")
        }
    }

    @Test func `days in a row are refused where nothing says where to begin`() throws {
        let folder = try Folder()
        try folder.addConfig()
        let fresh = try ToolRun(["run", "--days", "2", "--speed", "max"], in: folder)
        #expect(fresh.status == 2)
        #expect(fresh.err.contains("--day"), "\(fresh.err)")
        #expect(try ToolRun(["run", "--days", "0", "--day", "2026-08-17"], in: folder).status == 2)
        #expect(try ToolRun(["run", "--until", "2026-08-01", "--day", "2026-08-17"], in: folder).status == 2)
        #expect(try ToolRun(["run", "--days", "2", "--day", "config.yaml"], in: folder).status == 2)
    }
}
