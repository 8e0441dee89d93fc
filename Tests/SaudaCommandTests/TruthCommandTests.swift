import Foundation
import Testing

/// What tells of a home afterwards, as whole processes: text, JSON, files and exit codes as `--help` has them.
@Suite(.serialized) final class TruthCommandTests {
    private static let home = Result { try played() }
    private let folder: Folder

    init() throws { folder = try Self.home.get() }

    /// Three paper days of the shipped configuration.
    private static func played() throws -> Folder {
        let folder = try Folder()
        try folder.addConfig()
        let run = try ToolRun(["run", "--days", "3", "--speed", "max", "--day", "2026-04-13"], in: folder)
        try #require(run.status == 0, "\(run.err)")
        atexit { TruthCommandTests.remove() }
        return folder
    }

    /// What is static is never let go.
    private static func remove() {
        if case .success(let folder) = home { try? FileManager.default.removeItem(at: folder.url) }
    }

    private func tool(_ words: String) throws -> ToolRun {
        try ToolRun(words.split(separator: " ").map(String.init), in: folder)
    }

    private func rows(_ words: String) throws -> [[String: Any]] {
        let run = try tool(words)
        #expect(run.status == 0, "\(run.err)")
        return try #require(try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [[String: Any]])
    }

    @Test(
        "what is not there is told with its own exit code and what to do",
        arguments: [
            ("explain 99999", 3, "the nearest of 2026-04-16 are:"), ("explain 1 --day 2020-01-01", 3, "no order '1'"),
            ("export 2020-01-01", 3, "the nearest day is 2026-04-13"), ("export 2026-04-13 --what prices", 2, "--what"),
            ("report day 2020-01-01", 3, "the nearest day is 2026-04-13"), ("report month", 2, "month"),
            ("logs --day 2020-01-01", 3, "leave --day out for the latest, 2026-04-16"),
            ("logs --level loud", 2, "loud"),
            ("verify --home nowhere", 3, "nowhere"), ("backup copies --home nowhere", 3, "nowhere"),
            ("alerts test", 2, "docs/alerts.md"), ("alerts test nobody", 2, "docs/alerts.md"),
            ("replay 2020-01-01", 3, "there is no journal of that day"),
            ("replay 2026-04-13 --with nowhere.yaml", 2, "nowhere.yaml"),
            ("plan --day 2026-04-13", 2, "gone on to 2026-04-16"), ("plan --config nowhere.yaml", 2, "nowhere.yaml"),
        ]
    )
    func missing(words: String, status: Int, text: String) throws {
        let run = try tool(words)
        #expect(Int(run.status) == status, "\(run.out)\n\(run.err)")
        #expect(run.err.contains(text), "\(run.err)")
    }

