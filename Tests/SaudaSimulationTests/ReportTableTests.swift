import SaudaCore
import SaudaSimulation
import Testing

@Suite struct ReportTableTests {
    private func lines(_ table: ResultTable = ResultTable(), of record: BacktestRecord) throws -> [String] {
        try table.text(of: BacktestResult(of: record)).split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
    }

    /// From the title of a section to the blank line after it.
    private func section(_ title: String, of lines: [String]) throws -> [String] {
        let start = try #require(lines.firstIndex { $0.hasPrefix(title) })
        return Array(lines[start...].prefix { !$0.isEmpty })
    }

    @Test func `every line of the trade list is as wide as the others and its columns align`() throws {
        var record = try ReportSamples.record()
        for index in 0..<9 {
            record.trades.append(
                try ReportSamples.trade(
                    "LONGNAME-\(index)",
                    quantity: index % 2 == 0 ? -37_500 : 1,
                    from: index,
                    days: index * 40,
                    at: "\(index * 9_871 + 1).05",
                    to: "\(index * 9_900 + 2).10"
                )
            )
        }
        for width in [80, 100, 160] {
            let list = try section("Closed trades", of: lines(ResultTable(width: width), of: record))
            #expect(list.count == 2 + 11 * 2)
            #expect(Set(list.map(\.count)).count == 1)
            // The right edge of every figure stands under its head.
            let edges = try ["Entry", "Exit", "Quantity", "Days", "Profit"].map { word in
                let head = try #require(list[1].firstRange(of: word))
                return list[1].distance(from: list[1].startIndex, to: head.upperBound)
            }
            for line in stride(from: 2, to: list.count, by: 2).map({ Array(list[$0]) }) {
                for edge in edges {
                    #expect(line[edge - 1] != " ")
                    #expect(line[edge] == " ")
                }
            }
        }
    }

    @Test func `blocks of figures are as wide as asked for`() throws {
        for width in [80, 100, 120] {
            let all = try lines(ResultTable(width: width), of: ReportSamples.record())
            for line in all.prefix(while: { !$0.hasPrefix("Closed trades") }) where !line.isEmpty {
                #expect(line.count == width)
            }
        }
    }

    @Test(
        "rupees are grouped in the Indian way",
        arguments: [
            ("0.00", "0.00"), ("999.99", "999.99"), ("1000.00", "1,000.00"), ("99999.50", "99,999.50"),
            ("100000.00", "1,00,000.00"), ("1234567.89", "12,34,567.89"), ("-123456789.05", "-12,34,56,789.05"),
            ("-0.0049", "0.00"), ("-0.0050", "-0.01"), ("0.9950", "1.00"),
        ]
    )
    func grouping(amount: String, text: String) throws {
        var record = BacktestRecord(title: "x", equity: [])
        record.charges = [ChargeTotal(name: "Stamp duty", amount: try #require(Money(amount)))]
        let line = try #require(try lines(of: record).first { $0.hasPrefix("Stamp duty") })
        #expect(line.split(separator: " ")[2] == Substring(text))
    }

    @Test func `the table says what a trader asks`() throws {
        let text = try lines(of: ReportSamples.record()).joined(separator: "\n")
        for expected in [
            "ema9-sell on 3 symbols", "2024-01-02 to 2024-01-05, 4 trading days", "CAGR*", "under a year", "Beta",
            "10,00,000.00", "10,01,562.00",
            "0.16 %", "2.00 %", "4,849.75", "-5,212.50", "-362.75", "1,924.75", "insufficient-funds", "Stamp duty",
            "in 09:15 RSI10 28.4 below 30, close above EMA200  out 15:10 target reached", "Open at the end",
            "- Fills at the next open.", "not yet",
        ] {
            #expect(text.contains(expected), "missing: \(expected)")
        }
        #expect(!text.contains("outside of trades"))
        #expect(!text.contains("\u{1B}"))
    }

    @Test func `earlier trades are counted, not listed`() throws {
        let list = try lines(ResultTable(lastTrades: 1), of: ReportSamples.record())
        #expect(list.contains { $0.contains("1 earlier not listed") })
        #expect(!list.contains { $0.contains("RELIANCE") })
        #expect(list.contains { $0.contains("TCS") })
        let none = try lines(ResultTable(lastTrades: 0), of: ReportSamples.record())
        #expect(none.contains { $0.contains("2 earlier not listed") })
    }

    @Test func `no label is cut at 80 characters, and a risk-free rate is named`() throws {
        let result = try BacktestResult(of: ReportSamples.record(), riskFreeRate: 0.065)
        let text = ResultTable(width: 80).text(of: result)
        #expect(!text.contains("…"))
        #expect(text.contains("risk-free rate 6.50 % a year"))
    }

    @Test func `colour changes no letter`() throws {
        let plain = try lines(of: ReportSamples.record()).joined(separator: "\n")
        let coloured = try lines(ResultTable(colour: true), of: ReportSamples.record()).joined(separator: "\n")
        #expect(coloured.contains("\u{1B}[31m"))
        #expect(coloured.replacing(/\u{1B}\[[0-9]+m/, with: "") == plain)
    }

    @Test func `names from files cannot steer the terminal, and long reasons leave room for the exit`() throws {
        var record = try ReportSamples.record()
        record.trades[0].symbol = "TCS\u{1B}[2J\u{202E}"
        record.trades[0].entryReason = String(repeating: "very ", count: 60)
        record.title = "two\nlines"
        let all = try lines(of: record)
        #expect(!all.joined().contains("\u{1B}"))
        #expect(!all.joined().unicodeScalars.contains("\u{202E}"))
        #expect(all[0].hasPrefix("two lines"))
        let reasons = try #require(all.first { $0.contains("very very") })
        #expect(reasons.contains("…"))
        #expect(reasons.contains("out 15:10 target reached"))
        #expect(Set(try section("Closed trades", of: all).map(\.count)).count == 1)
    }

    @Test func `long assumptions are broken between words`() throws {
        var record = try ReportSamples.record()
        record.assumptions = [String(repeating: "closes are adjusted ", count: 20)]
        let all = try lines(ResultTable(width: 80), of: record)
        let start = try #require(all.firstIndex { $0.hasPrefix("Assumptions") })
        let text = all[(start + 1)...].filter { !$0.isEmpty }
        #expect(text.count > 1)
        #expect(text.allSatisfy { $0.count == 80 && !$0.contains("…") })
        #expect(text.joined(separator: " ").split(separator: " ").count == 61)
    }
}
