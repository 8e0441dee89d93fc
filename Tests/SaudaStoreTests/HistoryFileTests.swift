import SaudaCore
import SaudaStore
import Testing

@Suite struct HistoryFileTests {
    let folder: HistoryTestFolder

    init() throws { folder = try HistoryTestFolder() }

    static let rows = [
        "2025-02-27,100,102.5,99.05,101.1234,5000",
        "2025-02-28,101.10,103,100,102,0",
        "2025-03-03,102,102,102,102,12345678901",
    ]
    static let text = dayHeader + rows.joined(separator: "\n") + "\n"

    // MARK: Layouts

    @Test func `a daily row becomes a candle at midnight IST with exact prices`() throws {
        let file = try CandleFile(path: folder.write("M&M.csv", HistoryFileTests.text))
        #expect(file.symbol == "M&M")
        #expect(file.span == .day)
        #expect(file.skipped.total == 0)
        #expect(file.candles.count == 3)
        let first = try #require(file.candles.first)
        #expect(first.start.description == "2025-02-27T00:00:00+05:30")
        #expect(
            [first.open, first.high, first.low, first.close].map(\.raw) == [1_000_000, 1_025_000, 990_500, 1_011_234]
        )
        #expect(file.candles.map(\.volume.units) == [5000, 0, 12_345_678_901])
    }

    @Test func `a minute is named by its start, in ISO 8601 or in seconds since 1970`() throws {
        let text = minuteHeader + "2024-04-22T09:15:00+05:30,1,1,1,1,7\n1713757560,1,1,1,1,8"
        let file = try CandleFile(path: folder.write("INFY.csv.gz", gzipped(text.utf8)))
        #expect(file.symbol == "INFY")
        #expect(file.span == .minute)
        #expect(file.candles.map(\.start.description) == ["2024-04-22T09:15:00+05:30", "2024-04-22T09:16:00+05:30"])
    }

    @Test(
        "the same rows however they are wrapped",
        arguments: [
            text, String(text.dropLast()), "\u{FEFF}" + text, text.replacing("\n", with: "\r\n"),
            String(text.replacing("\n", with: "\r\n").dropLast()),
        ]
    )
    func wrapped(text: String) throws {
        let plain = try CandleFile(path: folder.write("A.csv", HistoryFileTests.text))
        let middle = text.utf8.count / 2
        let members = gzipped(text.utf8.prefix(middle)) + gzipped("".utf8) + gzipped(text.utf8.dropFirst(middle))
        #expect(try CandleFile(path: folder.write("A.csv", text)) == plain)
        #expect(try CandleFile(path: folder.write("A.csv.gz", gzipped(text.utf8))) == plain)
        #expect(try CandleFile(path: folder.write("A.csv.gz", members)) == plain)
    }

    @Test func `only the wanted days are kept, both ends included, and the others are checked`() throws {
        let path = try folder.write("A.csv", HistoryFileTests.text)
        let (first, last) = (Day(year: 2025, month: 2, day: 28), Day(year: 2025, month: 3, day: 2))
        #expect(try CandleFile(path: path, from: first, to: last).candles.map(\.start.day) == [first])
        #expect(try CandleFile(path: path, from: first).candles.count == 2)
        #expect(try CandleFile(path: path, to: first).candles.count == 2)
        #expect(try CandleFile(path: path, from: last, to: last).candles.isEmpty)
        #expect(throws: DataError.self) { try CandleFile(path: path, from: last, to: first) }

        let bad = try folder.write("B.csv", HistoryFileTests.text + "2025-03-04,1,1,1,1,x\n")
        let error = #expect(throws: DataError.self) { try CandleFile(path: bad, to: first) }
        #expect(error?.line == 5)
    }

    @Test func `the last minute of the last wanted day is kept`() throws {
        let text = minuteHeader + "2024-04-22T23:59:00+05:30,1,1,1,1,7\n2024-04-23T00:00:00+05:30,1,1,1,1,7\n"
        let path = try folder.write("A.csv", text)
        let day = try #require(Day("2024-04-22"))
        #expect(try CandleFile(path: path, from: day, to: day).candles.count == 1)
        #expect(try CandleFile(path: path, from: day.advanced(by: 1)).candles.count == 1)
    }

    // MARK: Bad rows

    static let badDays: [(String, RowFault)] = [
        ("", .emptyLine), ("\r", .emptyLine), ("2025-03-01,1,1,1,1", .wrongFieldCount),
        ("2025-03-01,1,1,1,1,1,", .wrongFieldCount), ("garbage", .wrongFieldCount), (",1,1,1,1,1", .emptyField),
        ("2025-03-01,,1,1,1,1", .emptyField), ("2025-03-01,1,1,1,1,", .emptyField),
        ("2025-03-01,1,1,1,1,\r", .emptyField), ("2025-03-01,1,\0,1,1,1", .nulByte), ("\0\0\0\0", .nulByte),
        ("\0\0\0\0\0\0\0\u{0}01,1,1,1,1,1", .nulByte), ("2025-03-1,1,1,1,1,1", .badTime),
        ("01-03-2025,1,1,1,1,1", .badTime), ("2025/03/01,1,1,1,1,1", .badTime), ("20250301,1,1,1,1,1", .badTime),
        (" 2025-03-01,1,1,1,1,1", .badTime), ("2025-03-01T00:00:00+05:30,1,1,1,1,1", .badTime),
        ("2025-02-29,1,1,1,1,1", .impossibleDate), ("2025-13-01,1,1,1,1,1", .impossibleDate),
        ("2025-03-00,1,1,1,1,1", .impossibleDate), ("2025-04-31,1,1,1,1,1", .impossibleDate),
        ("1899-01-01,1,1,1,1,1", .impossibleDate), ("2025-02-28,1,1,1,1,1", .duplicateTime),
        ("2025-02-27,1,1,1,1,1", .backwardTime), ("2025-03-01,1,x,1,1,1", .notANumber),
        ("2025-03-01,1,1e2,1,1,1", .notANumber), ("2025-03-01,1e5,1,1,1,1", .notANumber),
        ("2025-03-01,1.,1,1,1,1", .notANumber), ("2025-03-01,.5,1,1,1,1", .notANumber),
        ("2025-03-01,1,1,1, 1,1", .notANumber), ("2025-03-01,1,1,1,1.2.3,1", .notANumber),
        ("2025-03-01,1,nan,1,1,1", .notANumber), ("2025-03-01,-,1,1,1,1", .notANumber),
        ("2025-03-01,+1,1,1,1,1", .notANumber), ("2025-03-01,1\r,1,1,1,1", .notANumber),
        ("2025-03-01,1,1,1,1,1 ", .notANumber), ("2025-03-01,1,1,1,1,1\r\r", .notANumber),
        ("2025-03-01,1,1.00005,1,1,1", .tooManyDecimals), ("2025-03-01,1,1,1,1,5.0", .tooManyDecimals),
        ("2025-03-01,0,1,1,1,1", .priceNotPositive), ("2025-03-01,1,1,0.0000,1,1", .priceNotPositive),
        ("2025-03-01,1,1,-1.5,1,1", .priceNotPositive), ("2025-03-01,1,10000000.0001,1,1,1", .numberTooLarge),
        ("2025-03-01,1,99999999999999999999999999,1,1,1", .numberTooLarge),
        ("2025-03-01,1,1,1,1,9999999999999999", .numberTooLarge), ("2025-03-01,5,4.9999,1,4,1", .highTooLow),
        ("2025-03-01,4,4.9999,1,5,1", .highTooLow), ("2025-03-01,5,6,5.0001,6,1", .lowTooHigh),
        ("2025-03-01,6,6,5.0001,5,1", .lowTooHigh), ("2025-03-01,1,1,1,1,-5", .negativeVolume),
    ]

    @Test(arguments: badDays) func `a bad daily row is refused with its line, or counted`(row: String, fault: RowFault)
        throws
    {
        try check(row, fault, header: dayHeader, good: HistoryFileTests.rows)
    }

    static let badMinutes: [(String, RowFault)] = [
        ("2024-04-22T09:17:30+05:30,1,1,1,1,1", .notWholeMinute), ("1713757621,1,1,1,1,1", .notWholeMinute),
        ("2024-04-22,1,1,1,1,1", .badTime), ("2024-04-22T09:17:00Z,1,1,1,1,1", .badTime),
        ("2024-04-22T09:17:00+00:00,1,1,1,1,1", .badTime), ("2024-04-22T24:00:00+05:30,1,1,1,1,1", .badTime),
        ("2024-04-22T09:60:00+05:30,1,1,1,1,1", .badTime), ("2024-04-22 09:17:00+05:30,1,1,1,1,1", .badTime),
        ("2024-04-22T0x:17:00+05:30,1,1,1,1,1", .badTime), ("2024-04-22T09:17:00+05:30.5,1,1,1,1,1", .badTime),
        ("2024-04-31T09:17:00+05:30,1,1,1,1,1", .impossibleDate), ("20240422,1,1,1,1,1", .badTime),
        ("1713757620000,1,1,1,1,1", .badTime), ("2024-04-22T09:16:00+05:30,1,1,1,1,1", .duplicateTime),
        ("1713757560,1,1,1,1,1", .duplicateTime), ("2024-04-22T09:15:00+05:30,1,1,1,1,1", .backwardTime),
        (",1,1,1,1,1", .emptyField), (",,,,,", .emptyField), ("-1713757620,1,1,1,1,1", .badTime),
    ]

    @Test(arguments: badMinutes) func `a bad minute is refused with its line, or counted`(row: String, fault: RowFault)
        throws
    {
        let good = ["15", "16", "18"].map { "2024-04-22T09:\($0):00+05:30,1,1,1,1,1" }
        try check(row, fault, header: minuteHeader, good: good)
    }

    /// Puts the row third of four, and last without a newline.
    private func check(_ row: String, _ fault: RowFault, header: String, good: [String]) throws {
        let clean = try CandleFile(path: folder.write("A.csv", header + good.joined(separator: "\n")))
        let inside = header + (good[..<2] + [row] + good[2...]).joined(separator: "\n")
        let path = try folder.write("A.csv", inside)
        let error = try #require(throws: DataError.self) { try CandleFile(path: path) }
        #expect(error.file == path)
        #expect(error.line == 4)
        #expect(error.what.hasPrefix(fault.description), "\(error)")

        let skipping = try CandleFile(path: path, skipBadRows: true)
        #expect(skipping.candles == clean.candles)
        #expect(skipping.skipped.counts == [fault: 1])
        #expect(skipping.skipped.examples == [fault: [error]])

        guard !row.isEmpty, row != "\r" else { return }
        let last = try folder.write("B.csv", header + (good[..<2] + [row]).joined(separator: "\n"))
        let lastError = try #require(throws: DataError.self) { try CandleFile(path: last) }
        #expect(lastError.line == 4)
        #expect(try CandleFile(path: last, skipBadRows: true).candles.count == 2)
    }

    @Test func `an error reads as file, line, what is wrong and what to do`() throws {
        let path = try folder.write("A.csv", dayHeader + "2025-03-01,1,1,x\u{7},1,1\n")
        let error = #expect(throws: DataError.self) { try CandleFile(path: path) }
        #expect(
            error?.description == "\(path):2: not a number: low is \"x\\x07\"; "
                + "correct or delete the row, or allow bad rows to be skipped"
        )
    }

    @Test func `skipped rows are counted by reason with the first three as examples`() throws {
        let bad = (1...5).map { "2025-03-0\($0),1,1,1,1,-\($0)\n" }.joined()
        let path = try folder.write("A.csv", dayHeader + bad + "2025-03-06,5,4,3,5,1\n" + "2025-03-07,1,1,1,1,1\n")
        let file = try CandleFile(path: path, skipBadRows: true)
        #expect(file.candles.count == 1)
        #expect(file.skipped.counts == [.negativeVolume: 5, .highTooLow: 1])
        #expect(file.skipped.total == 6)
        #expect(file.skipped.examples[.negativeVolume]?.map(\.line) == [2, 3, 4])
        #expect(
            file.skipped.examples[.highTooLow]?.first?.what == "high below open or close in \"2025-03-06,5,4,3,5,1\""
        )
    }

    // MARK: Bad files

    @Test(
        "a file without history is refused, skipping or not",
        arguments: [
            ("", nil, "empty"), ("\n", 1, "unknown header"), ("\u{FEFF}", 1, "unknown header"),
            (dayHeader, nil, "no rows"),
            (String(dayHeader.dropLast()), nil, "no rows"), (rows[0] + "\n" + rows[1], 1, "unknown header"),
            ("Date,Open,High,Low,Close,Volume\n" + rows[0], 1, "unknown header"),
            (dayHeader.replacing("\n", with: "\r") + rows[0], 1, "unknown header"),
            (dayHeader.replacing(",", with: ";") + rows[0], 1, "unknown header"),
        ] as [(String, Int?, String)]
    )
    func withoutHistory(text: String, line: Int?, what: String) throws {
        for (name, bytes) in [("A.csv", Array(text.utf8)), ("A.csv.gz", gzipped(text.utf8))] {
            let path = try folder.write(name, bytes)
            for skipBadRows in [false, true] {
                let error = #expect(throws: DataError.self) { try CandleFile(path: path, skipBadRows: skipBadRows) }
                #expect(error?.line == line)
                #expect(error?.what.contains(what) == true, "\(String(describing: error))")
                #expect(error?.nextStep.isEmpty == false)
            }
        }
    }

    @Test func `a file without one good row is refused when skipping`() throws {
        let path = try folder.write("A.csv", dayHeader + "x\n")
        let error = #expect(throws: DataError.self) { try CandleFile(path: path, skipBadRows: true) }
        #expect(error?.what == "not one good row")
    }

    @Test func `a missing file, a directory and a misnamed file are refused`() throws {
        let cases = [
            ("\(folder.path)/NONE.csv", "No such file"), (folder.path, "not a regular file"),
            (try folder.write("A.csv.gz", HistoryFileTests.text), "not gzip data"),
            (try folder.write("A.csv", gzipped(HistoryFileTests.text.utf8)), "compressed data"),
            (try folder.write("B.csv.gz", ""), "empty"),
        ]
        for (path, what) in cases {
            let error = #expect(throws: DataError.self) { try CandleFile(path: path) }
            #expect(error?.what.contains(what) == true, "\(String(describing: error))")
        }
    }
}
