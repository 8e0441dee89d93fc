import SaudaCore
import Testing

/// Lots of index contracts (market-facts.md 5).
@Suite struct MarketLotTests {
    @Test(
        "market-facts 5: the lot belongs to the contract",
        arguments: [
            ("NIFTY", "2020-06-25", nil, 75), ("NIFTY", "2021-06-24", nil, 75), ("NIFTY", "2021-07-29", nil, 50),
            ("NIFTY", "2024-04-25", nil, 50), ("NIFTY", "2024-05-30", "2024-03-01", 50),
            ("NIFTY", "2024-05-02", "2024-04-26", 25), ("NIFTY", "2024-12-26", "2024-09-27", 25),
            ("NIFTY", "2025-01-02", "2024-11-28", 75), ("NIFTY", "2026-01-06", nil, 65),
            ("NIFTY", "2026-01-06", "2025-12-02", 65), ("NIFTY", "2025-12-30", "2025-10-01", 75),
            ("NIFTY", "2024-12-26", nil, nil), ("BANKNIFTY", "2020-07-23", nil, 20),
            ("BANKNIFTY", "2020-07-30", nil, 25), ("BANKNIFTY", "2023-07-27", nil, 15),
            ("BANKNIFTY", "2025-02-27", "2024-11-28", 30), ("BANKNIFTY", "2025-06-26", "2025-03-28", 30),
            ("BANKNIFTY", "2025-07-31", "2025-04-25", 35), ("BANKNIFTY", "2026-01-27", nil, 30),
            ("SENSEX", "2026-01-27", nil, nil),
        ] as [(String, String, String?, Int64?)]
    )
    func lots(underlying: String, expiry: String, made: String?, lot: Int64?) throws {
        let day = try #require(Day(expiry))
        #expect(LotTable.builtIn.lot(of: underlying, expiry: day, made: made.flatMap { Day($0) })?.units == lot)
    }

    @Test(
        "a faulty table names its line",
        arguments: [
            ("NIFTY,expiry,always,0,x\n", "lots.csv:2: '0' is not a lot"),
            ("NIFTY,birth,always,75,x\n", "lots.csv:2: unknown basis 'birth'"),
            ("NIFTY,expiry,2021-07-01,50,x\nNIFTY,made,2021-07-01,75,x\n", "lots.csv:3: is not later"),
            ("NIFTY,expiry,soon,50,x\n", "lots.csv:2: 'soon' is not a date"),
        ]
    )
    func faults(rows: String, problem: String) {
        let text = "underlying,basis,from,lot,source\n" + rows
        #expect { try LotTable(parsing: ["lots.csv": text]) } throws: { "\($0)".hasPrefix(problem) }
    }
}
