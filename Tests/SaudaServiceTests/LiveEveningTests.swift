import Foundation
import SaudaCore
import SaudaService
import SaudaSimulation
import SaudaStore
import Testing

/// What the days before leave: books that a crash kept from being written are made of the journals first.
@Suite struct LiveEveningTests {
    private let first = Day("2026-08-19")!
    private let main = AccountID(index: 0)

    /// A day on which so many shares are put in; each day's header names the end of the one before.
    private func play(_ day: Day, _ units: Int64, in home: String, lastOrder: UInt64 = 0) throws {
        try FileManager.default.createDirectory(atPath: "\(home)/journal", withIntermediateDirectories: true)
        var table = InstrumentTable()
        let infy = try table.add(Instrument(symbol: "INFY", segment: .nseEquity))
        let header = DayHeader(day: day, config: "test", accounts: ["main"], instruments: table, strategies: [])
        let before = try LiveEvening(before: day, in: home, plans: ["main": .paper])
        var writer = try JournalWriter(
            creating: "\(home)/journal/\(day).journal",
            header: JournalHeader(payload: header.payload, previous: before.previous)
        )
        let deposit = Deposit(
            account: main,
            instrument: infy,
            quantity: Quantity(units),
            price: Price(paise: 10000),
            entered: day.at(TimeOfDay(8, 0)),
            reason: "HELD",
            isPaid: false
        )
        let hours = TradingDay(day, in: .builtIn, holdsPrices: false)
        let kinds: [Event.Kind] = [
            .cash(main, Money(rupees: 100)), .lastOrder(OrderID(number: lastOrder)), .deposit(deposit),
            .dayStarted(hours), .dayEnded,
        ]
        for kind in kinds {
            var bytes = ByteWriter()
            Event(day.at(TimeOfDay(20, 0)), kind).encode(into: &bytes)
            _ = try writer.append(kind: JournalRecordKind.event.rawValue, cause: 0, payload: bytes.bytes)
        }
        try writer.commit(sync: true)
    }

    private func evening(_ home: ScratchFolder, before day: Day) throws -> LiveEvening {
        try LiveEvening(before: day, in: home.path, plans: ["main": .paper])
    }

    private func units(_ evening: LiveEvening) -> Int64? {
        evening.books?.accounts.first?.holdings.first?.carried.quantity.units
    }

    @Test func `a home without a day leaves nothing`() throws {
        let evening = try evening(ScratchFolder(), before: first)
        #expect(evening.books == nil && evening.previous == .zero)
    }

    @Test func `days without books are made of their journals, and each day hangs on the one before`() throws {
        let home = ScratchFolder()
        for number in 0..<3 {
            try play(first.advanced(by: number), Int64(number + 1), in: home.path, lastOrder: UInt64(number) * 10)
            // As after a crash: nothing but the journal.
            if number == 1 { try FileManager.default.removeItem(atPath: "\(home.path)/books.sqlite") }
        }
        let found = try evening(home, before: first.advanced(by: 3))
        #expect(units(found) == 3)
        #expect(found.books?.lastOrder == OrderID(number: 20))
        for number in 1..<3 {
            let path = "\(home.path)/journal/\(first.advanced(by: number)).journal"
            let named = try JournalReader(path: path).header?.previous
            #expect(try named == evening(home, before: first.advanced(by: number)).previous)
            #expect(named != .zero)
        }
        // All three are in the books, not the latest alone.
        let store = try BookStore(path: "\(home.path)/books.sqlite")
        #expect(try store.bookedDays().count == 3)
    }

    @Test func `books of another journal than the one that is there are made anew`() throws {
        let (home, other) = (ScratchFolder(), ScratchFolder())
        try play(first, 1, in: home.path)
        _ = try evening(home, before: first.advanced(by: 1))
        try play(first, 9, in: other.path)
        let path = "/journal/\(first).journal"
        try FileManager.default.removeItem(atPath: home.path + path)
        try FileManager.default.copyItem(atPath: other.path + path, toPath: home.path + path)
        #expect(units(try evening(home, before: first.advanced(by: 1))) == 9)
    }

    @Test func `nothing is begun on top of a damaged day`() throws {
        let home = ScratchFolder()
        try play(first, 1, in: home.path)
        let path = "\(home.path)/journal/\(first).journal"
        var bytes = try #require(FileManager.default.contents(atPath: path))
        bytes[10] ^= 1
        try bytes.write(to: URL(fileURLWithPath: path))
        #expect(throws: JournalError.self) { try evening(home, before: first.advanced(by: 1)) }
    }

    @Test func `days of one kind do not go on from those of another`() throws {
        let home = ScratchFolder()
        try HomeKind.practice.claim(home.path)
        try HomeKind.practice.claim(home.path)
        for other in [HomeKind.paper, .live] {
            let error = #expect(throws: JournalError.self) { try other.claim(home.path) }
            #expect(error.map { "\($0)" }?.contains("practice") == true)
        }
        let old = ScratchFolder()
        try play(first, 1, in: old.path)
        #expect(throws: JournalError.self) { try HomeKind.live.claim(old.path) }
        try HomeKind.paper.claim(old.path)
    }

    @Test func `a day that broke off before it was started is put aside, one that was started is not`() throws {
        let home = ScratchFolder()
        try play(first, 1, in: home.path)
        let path = "\(home.path)/journal/\(first).journal"
        try UnstartedDay.setAside(path)
        #expect(FileManager.default.fileExists(atPath: path))
        let payload = try #require(try JournalReader(path: path).header?.payload)
        try FileManager.default.removeItem(atPath: path)
        var writer = try JournalWriter(creating: path, header: JournalHeader(payload: payload, previous: .zero))
        var bytes = ByteWriter()
        Event(first.at(TimeOfDay(8, 55)), .cash(main, Money(rupees: 1))).encode(into: &bytes)
        _ = try writer.append(kind: JournalRecordKind.event.rawValue, cause: 0, payload: bytes.bytes)
        try writer.commit(sync: true)
        try UnstartedDay.setAside(path)
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(FileManager.default.fileExists(atPath: "\(path).unstarted"))
        try UnstartedDay.setAside(path)
    }
}