    @Test func `explain: every order of the home has its cause, checks, settings and an end, in text and JSON`() throws
    {
        let orders = try ["2026-04-13", "2026-04-15", "2026-04-16"].flatMap { try rows("export \($0) --format json") }
        let numbers = Set(orders.compactMap { $0["number"] as? Int }).sorted()
        #expect(numbers.count >= 5)
        for number in numbers {
            let told = try tool("explain \(number) --format json").json()
            #expect(told["order"] as? Int == number)
            for key in ["causes", "checks", "settings", "steps"] {
                #expect((told[key] as? [Any])?.isEmpty == false, "\(number) \(key)")
            }
            let text = try tool("explain \(number)")
            #expect(text.status == 0)
            #expect(
                text.out.contains("  config.yaml:") && text.out.contains("\nOutcome: \(told["outcome_text"] ?? "?")")
            )
        }
    }

    @Test func `export: tables agree with each other in CSV and JSON, and the journal is one object a line`() throws {
        for what in ["orders", "fills", "positions", "trades", "decisions", "alerts"] {
            let json = try rows("export 2026-04-15 --what \(what) --format json")
            let csv = try tool("export 2026-04-15 --what \(what) --format csv")
            #expect(csv.status == 0)
            #expect(csv.out.split(separator: "\n").count >= json.count + 1, "\(what)")
        }
        #expect(try tool("export 2026-04-15 --what journal --out day.jsonl").status == 0)
        let lines = try String(contentsOf: folder.url.appending(path: "day.jsonl"), encoding: .utf8).split(
            separator: "\n"
        )
        for (index, line) in lines.enumerated() {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            #expect(object?["sequence"] as? Int == index + 1)
        }
        #expect(lines.count > 1000)
    }

    @Test func `backup and verify: the copy is sound; one byte of it changed is damage, said and not mended`() throws {
        let copy = try tool("backup copy")
        #expect(copy.status == 0 && copy.out.contains("3 days") && copy.out.contains("sound"))
        #expect(try tool("backup copy").status == 2)
        #expect(try tool("verify --home copy").status == 0)
        #expect(try tool("explain 1 --home copy").out.contains("  config.yaml:"), "the settings are copied, too")
        let file = folder.url.appending(path: "copy/journal/2026-04-15.journal")
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: file)
        let verify = try tool("verify --home copy")
        #expect(verify.status == 1 && verify.out.contains("2026-04-15.journal"), "\(verify.out)")
        let json = try ToolRun(["verify", "--home", "copy", "--format", "json"], in: folder)
        let damage = try json.json()["damage"] as? Int
        #expect(json.status == 1 && damage ?? 0 > 0)
        #expect(try Data(contentsOf: file) == bytes)
    }

    @Test func `report: a day and a week in text, JSON and a page that needs no network`() throws {
        let day = try tool("report day 2026-04-15")
        #expect(day.status == 0 && day.out.contains("2026-04-15") && day.out.contains("Slippage"))
        let week = try tool("report week 2026-04-15 --format json").json()
        #expect(week["from"] as? String == "2026-04-13" && week["to"] as? String == "2026-04-17")
        #expect(try tool("report week 2026-04-15 --out week.html").status == 0)
        let page = try String(contentsOf: folder.url.appending(path: "week.html"), encoding: .utf8)
        #expect(page.contains("<html") && !page.contains("http://") && !page.contains("src=\"//"))
    }

    @Test func `plan and replay: the next day, and a day once more as it was and under another configuration`() throws {
        let plan = try tool("plan")
        #expect(
            plan.status == 0 && plan.out.contains("2026-04-17 friday") && plan.out.contains("sell-orders"),
            "\(plan.err)"
        )
        let session = try tool("plan --format json").json()["session"] as? [String: Any]
        #expect(session?["day"] as? String == "2026-04-17")
        #expect(try tool("replay 2026-04-15").out.contains("all equal"))
        let text = try String(contentsOf: folder.url.appending(path: "config.yaml"), encoding: .utf8)
        let other = text.replacingOccurrences(
            of: "{use: ema9-sell, account: main}",
            with: "{use: ema9-sell, account: main, with: {rsi_exit_above: 20}}"
        )
        try #require(other != text)
        try folder.write(other, to: "other.yaml")
        let before = try tool("verify").out
        let run = try tool("replay 2026-04-15 --with other.yaml")
        #expect(run.status == 0 && run.out.contains("IN BOTH, OTHERWISE"), "\(run.out)\n\(run.err)")
        #expect(try tool("verify").out == before, "nothing of the home is changed")
    }

    @Test func `logs: by level, by task and the last lines, in text and JSON`() throws {
        let all = try tool("logs --last 5")
        #expect(all.status == 0 && all.out.split(separator: "\n").count == 5)
        #expect(try tool("logs --level critical").out.isEmpty)
        let help = try tool("logs --help").out.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(help.contains("default: debug)"))
        let warnings = try tool("logs --level warning").out.split(separator: "\n")
        #expect(!warnings.isEmpty && warnings.allSatisfy { !$0.contains("— INFO —") })
        for line in try tool("logs --format json --last 3").out.split(separator: "\n") {
            #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any])
        }
    }

    @Test func `alerts list: channels with their levels, never what they are sent with`() throws {
        #expect(try tool("alerts list").out.contains("No alerts are sent"))
        let text = try String(contentsOf: folder.url.appending(path: "config.yaml"), encoding: .utf8)
        let alerting = text.replacingOccurrences(
            of: "alerts: []",
            with: "alerts: [{to: ntfy, url: vault:phone, level: warning}]"
        )
        try #require(alerting != text)
        try folder.write(alerting, to: "alerting.yaml")
        let run = try tool("alerts list --config alerting.yaml")
        #expect(run.status == 0 && run.out.contains("ntfy") && run.out.contains("warning"), "\(run.out)\n\(run.err)")
    }
}
