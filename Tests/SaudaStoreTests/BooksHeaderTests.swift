import SaudaCore
import SaudaStore
import Testing

@Suite struct BooksHeaderTests {
    private let header = DayHeader(
        day: BooksDay.day,
        config: "c0ffee",
        accounts: ["main", "zweites Konto"],
        instruments: Segment.allCases.map { DayHeader.Name("M&M-EQ", $0) },
        strategies: ["ema9"]
    )

    @Test func `a header read is the header written, every segment included`() throws {
        #expect(try DayHeader(payload: header.payload) == header)
        let empty = DayHeader(day: BooksDay.day, config: "", accounts: [], instruments: [], strategies: [])
        #expect(try DayHeader(payload: empty.payload) == empty)
    }

    @Test func `no part of a header is a header, and nothing may follow it`() {
        for count in header.payload.indices {
            #expect(throws: ByteError.self) { try DayHeader(payload: Array(header.payload.prefix(count))) }
        }
        #expect(throws: ByteError.self) { try DayHeader(payload: header.payload + [0]) }
    }

    @Test(arguments: [0, 1]) func `a newer header is refused as newer`(byte: Int) throws {
        var payload = header.payload
        payload[byte] = 2
        let error = try #require(throws: ByteError.self) { try DayHeader(payload: payload) }
        #expect(error.fault == .newerVersion)
        #expect(error.offset == byte)
    }

    @Test func `the bytes are these for good`() {
        let small = DayHeader(
            day: Day(number: 1),
            config: "c",
            accounts: ["a"],
            instruments: [DayHeader.Name("I", .nseEquity), DayHeader.Name("J", .mcxCommodity)],
            strategies: ["s"]
        )
        #expect(small.payload == [1, 1, 2, 1, 0x63, 1, 1, 0x61, 2, 1, 0x49, 1, 1, 0x4A, 9, 1, 1, 0x73])
    }

    @Test func `a table's instruments stand in the order of their handles`() throws {
        let made = DayHeader(
            day: BooksDay.day,
            config: "",
            accounts: [],
            instruments: try BooksDay.instruments(["B", "A"]),
            strategies: []
        )
        #expect(made.instruments == [DayHeader.Name("B-EQ", .nseEquity), DayHeader.Name("A-EQ", .nseEquity)])
    }
}
