import Foundation
import Testing

/// Opening range on real minutes, by the same road as any strategy.
///
/// HAL and INFY from 2024-05-13 to 05-31; 2024-05-18 is a Saturday of two short sessions.
@Suite(.enabled(if: RealPrices.isPresent || RealPrices.isRequired))
struct OpeningRangeCommandTests {
    private static let symbols = ["HAL", "INFY"]
    private static let span = (from: "2024-05-13", to: "2024-05-31")
    private static let backtest =
        ["backtest", "opening-range", "--data", RealPrices.minutes.path, "--symbols", symbols.joined(separator: ",")]
        + ["--from", span.from, "--to", span.to, "--format", "json"]

    @Test func `a backtest trades once a share and day at most, is flat every evening, and its journal replays`() throws
    {
        let folder = try Folder()
        let run = try ToolRun(Self.backtest + ["--journal", "run.journal"], in: folder)
        #expect(run.status == 0, "\(run.err)")
        let json = try run.json()
        #expect(json["replay_equal"] as? Bool == true)
        #expect(json["unexplained"] as? Double == 0)
        #expect((json["open_trades"] as? [Any])?.isEmpty == true)
        let trades = try #require(json["trades"] as? [[String: Any]])
        #expect(trades.count >= 5)
        var seen: Set<String> = []
        for trade in trades {
            let entry = try #require(trade["entry_time"] as? String)
            let exit = try #require(trade["exit_time"] as? String)
            #expect(entry.prefix(10) == exit.prefix(10))
            #expect(entry.dropFirst(11) >= "09:35:00")
            #expect(exit.dropFirst(11) <= "15:15:01")
            #expect(trade["side"] as? String == "long")
            #expect(seen.insert("\(entry.prefix(10)) \(trade["symbol"] ?? "")").inserted)
            #expect(!entry.hasPrefix("2024-05-18"))
        }
        let skipped = try #require(json["skipped"] as? [[String: Any]])
        #expect(skipped.contains { $0["reason"] as? String == "session-too-short" && $0["count"] as? Int == 1 })
        let checks = try #require(json["checks"] as? [[String: Any]])
        #expect(!checks.contains { $0["verdict"] as? String == "failed" })
    }

    @Test func `a sweep tries its settings, and the combination of the defaults is the backtest`() throws {
        let folder = try Folder()
        let plain = try ToolRun(Self.backtest, in: folder).json()
        let axes = ["--sweep", "range_minutes=15..30:15", "--sweep", "target=0.5,2", "--out-of-sample", "0"]
        let run = try ToolRun(Self.backtest + axes, in: folder)
        #expect(run.status == 0, "\(run.err)")
        let results = try #require(run.json()["results"] as? [[String: Any]])
        #expect(results.count == 4)
        let standard = results.first {
            let values = $0["values"] as? [String: Any]
            return values?["range_minutes"] as? Int == 15 && values?["target"] as? Int == 2
        }
        #expect(standard?["digest"] as? String == plain["commands_digest"] as? String)
        #expect(Set(results.compactMap { $0["digest"] as? String }).count >= 3)
    }

    @Test func `paper days trade what the backtest trades, and replay`() throws {
        let folder = try Folder()
        try folder.write(
            """
            version: 1
            mode: paper
            home: data
            market: {history: {source: files, path: \(RealPrices.minutes.path)}}
            accounts:
              main:
                broker: paper
                capital: 1000000
                limits: {order_value: 500000, daily_loss: 25000, orders_per_day: 500}
            feed: {account: main}
            universe: [\(Self.symbols.joined(separator: ", "))]
            strategies: {breakout: {use: opening-range, account: main, with: {short: true}}}
            alerts: []

            """,
            to: "config.yaml"
        )
        let days = ["--day", "2024-05-14", "--until", "2024-05-17", "--speed", "max", "--format", "json"]
        let run = try ToolRun(["run"] + days, in: folder)
        #expect(run.status == 0, "\(run.err)")
        let paper = try JSONDecoder().decode([PaperWeekTests.Day].self, from: Data(run.out.utf8))
        let backtest = try ToolRun(
            ["backtest", "breakout", "--data", RealPrices.minutes.path, "--symbols", "HAL,INFY", "--format", "json"]
                + ["--from", "2024-05-14", "--to", "2024-05-17"],
            in: folder
        )
        let trades = try #require(backtest.json()["trades"] as? [[String: Any]])
        let tested = trades.map { trade in
            let quantity = (trade["quantity"] as? Int ?? 0) * (trade["side"] as? String == "short" ? -1 : 1)
            return "\("\(trade["entry_time"] ?? "")".prefix(10)) \(trade["symbol"] ?? "") \(quantity)"
        }
        let played = paper.flatMap { day in day.closed.map { "\(day.day) \($0.symbol) \($0.quantity)" } }
        #expect(played.sorted() == tested.sorted())
        #expect(!played.isEmpty)
        #expect(paper.allSatisfy { $0.held.isEmpty })
        for day in paper {
            let replay = try ToolRun(["replay", "--day", day.day, "--format", "json"], in: folder)
            #expect(try replay.json()["equal"] as? Bool == true)
        }
    }
}
