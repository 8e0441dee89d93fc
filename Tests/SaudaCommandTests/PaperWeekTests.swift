import Foundation
import Testing

/// Days in a row on real prices: what amo-buy buys in the evening, ema9-sell sells, each day a part of its own journal.
///
/// ICICIBANK, of 2026-03-09 to 03-17: oversold, bought at the next opening, oversold again, averaged down, sold at EMA9.
@Suite(.enabled(if: RealPrices.isPresent || RealPrices.isRequired))
struct PaperWeekTests {
    static let symbols = ["ICICIBANK", "JIOFIN", "INFY", "LT"]
    static let span = (from: "2026-03-09", to: "2026-03-17")

    private func desk() throws -> Folder {
        let folder = try Folder()
        try folder.write(
            """
            version: 1
            mode: paper
            home: data
            market: {history: {source: files, path: \(RealPrices.folder.path)}}
            accounts:
              main:
                broker: paper
                capital: 1000000
                limits: {order_value: 500000, daily_loss: 25000, orders_per_day: 500}
            feed: {account: main}
            universe: [\(Self.symbols.joined(separator: ", "))]
            strategies:
              dip-buyer: {use: amo-buy, account: main}
              ema9-exit: {use: ema9-sell, account: main}
            alerts: []

            """,
            to: "config.yaml"
        )
        return folder
    }

    private func week(in folder: Folder, _ more: [String] = ["--day", span.from, "--until", span.to]) throws -> [Day] {
        let run = try ToolRun(["run", "--speed", "max", "--format", "json"] + more, in: folder)
        try #require(run.status == 0, "\(run.err)")
        return try JSONDecoder().decode([Day].self, from: Data(run.out.utf8))
    }

    struct Day: Decodable, Equatable {
        struct Position: Decodable, Equatable {
            var symbol: String
            var quantity: Int
            var entry: Double
            var exit: Double
            var profit: Double
            var reason: String
        }

        var day: String
        var held: [Position]
        var closed: [Position]
        var cash: Double
        var equity: Double
    }

