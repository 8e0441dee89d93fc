import Foundation
import Testing

/// `sauda backtest --sweep` as a person runs it.
@Suite struct SweepCommandTests {
    static let base = ["backtest", "ema9-sell", "--generated", "--symbols", "INFY,HAL", "--to", "2020-06-30"]
    static let axes = ["--sweep", "rsi_exit_above=50..60:10", "--sweep", "rsi_exit=true,false"]

    @Test func `a sweep prints every combination, the same however many run at once`() throws {
        let folder = try Folder()
        let run = try ToolRun(Self.base + Self.axes + ["--format", "json", "--jobs", "1"], in: folder)
        #expect(run.status == 0, "\(run.err)")
        let json = try run.json()
        #expect(json["trials"] as? Int == 4)
        let results = try #require(json["results"] as? [[String: Any]])
        let values = try results.map { try #require($0["values"] as? [String: Any]) }
        #expect(Set(values.map { "\($0["rsi_exit_above"] ?? "") \($0["rsi_exit"] ?? "")" }).count == 4)
        #expect(try ToolRun(Self.base + Self.axes + ["--format", "json", "--jobs", "3"], in: folder).out == run.out)
        let table = try ToolRun(Self.base + Self.axes, in: folder)
        #expect(table.out.contains("4 combinations of a: rsi_exit_above (2) x b: rsi_exit (2), best sharpe first"))
        #expect(table.out.contains("probability of overfitting"))
    }

    @Test func `a combination of a sweep is the backtest with those values in config.yaml`() throws {
        let folder = try Folder()
        let plain = try ToolRun(Self.base + ["--format", "json"], in: folder).json()
        let swept = try ToolRun(Self.base + ["--sweep", "rsi_exit_above=50", "--format", "json"], in: folder).json()
        let result = try #require((swept["results"] as? [[String: Any]])?.first)
        #expect(result["digest"] as? String == plain["commands_digest"] as? String)
        #expect(result["orders"] as? Int == plain["orders"] as? Int)
    }

    @Test func `SCO-2: each combination is scored with the study of its own values`() throws {
        let folder = try Folder()
        let base = ["backtest", "amo-buy", "ema9-sell", "--generated", "--symbols", "INFY,TCS,SBIN,ITC,LT,HAL"]
        let end = ["--to", "2020-12-31", "--format", "json"]
        let swept = try ToolRun(base + end + ["--sweep", "study_capital=1000,100000"], in: folder)
        #expect(swept.status == 0, "\(swept.err)")
        let results = try #require(swept.json()["results"] as? [[String: Any]])
        let digests = results.compactMap { $0["digest"] as? String }
        #expect(Set(digests).count == 2)
        for capital in [1000, 100_000] {
            try folder.addConfig()
            let file = folder.url.appending(path: "config.yaml")
            let shipped = try String(contentsOf: file, encoding: .utf8)
            let strategy = "  dip: {use: amo-buy, account: main, with: {study_capital: \(capital)}}\n"
            let text = shipped.replacingOccurrences(of: "  ema9-exit:", with: "\(strategy)  ema9-exit:")
            try folder.write(text, to: "config.yaml")
            let named = ["backtest", "dip", "ema9-exit"] + base.dropFirst(3)
            let plain = try ToolRun(named + end + ["--capital", "1000000"], in: folder)
            #expect(plain.status == 0, "\(plain.err)")
            #expect(digests.contains(try #require(plain.json()["commands_digest"] as? String)))
            try FileManager.default.removeItem(at: file)
        }
    }

    @Test func `a finished sweep is read from its file, and other settings are refused`() throws {
        let folder = try Folder()
        let arguments = Self.base + Self.axes + ["--resume", "sweep.jsonl", "--format", "json"]
        let first = try ToolRun(arguments, in: folder)
        #expect(first.status == 0, "\(first.err)")
        let kept = try String(contentsOf: folder.url.appending(path: "sweep.jsonl"), encoding: .utf8)
        #expect(kept.split(separator: "\n").count == 5)
        let second = try ToolRun(arguments, in: folder)
        #expect(second.status == 0, "\(second.err)")
        #expect(second.out == first.out)
        #expect(try String(contentsOf: folder.url.appending(path: "sweep.jsonl"), encoding: .utf8) == kept)
        let other = try ToolRun(arguments + ["--capital", "5000000"], in: folder)
        #expect(other.status == 2)
        #expect(other.err.contains("sweep.jsonl holds a sweep of other keys, data, settings"), "\(other.err)")
    }

    @Test func `the report of a sweep shows the best combination and the heat map of all`() throws {
        let folder = try Folder()
        let run = try ToolRun(Self.base + Self.axes + ["--report", "sweep.html"], in: folder)
        #expect(run.status == 0, "\(run.err)")
        #expect(run.out.contains("report: sweep.html"))
        let page = try String(contentsOf: folder.url.appending(path: "sweep.html"), encoding: .utf8)
        #expect(page.contains("the best of 4: rsi_exit_above="))
        #expect(page.contains("4 combinations were tried"))
        #expect(page.contains("Sharpe ratio, out of sample"))
    }

    @Test(
        "a sweep that cannot be is bad usage and says what can",
        arguments: [
            (["--sweep", "rsi_above=1"], "there are: min_target_vs_entry, rsi_exit"),
            (["--sweep", "rsi_exit_above=40..60:0"], "the step of rsi_exit_above is not over 0"),
            (["--sweep", "rsi_exit_above=40..100:5"], "rsi_exit_above cannot be 100"),
            (["--sweep", "history_days=205..5000", "--sweep", "rsi_exit_above=1..99:1"], "more than 100000"),
            (["--sweep", "rsi_exit=true", "--search", "bayes"], "'bayes' is no search"),
            (["--sweep", "rsi_exit=true", "--rank", "luck"], "luck"),
            (["--sweep", "rsi_exit=true", "--out-of-sample", "1"], "--out-of-sample is 0 to 0.9"),
            (["--sweep", "rsi_exit=true", "--journal", "x"], "--journal keeps one run"),
            (["--rank", "cagr"], "need a --sweep"),
        ]
    )
    func refused(arguments: [String], message: String) throws {
        let run = try ToolRun(Self.base + arguments, in: try Folder())
        #expect(run.status == 2, "\(run.err)")
        #expect(run.err.contains(message), "\(run.err)")
        #expect(run.out.isEmpty)
    }
}
