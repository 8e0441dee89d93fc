import SaudaCore
import SaudaStore
import Testing

/// Fundamentals and news from files (DEC-20).
@Suite struct HistoryResearchTests {
    let folder: HistoryTestFolder

    init() throws { folder = try HistoryTestFolder() }

    private func fundamentals(_ text: String) throws -> [String: [Fundamentals]] {
        try FundamentalsFile(path: folder.write("f.csv", "symbol,pe,pb,as_of\n" + text)).rows
    }

    private func news(_ text: String) throws -> [String: [Headline]] {
        try NewsFile(path: folder.write("n.csv", "symbol,date,headline\n" + text)).rows
    }

    @Test func `SIG-7: numbers are read exactly, empty ones are missing, rows are in order of their days`() throws {
        let rows = try fundamentals("INFY,23.5,,2025-03-31\nM&M,-4.25,0.8,2024-12-31\r\nINFY,,7.1,2024-12-31")
        #expect(rows.keys.sorted() == ["INFY", "M&M"])
        let december = Day("2024-12-31")!
        #expect(
            rows["INFY"] == [
                Fundamentals(pe: nil, pb: 7.1, asOf: december),
                Fundamentals(pe: 23.5, pb: nil, asOf: Day("2025-03-31")!),
            ]
        )
        #expect(rows["M&M"] == [Fundamentals(pe: -4.25, pb: 0.8, asOf: december)])
        #expect(try fundamentals("").isEmpty)
    }

    @Test(
        "text where a number belongs is refused with its place",
        arguments: [
            ("INFY,high,7,2025-03-31", ":2:6: bad pe \"high\""), ("INFY,1,n/a,2025-03-31", ":2:8: bad pb \"n/a\""),
            ("INFY,nan,7,2025-03-31", ":2:6: bad pe"), ("INFY,1e3,7,2025-03-31", ":2:6: bad pe"),
            ("INFY,1,7,31-03-2025", ":2:10: bad as_of"), (",1,7,2025-03-31", ":2:1: empty symbol"),
            ("IN FY,1,7,2025-03-31", ":2:1: bad symbol"), ("INFY,1,7", ":2: 3 fields instead of 4"),
            ("A,1,1,2025-03-31\nA,2,2,2025-03-31", ":3:1: A of 2025-03-31 is in line 2 already"),
            ("A,99999999999,1,2025-03-31", ":2:3: bad pe"),
        ]
    )
    func refuses(text: String, message: String) throws {
        let error = #expect(throws: DataError.self) { try fundamentals(text) }
        #expect("\(try #require(error))".contains("f.csv" + message), "\(String(describing: error))")
    }

    @Test func `SIG-8: headlines keep their commas and quotes, by day`() throws {
        let rows = try news(
            """
            TCS,2025-03-02,Profit up, margins flat
            TCS,2025-03-01,"Wins ""big"" deal, again"
            TCS,2025-03-02,₹500 crore order
            """
        )
        #expect(
            rows["TCS"]?.map(\.title) == ["Wins \"big\" deal, again", "Profit up, margins flat", "₹500 crore order"]
        )
    }

    @Test(arguments: [
        ("TCS,2025-03-02,", ":2:16: empty headline"), ("TCS,2025-03-02,\"open", ":2:16: a quote"),
        ("TCS,2025-03-02,\"a\"b\"", ":2:16: a quote"), ("TCS,yesterday,x", ":2:5: bad date"),
        ("TCS,2025-03-02", ":2: 2 fields"),
    ])
    func `a headline that cannot be read is refused with its place`(text: String, message: String) throws {
        let error = #expect(throws: DataError.self) { try news(text) }
        #expect("\(try #require(error))".contains("n.csv" + message), "\(String(describing: error))")
    }

    @Test func `another header is refused`() throws {
        let path = try folder.write("h.csv", "symbol,pe\nA,1\n")
        let error = #expect(throws: DataError.self) { try FundamentalsFile(path: path) }
        #expect("\(try #require(error))".contains("h.csv:1: unknown header"))
    }
}
