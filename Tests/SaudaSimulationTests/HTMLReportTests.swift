import Foundation
import SaudaCore
import SaudaSimulation
import Testing

@Suite struct HTMLReportTests {
    private func page(_ report: HTMLReport) -> String { String(decoding: report.bytes(), as: UTF8.self) }

    private func page(_ record: BacktestRecord) throws -> String {
        page(HTMLReport(result: try BacktestResult(of: record)))
    }

    @Test func `the page is one file: nothing is fetched, and its policy forbids it`() throws {
        let text = try page(ReportSamples.record())
        for found in text.matches(of: /(?:src|href)\s*=\s*["']?([^\s>"']+)/) {
            #expect(found.1.hasPrefix("#"), "\(found.0)")
        }
        // The name of SVG is no address.
        let addresses = text.matches(of: /https?:\/\/[^"\s]+/).map(\.0)
        #expect(Set(addresses) == ["http://www.w3.org/2000/svg"])
        for word in ["@import", "url(", "<link", "<img", "<iframe", "fetch(", "XMLHttpRequest", "import("] {
            #expect(!text.contains(word), "\(word)")
        }
        #expect(text.contains("content=\"default-src 'none';"))
    }

    @Test func `names and reasons cannot leave their place`() throws {
        var record = try ReportSamples.record()
        record.title = "M&M <b> \"x\""
        record.trades[0].symbol = "GVT&D"
        record.trades[1].symbol = "</script><script>alert(1)</script>"
        record.trades[2].entryReason = "<!-- close </SCRIPT> \u{202E}"
        record.skipped = [SkippedSignals(reason: "<img src=x>", count: 1)]
        record.assumptions = ["a < b & c"]
        let text = try page(record)
        #expect(text.lowercased().matches(of: /<\/script/).count == 2)
        #expect(text.matches(of: /<script/).count == 2)
        #expect(!text.contains("<!--"))
        #expect(!text.contains("<img"))
        #expect(text.contains("<h1>M&amp;M &lt;b&gt; &quot;x&quot;</h1>"))
        #expect(text.contains("<li>a &lt; b &amp; c</li>"))
        let symbols = try #require(try HTMLIsland(text).json["symbols"] as? [String])
        #expect(symbols == ["</script><script>alert(1)</script>", "GVT&D", "INFY"])
    }

    @Test func `the island holds the curves and the trades as they are`() throws {
        let record = try ReportSamples.record()
        let island = try HTMLIsland(page(record))
        #expect(try island.sums("days") == record.equity.map { Int64($0.day.number) })
        #expect(try island.sums("equity") == record.equity.map { $0.equity.raw / 100 })
        #expect(try island.sums("benchmark") == record.benchmark.map { $0.equity.raw / 100 })
        let trades = try #require(island.json["trades"] as? [String: Any])
        #expect(trades["n"] as? Int == 3)
        #expect(HTMLIsland.unpack(trades["p"]) == [484_975, -521_250, 192_475])
        #expect(HTMLIsland.unpack(trades["q"]) == [100, 50, 200])
        #expect(HTMLIsland.unpack(trades["ep"]) == [12_000_000, 40_000_000, 15_000_000])
        #expect(HTMLIsland.unpack(trades["xr"]).last == -1)
        #expect(HTMLIsland.unpack(trades["et"]) == [33_300, 33_300, 33_300])
    }

    @Test("a page is made of nothing, one day and one trade", arguments: [0, 1, 2])
    func small(points: Int) throws {
        var record = BacktestRecord(title: "", equity: ReportSamples.curve(Array([100_000, 101_000].prefix(points))))
        if points == 2 { record.trades = [try ReportSamples.trade("M&M", at: "100.00", to: "110.00")] }
        let text = try page(record)
        #expect(text.contains("<h1>Backtest</h1>"))
        #expect(text.hasSuffix("</html>\n"))
        #expect(text.contains(points < 2 ? "No trading days" : "1 trading day,"))
        #expect(try HTMLIsland(text).sums("days").count == points)
    }

    @Test func `figures, months and words stand in the page without a script`() throws {
        let text = try page(ReportSamples.record())
        for expected in [
            "₹10.00 lakh became <b>₹10.02 lakh</b>", "<caption>Return and risk</caption>", "P", "10,01,562.00",
            "Stamp duty", "insufficient-funds", "<th scope=row>2024</th>", "Fills at the next open.",
            "* The run is under a year", "1 trade is still open", "\u{2212}5,212.50",
        ] {
            #expect(text.contains(expected), "missing: \(expected)")
        }
    }

    @Test func `checks and a sweep are shown when there are some`() throws {
        var record = try ReportSamples.record()
        let plain = try page(record)
        #expect(!plain.contains("id=checks"))
        #expect(!plain.contains("id=sweep"))
        record.checks = [RunCheck("look-ahead", .passed, "Cut at 3 days; decisions are <equal>.")]
        var report = HTMLReport(result: try BacktestResult(of: record))
        report.sweep = SweepTable(
            parameters: ["ema", "rsi"],
            figures: [.init("Sharpe", .number), .init("Max drawdown", .ratio, isBetterHigher: false)],
            rows: [
                .init(parameters: ["9", "10"], figures: [1.25, 0.1]),
                .init(parameters: ["9", "14"], figures: [nil, 0.2]),
            ],
            notes: ["12 of 24 months were not looked at."]
        )
        let text = page(report)
        #expect(text.contains("<li class=passed>"))
        #expect(text.contains("decisions are &lt;equal&gt;."))
        #expect(text.contains("<li>12 of 24 months were not looked at.</li>"))
        let sweep = try #require(try HTMLIsland(text).json["sweep"] as? [String: Any])
        let rows = try #require(sweep["rows"] as? [[[Any]]])
        #expect(rows[0][0] as? [String] == ["9", "10"])
        #expect(rows[0][1] as? [Int] == [1_250_000, 100_000])
        #expect(rows[1][1][0] is NSNull)
    }

    @Test(
        "packed integers are read back",
        arguments: [[], [0], [1, -1, 15, -16, 16, 31, 32, -33], [1_023, -1_024, 1 << 40, -(1 << 50)]] as [[Int64]]
    )
    func packed(values: [Int64]) throws {
        var record = BacktestRecord(title: "", equity: [])
        // Any amount of paise may stand in a curve.
        record.equity = values.enumerated().map { index, value in
            EquityPoint(day: Day(number: Int32(index)), equity: Money(paise: value), invested: .zero)
        }
        #expect(try HTMLIsland(page(record)).sums("equity") == values)
    }
}
