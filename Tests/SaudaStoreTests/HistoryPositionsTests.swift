import SaudaCore
import SaudaStore
import Testing

@Suite struct HistoryPositionsTests {
    let folder: HistoryTestFolder

    init() throws { folder = try HistoryTestFolder() }

    static let header = "symbol,date,quantity,price\n"

    @Test(
        "DEC-19: positions are read exactly, in file order",
        arguments: ["M&M,2025-11-20,50,2234.4\nBAJAJ-AUTO,2025-11-19,1,9000\n"].flatMap {
            [header + $0, String((header + $0).dropLast()), "\u{FEFF}" + (header + $0).replacing("\n", with: "\r\n")]
        }
    )
    func reads(text: String) throws {
        let positions = try PositionsFile(path: folder.write("p.csv", text)).positions
        #expect(positions.map(\.symbol) == ["M&M", "BAJAJ-AUTO"])
        #expect(positions.map(\.date.description) == ["2025-11-20", "2025-11-19"])
        #expect(positions.map(\.quantity.units) == [50, 1])
        #expect(positions.map(\.price.raw) == [22_344_000, 90_000_000])
    }

    @Test(arguments: [
        ("", "1 fields"), ("A,2025-11-20,1", "3 fields"), ("A,2025-11-20,1,1,", "5 fields"),
        (",2025-11-20,1,1", "empty symbol"), (" A,2025-11-20,1,1", "bad symbol"),
        ("\"A\",2025-11-20,1,1", "bad symbol"),
        ("\0,2025-11-20,1,1", "bad symbol \"\\x00\""), ("A,,1,1", "empty date"), ("A,2025-02-29,1,1", "bad date"),
        ("A,2025-11-20,,1", "empty quantity"), ("A,2025-11-20,0,1", "bad quantity"),
        ("A,2025-11-20,-5,1", "bad quantity"),
        ("A,2025-11-20,+5,1", "bad quantity"), ("A,2025-11-20,1.5,1", "bad quantity"),
        ("A,2025-11-20,50000001,1", "bad quantity"), ("A,2025-11-20,99999999999999999999,1", "bad quantity"),
        ("A,2025-11-20,1,", "empty price"), ("A,2025-11-20,1,0", "bad price"), ("A,2025-11-20,1,-1", "bad price"),
        ("A,2025-11-20,1,1.00005", "bad price"), ("A,2025-11-20,1,10000001", "bad price"),
        ("A,2025-11-20,1,x", "bad price"),
        ("TCS,2025-11-20,5,3", "TCS of 2025-11-20 is in line 2 already"),
    ]) func `a bad position is refused with its line`(row: String, what: String) throws {
        let path = try folder.write("p.csv", HistoryPositionsTests.header + "TCS,2025-11-20,1,1\n" + row + "\n")
        let error = #expect(throws: DataError.self) { try PositionsFile(path: path) }
        #expect(error?.line == 3)
        #expect(error?.what.hasPrefix(what) == true, "\(String(describing: error))")
        #expect(error?.nextStep.isEmpty == false)
    }

    @Test(arguments: [
        ("", "empty"), ("symbol,date,quantity,price", "no rows"),
        ("symbol,date,price,quantity\nA,2025-11-20,1,1", "unknown header"),
    ]) func `a file without positions is refused`(text: String, what: String) throws {
        let path = try folder.write("p.csv", text)
        let error = #expect(throws: DataError.self) { try PositionsFile(path: path) }
        #expect(error?.what.contains(what) == true)
    }

    @Test func `a compressed file works, and one that ends early does not`() throws {
        let data = gzipped((HistoryPositionsTests.header + "A,2025-11-20,1,1\n").utf8)
        #expect(try PositionsFile(path: folder.write("p.csv.gz", data)).positions.count == 1)
        let cut = try folder.write("p.csv.gz", data.dropLast())
        #expect(throws: DataError.self) { try PositionsFile(path: cut) }
    }
}
