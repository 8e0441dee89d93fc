import Foundation
import Testing

/// `sauda schedule`, as a whole process.
@Suite struct ScheduleCommandTests {
    private func days(_ arguments: [String], in folder: Folder) throws -> [[String: Any]] {
        let run = try ToolRun(["schedule", "--format", "json"] + arguments, in: folder)
        #expect(run.status == 0, "\(run.err)")
        return try #require(try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [[String: Any]])
    }

    @Test func `SVC-2: ten days, the closed ones without lines`() throws {
        let days = try days(["--from", "2026-08-20"], in: Folder())
        #expect(days.count == 10)
        #expect((days[0]["lines"] as? [Any])?.count == 16)
        #expect(days[0]["close"] as? String == "15:30:00")
        #expect(days[2]["weekday"] as? String == "saturday")
        #expect((days[2]["lines"] as? [Any])?.isEmpty == true)
    }

    @Test func `a day whose hours are not known is said to be so`() throws {
        let days = try days(["--from", "2026-11-08", "--days", "1"], in: Folder())
        #expect((days[0]["warning"] as? String)?.contains("Muhurat") == true)
    }

    @Test func `the table is for people, and nothing is written to the home`() throws {
        let folder = try Folder()
        try folder.addConfig()
        let run = try ToolRun(["schedule", "--from", "2026-08-20", "--days", "3"], in: folder)
        #expect(run.status == 0, "\(run.err)")
        #expect(run.out.contains("2026-08-20 thursday  09:15 to 15:30\n  08:50:00  token-check"))
        #expect(run.out.contains("2026-08-22 saturday  closed"))
        #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "data").path))
    }

    @Test func `a bad number of days is bad usage, and help has examples`() throws {
        let wrong = try ToolRun(["schedule", "--days", "0"], in: Folder())
        #expect(wrong.status == 2)
        let help = try ToolRun(["schedule", "--help"], in: Folder())
        #expect(help.status == 0)
        #expect(help.out.contains("sauda schedule --from"))
    }
}
