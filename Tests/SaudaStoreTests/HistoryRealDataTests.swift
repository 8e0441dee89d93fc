import Foundation
import SaudaCore
import SaudaStore
import Testing

@Suite struct HistoryRealDataPresence {
    @Test func `the real price history is there when CI runs`() {
        #expect(HistoryTestData.isPresent || !HistoryTestData.isRequired)
    }
}

@Suite(.enabled(if: HistoryTestData.isPresent)) struct HistoryRealDataTests {
    let data: String

    init() throws { data = try #require(HistoryTestData.path) }

    @Test(
        "every row of the real data passes the checks",
        arguments: [
            ("nse-daily", CandleSpan.day, 250, 1_104_143), ("nse-minute", .minute, 12, 10 * 91_790 + 2 * 57_960),
            ("nse-daily-unadjusted", .day, 49, 235_192), ("nse-index-daily", .day, 3, 6459 + 6445 + 2798),
        ]
    )
    func counts(name: String, span: CandleSpan, files: Int, rows: Int) async throws {
        let loaded = try await HistoryFolder(["\(data)/\(name)"]).load()
        #expect(loaded.count == files)
        #expect(loaded.allSatisfy { $0.span == span && $0.skipped.total == 0 })
        #expect(loaded.reduce(0) { $0 + $1.candles.count } == rows)
    }

    @Test(arguments: ["nse-daily/M&M", "nse-daily-unadjusted/HDFC", "nse-minute/BANKNIFTY"])
    func `real files agree row by row with a slow parser`(name: String) throws {
        let path = "\(data)/\(name).csv.gz"
        let fast = try CandleFile(path: path).candles
        let slow = try #require(SlowParser.candles(decompressed(path)))
        #expect(fast.count == slow.count)
        for (index, (a, b)) in zip(fast, slow).enumerated() where a != b {
            Issue.record("row \(index): \(a) is not \(b)")
            break
        }
    }

    @Test func `daily and minute files of one symbol load together`() async throws {
        let folder = try HistoryFolder(["\(data)/nse-minute", "\(data)/nse-daily"])
        let day = try #require(Day("2025-01-07"))
        let files = try await folder.load(symbols: ["INFY"], from: day, to: day)
        #expect(files.map(\.span) == [.day, .minute])
        // A partial day: 125 of 375 minutes.
        #expect(files.map(\.candles.count) == [1, 125])
    }

    /// By the `gzip` program.
    private func decompressed(_ path: String) throws -> [UInt8] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", path]
        process.standardOutput = output
        try process.run()
        let bytes = try #require(try output.fileHandleForReading.readToEnd())
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return Array(bytes)
    }
}
