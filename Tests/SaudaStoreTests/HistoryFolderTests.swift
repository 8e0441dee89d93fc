import Foundation
import SaudaCore
import SaudaStore
import Testing

@Suite struct HistoryFolderTests {
    let daily: HistoryTestFolder
    let minutes: HistoryTestFolder

    init() throws {
        daily = try HistoryTestFolder()
        minutes = try HistoryTestFolder()
    }

    static let day = dayHeader + "2025-02-27,1,1,1,1,1\n"
    static let minute = minuteHeader + "2025-02-27T09:15:00+05:30,1,1,1,1,1\n"

    @Test func `lists symbols by file name, sorted, and ignores other files`() throws {
        for name in ["M&M.csv", "INFY.csv.gz", "BAJAJ-AUTO.csv", "README.md", ".hidden.csv", "INFY.gz", "csv"] {
            try daily.write(
                name,
                name.hasSuffix(".gz") ? gzipped(HistoryFolderTests.day.utf8) : Array(HistoryFolderTests.day.utf8)
            )
        }
        try minutes.write("AXISBANK.csv", HistoryFolderTests.minute)
        let folder = try HistoryFolder([daily.path, minutes.path + "/"])
        #expect(folder.symbols == ["AXISBANK", "BAJAJ-AUTO", "INFY", "M&M"])
    }

    @Test func `a symbol may have daily and minute candles, and days come first`() async throws {
        try daily.write("INFY.csv", HistoryFolderTests.day)
        try minutes.write("INFY.csv.gz", gzipped(HistoryFolderTests.minute.utf8))
        let files = try await HistoryFolder([minutes.path, daily.path]).load()
        #expect(files.map(\.symbol) == ["INFY", "INFY"])
        #expect(files.map(\.span) == [.day, .minute])
    }

    @Test func `two files of the same symbol and span are refused with both paths`() throws {
        let one = try daily.write("INFY.csv", HistoryFolderTests.day)
        let two = try minutes.write("INFY.csv.gz", gzipped(HistoryFolderTests.day.utf8))
        let error = #expect(throws: DataError.self) { try HistoryFolder([daily.path, minutes.path]) }
        #expect(error?.file == two)
        #expect(error?.what.contains(one) == true)

        try daily.write("INFY.csv.gz", gzipped(HistoryFolderTests.day.utf8))
        #expect(throws: DataError.self) { try HistoryFolder([daily.path]) }
    }

    @Test func `a missing, empty, misnamed or unreadable directory is refused with what to do`() throws {
        try daily.write("README.md", "")
        try minutes.write("INFY.csv", HistoryFolderTests.day)
        #expect(throws: DataError.self) { try HistoryFolder([]) }
        var cases = [
            ("\(daily.path)/none", "no such directory"), (daily.path, "no price history"),
            ("\(minutes.path)/INFY.csv", "not a directory"), ("", "no such directory"),
        ]
        if geteuid() != 0 {
            try FileManager.default.setAttributes([.posixPermissions: 0o000], ofItemAtPath: daily.path)
            cases.append((daily.path, "cannot read this directory"))
        }
        for (path, what) in cases where path != daily.path || geteuid() == 0 || what.hasPrefix("cannot") {
            let error = #expect(throws: DataError.self) { try HistoryFolder([minutes.path, path]) }
            #expect(error?.file == path)
            #expect(error?.what.hasPrefix(what) == true, "\(String(describing: error))")
            #expect(error?.nextStep.isEmpty == false)
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: daily.path)
    }

    @Test(
        "an absent symbol is refused with near names",
        arguments: [
            ("INFI", "did you mean INFY?"), ("XINFY", "did you mean INFY?"), ("NFY", "did you mean INFY?"),
            ("infy", "did you mean INFY?"), ("INFY-EQ", "did you mean INFY?"),
            ("HDFC", "did you mean HDFCAMC, HDFCBANK, HDFCLIFE?"), ("ZZZ", "add ZZZ.csv or leave the symbol out"),
        ]
    )
    func absent(symbol: String, nextStep: String) async throws {
        for name in ["INFY", "HDFCBANK", "HDFCAMC", "HDFCLIFE", "TCS"] {
            try daily.write("\(name).csv", HistoryFolderTests.day)
        }
        let folder = try HistoryFolder([daily.path])
        let error = await #expect(throws: DataError.self) { try await folder.load(symbols: ["TCS", symbol]) }
        #expect(error?.nextStep == nextStep)
        #expect(error?.what == "no history of \"\(symbol)\"")
        let several = await #expect(throws: DataError.self) { try await folder.load(symbols: ["ZZ", "ZY", symbol]) }
        #expect(several?.what.hasSuffix(" nor of 2 other symbols") == true)
    }

    @Test func `loading on all cores gives what reading one by one gives, and reports progress`() async throws {
        var paths: [String] = []
        for number in 0..<60 {
            let rows = (1...(number * 7 % 28 + 1)).map { "2025-01-\($0 < 10 ? "0" : "")\($0),1,1,1,1,\(number)\n" }
            paths.append(try daily.write("S\(number).csv", dayHeader + rows.joined()))
        }
        let folder = try HistoryFolder([daily.path])
        let oneByOne = try paths.map { try CandleFile(path: $0) }.sorted { $0.symbol < $1.symbol }
        var progress: [Int] = []
        let loaded = try await folder.load { done, all in
            progress.append(done)
            #expect(all == 60)
        }
        #expect(loaded == oneByOne)
        #expect(progress == Array(1...60))
        let some = try await folder.load(symbols: ["S7", "S3", "S7"], from: Day("2025-01-05"), to: Day("2025-01-06"))
        #expect(some.map(\.symbol) == ["S3", "S7"])
        #expect(some.map(\.candles.count) == [2, 2])
        #expect(try await folder.load(symbols: []).isEmpty)
    }

    @Test func `of several bad files the first in order is named, every time`() async throws {
        for number in 10..<50 {
            try daily.write("S\(number).csv", HistoryFolderTests.day + (number < 20 ? "" : "2025-02-30,1,1,1,1,1\n"))
        }
        // The first bad file is long, so that the second one fails before it.
        let minutes = (0..<20_000).map { "\(1_713_757_500 + $0 * 60),1,1,1,1,1\n" }.joined()
        try daily.write("S20.csv", minuteHeader + minutes + "x\n")
        let folder = try HistoryFolder([daily.path])
        for _ in 0..<20 {
            let error = await #expect(throws: DataError.self) { try await folder.load() }
            #expect(error?.file == "\(daily.path)/S20.csv")
        }
        try daily.write("S50.csv", HistoryFolderTests.day + "x\n")
        let skipping = try await HistoryFolder([daily.path]).load(symbols: ["S50", "S10"], skipBadRows: true)
        #expect(skipping.map(\.skipped.total) == [0, 1])
    }

    @Test func `a cancelled load throws`() async throws {
        try daily.write("A.csv", HistoryFolderTests.day)
        let folder = try HistoryFolder([daily.path])
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await folder.load()
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