    @Test func `BUY-2, REN-6, SEL-1: a week buys, fills, averages down and sells, and every journal replays`() throws {
        let folder = try desk()
        let days = try week(in: folder)
        let bank = days.map { $0.held.first { $0.symbol == "ICICIBANK" }?.quantity }
        #expect(
            days.map { String($0.day.suffix(5)) } == ["03-09", "03-10", "03-11", "03-12", "03-13", "03-16", "03-17"]
        )
        #expect(bank == [nil, 77, 77, 77, 156, 156, nil])
        let sold = try #require(days.last?.closed.first { $0.symbol == "ICICIBANK" })
        #expect(sold.quantity == 156)
        #expect(sold.reason == "EMA9_TARGET")
        let found = try ToolRun(["candidates", "--day", Self.span.from, "--format", "json"], in: folder)
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(found.out.utf8)) as? [[String: Any]])
        #expect(rows.map { $0["ticker"] as? String } == ["JIOFIN.NS", "ICICIBANK.NS"])
        #expect(rows.map { $0["priority"] as? Int } == [89, 69], "SCO-6")
        for day in days {
            let replay = try ToolRun(["replay", "--day", day.day, "--format", "json"], in: folder)
            #expect(replay.status == 0, "\(replay.err)")
            #expect(try replay.json()["equal"] as? Bool == true)
        }
    }

    @Test func `the week is the backtest's: the same shares, quantities, entries and days`() throws {
        let folder = try desk()
        let days = try week(in: folder)
        let backtest = try ToolRun(
            ["backtest", "dip-buyer", "ema9-exit", "--data", RealPrices.folder.path, "--format", "json"]
                + ["--symbols", Self.symbols.joined(separator: ","), "--from", Self.span.from, "--to", Self.span.to],
            in: folder
        )
        #expect(backtest.status == 0, "\(backtest.err)")
        let trades = try #require(backtest.json()["trades"] as? [[String: Any]])
        let paper = days.flatMap { day in day.closed.map { "\(day.day) \($0.symbol) \($0.quantity) \($0.entry)" } }
        let tested = trades.map { trade in
            let (day, entry) = ("\(trade["exit_time"] ?? "")".prefix(10), trade["entry_price"] as? Double ?? 0)
            let rounded = (entry * 100).rounded() / 100
            return "\(day) \(trade["symbol"] ?? "") \(trade["quantity"] ?? "") \(rounded)"
        }
        #expect(paper.sorted() == tested.sorted())
        #expect(paper.count == 2)
    }

    @Test func `SVC-7: a week of single runs, one of them killed in the evening's work, ends with the same books`()
        throws
    {
        let whole = try week(in: try desk())
        let folder = try desk()
        for day in whole.map(\.day) {
            if day == "2026-03-12" {
                _ = try ToolRun(["task", "analysis", "--day", day], in: folder)
                let killed = try ToolRun(
                    ["run", "--speed", "max", "--day", day],
                    in: folder,
                    through:
                        #"size=$(stat -c %s data/journal/2026-03-12.journal); ulimit -f $((size / 1024 + 1)); exec "$0" "$@""#
                )
                #expect(killed.status != 0)
            }
            let played = try week(in: folder, ["--day", day, "--days", "1"])
            #expect(played == whole.filter { $0.day == day })
        }
    }

    @Test func `a day killed after its fills has to be taken up before the next one`() throws {
        let folder = try desk()
        _ = try week(in: folder, ["--day", "2026-03-09", "--days", "1"])
        let killed = try ToolRun(
            ["run", "--speed", "max", "--day", "2026-03-10"],
            in: folder,
            through: #"ulimit -f 200; exec "$0" "$@""#
        )
        #expect(killed.status != 0)
        let tomorrow = try ToolRun(["run", "--speed", "max", "--day", "2026-03-11"], in: folder)
        #expect(tomorrow.status == 1)
        #expect(tomorrow.err.contains("Take it up first with `sauda run --day 2026-03-10`"), "\(tomorrow.err)")
        let days = try week(in: folder, ["--until", "2026-03-11"])
        #expect(days.map(\.day) == ["2026-03-10", "2026-03-11"])
        #expect(days == (try week(in: try desk())).filter { $0.day == "2026-03-10" || $0.day == "2026-03-11" })
    }

    @Test func `SVC-2: an evening that was broken off is played to its end before the next day`() throws {
        let folder = try desk()
        _ = try ToolRun(["task", "analysis", "--day", "2026-03-09"], in: folder)
        let days = try week(in: folder, ["--days", "2"])
        #expect(days.map(\.day) == ["2026-03-09", "2026-03-10"])
        #expect(days.last?.held.map(\.symbol) == ["ICICIBANK", "JIOFIN"])
    }

    @Test func `an account that holds shares and left the configuration is missed aloud`() throws {
        let folder = try desk()
        _ = try week(in: folder, ["--day", "2026-03-09", "--days", "2"])
        let file = folder.url.appending(path: "config.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        try folder.write(
            text.replacingOccurrences(of: "  main:\n", with: "  other:\n")
                .replacingOccurrences(of: "account: main", with: "account: other"),
            to: "config.yaml"
        )
        let run = try ToolRun(["run", "--speed", "max", "--day", "2026-03-11"], in: folder)
        #expect(run.status == 3)
        #expect(run.err.contains("account 'main' holds shares or waiting orders"), "\(run.err)")
    }

    @Test(
        "SIG-1: a name of the universe without prices is refused, with the names that are near",
        arguments: [("INFI", "did you mean INFY?"), ("NOSUCHSHARE", "add NOSUCHSHARE.csv, or take the name out")]
    )
    func stranger(name: String, words: String) throws {
        let folder = try desk()
        let file = folder.url.appending(path: "config.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        try folder.write(text.replacingOccurrences(of: "INFY", with: name), to: "config.yaml")
        let run = try ToolRun(["run", "--speed", "max", "--day", "2026-03-09"], in: folder)
        #expect(run.status == 3)
        #expect(run.err.contains("the universe names \(name)"), "\(run.err)")
        #expect(run.err.contains(words), "\(run.err)")
    }
}
