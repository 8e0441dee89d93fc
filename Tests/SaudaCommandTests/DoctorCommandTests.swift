import Foundation
import Testing

/// `sauda doctor` and `sauda watch` as a person uses them.
@Suite struct DoctorCommandTests {
    @Test func `a signed-in account on a practice server passes the checks of its broker, within five seconds`() throws
    {
        let desk = try PracticeDesk()
        _ = try desk.run(["instruments"])
        let start = ContinuousClock.now
        let run = try desk.run(["doctor", "--format", "json"])
        #expect(start.duration(to: .now) < .seconds(5))
        let report = try run.json()
        let findings = try #require(report["findings"] as? [[String: Any]])
        #expect(findings.count >= 30)
        var verdicts: [String: String] = [:]
        for finding in findings { verdicts[finding["check"] as? String ?? ""] = finding["verdict"] as? String }
        for check in ["configuration", "home", "disk-sync", "instruments", "watched-names", "answer", "token", "clock"]
        {
            #expect(verdicts[check] == "ok", "\(check): \(run.out)")
        }
        for finding in findings where ["warning", "failed"].contains(finding["verdict"] as? String) {
            #expect((finding["fix"] as? String)?.isEmpty == false)
        }
    }

    @Test func `a broken configuration and a world-readable session fail with their fixes`() throws {
        let desk = try PracticeDesk()
        _ = try desk.run(["funds"])
        let session = desk.folder.url.appending(path: "home/main.practice.session").path
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: session)
        let run = try desk.run(["doctor", "--quiet"])
        #expect(run.status == 1)
        #expect(run.out.contains("others may read home/main.practice.session"))
        #expect(run.out.contains("-> chmod 600 home/main.practice.session"))

        try desk.folder.write("version: 1\nmode: paper\nhom: x\n", to: "config.yaml")
        let broken = try desk.run(["doctor", "--quiet"])
        #expect(broken.status == 1)
        #expect(broken.out.contains("mistakes; the first: config.yaml:1:1"), "\(broken.out)")
    }

    @Test func `the shipped configuration passes offline`() throws {
        let folder = try Folder()
        try folder.addConfig()
        let run = try ToolRun(["doctor", "--offline"], in: folder)
        #expect(run.out.contains("ok       configuration"), "\(run.out)")
        #expect(run.out.contains(" 0 failed"), "\(run.out)")
        #expect(run.status == 0)
    }

    @Test func `watch writes a line per price into a pipe, and an object per line as JSON`() throws {
        let desk = try PracticeDesk()
        let lines = try desk.run(["watch", "INFY", "SBIN", "--count", "4"])
        #expect(lines.status == 0, "\(lines.err)")
        let rows = lines.out.split(separator: "\n")
        #expect(rows.count == 4)
        #expect(rows.allSatisfy { $0.contains("  NSE:INFY  ") || $0.contains("  NSE:SBIN  ") })
        let json = try desk.run(["watch", "INFY", "--count", "2", "--format", "json"])
        #expect(json.status == 0, "\(json.err)")
        for line in json.out.split(separator: "\n") {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            #expect(object?["symbol"] as? String == "NSE:INFY")
            #expect(object?["source"] as? String == "socket")
        }
        let ended = try desk.run(["watch", "INFY", "--seconds", "1"])
        #expect(ended.status == 0)
        #expect(try desk.run(["watch", "NOBODY"]).status == 2)
    }

    @Test func `a price list that arrives damaged replaces nothing, said aloud`() async throws {
        let desk = try PracticeDesk()
        #expect(try desk.run(["instruments"]).out.hasPrefix("4 instruments of zerodha-kite"))
        try await desk.post("/practice/faults", "fault=page@now/600")
        let run = try desk.run(["instruments"])
        #expect(run.status == 1, "\(run.out)")
        #expect(run.err.contains("The list of 2026-03-20 (4 instruments) is kept."), "\(run.err)")
    }

    @Test func `history grows a price file that a backtest reads, and never mixes two scales`() throws {
        let desk = try PracticeDesk()
        let first = try desk.run(["history", "INFY", "--from", "2026-01-01", "--to", "2026-02-27"])
        #expect(first.status == 0, "\(first.err)")
        let more = try desk.run(["history", "INFY", "--from", "2026-02-20"])
        #expect(more.status == 0, "\(more.err)")
        let file = desk.folder.url.appending(path: "home/candles/day/INFY.csv")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.hasPrefix("date,open,high,low,close,volume\n2026-01-01,"))
        #expect(text.split(separator: "\n").last?.hasPrefix("2026-03-19,") == true)
        let run = try ToolRun(["backtest", "ema9-sell", "--data", "home/candles/day"], in: desk.folder)
        #expect(run.status == 0, "\(run.err)")

        var rows = text.split(separator: "\n").map(String.init)
        rows[rows.count - 1] = "2026-03-19,10.00,11.00,9.00,10.50,5"
        try desk.folder.write(rows.joined(separator: "\n") + "\n", to: "home/candles/day/INFY.csv")
        let split = try desk.run(["history", "INFY", "--from", "2026-03-16"])
        #expect(split.status == 3)
        #expect(split.err.contains("a split or bonus rewrites prices"))
        #expect(try desk.run(["history", "INFY", "--from", "2026-03-16", "--replace"]).status == 0)
    }
}
