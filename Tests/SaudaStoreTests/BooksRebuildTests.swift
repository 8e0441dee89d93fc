import SaudaCore
import SaudaStore
import Testing

@Suite struct BooksRebuildTests {
    private func store(_ scratch: borrowing JournalScratch, _ name: String = "books.sqlite") throws -> BookStore {
        try BookStore(path: scratch.folder + "/" + name)
    }

    @Test func `rebuilding twice gives the same books, also in a store opened anew`() throws {
        let scratch = JournalScratch()
        try BooksDay.evening().write(to: scratch.path)
        let projector = try BooksDay.projector()
        let first = try store(scratch)
        try projector.rebuild(scratch.path, in: first)
        let once = try first.dump()
        try projector.rebuild(scratch.path, in: first)
        #expect(try first.dump() == once)
        try projector.rebuild(scratch.path, in: store(scratch))
        #expect(try first.dump() == once)
        #expect(once.values.allSatisfy { !$0.isEmpty }, "a table that stays empty proves nothing")
    }

    @Test func `the order in which the days are rebuilt does not matter`() throws {
        let scratch = JournalScratch()
        let days = [0, 3, 4].map { BooksDay.day.advanced(by: $0) }
        for day in days { try BooksDay.evening(day).write(to: "\(scratch.folder)/\(day).journal") }
        let projector = try BooksDay.projector()
        let orders = [[0, 1, 2], [2, 1, 0], [1, 2, 0, 1]]
        let dumps = try orders.enumerated().map { number, order in
            let books = try store(scratch, "books-\(number).sqlite")
            for place in order { try projector.rebuild("\(scratch.folder)/\(days[place]).journal", in: books) }
            return try books.dump()
        }
        #expect(dumps[0]["days"]?.count == 3)
        #expect(dumps[1] == dumps[0])
        #expect(dumps[2] == dumps[0])
    }

    @Test func `an instrument list in another order gives the same books`() throws {
        let scratch = JournalScratch()
        try BooksDay.evening().write(to: scratch.path)
        let books = try store(scratch)
        try BooksDay.projector().rebuild(scratch.path, in: books)
        let before = try books.dump()
        try BooksDay.projector(instruments: BooksDay.names.reversed()).rebuild(scratch.path, in: books)
        #expect(try books.dump() == before)
    }

    @Test func `a journal cut anywhere gives the books of what is left, marked incomplete`() throws {
        let scratch = JournalScratch()
        let day = BooksDay.busy()
        try day.write(to: scratch.path)
        let whole = scratch.bytes(scratch.path)
        let projector = try BooksDay.projector()
        let cut = try store(scratch)
        let prefix = try store(scratch, "prefix.sqlite")
        var random = SeededGenerator(state: 7)
        var end = 0
        for count in 0...day.entries.count {
            let path = "\(scratch.folder)/\(count)/day.journal"
            try scratch.inFolder("\(count)") {
                try day.write(to: path, count: count)
                end = scratch.bytes(path).count
                let stopped = try projector.rebuild(path, in: prefix)
                let early = count < 3 ? DayEnding.neverStarted : .stoppedEarly
                #expect(stopped.ending == (count == day.entries.count ? .closed : early))
            }
            guard count < day.entries.count else { break }
            // Some bytes of the next frame: fewer than any frame has.
            scratch.put(whole.prefix(end + Int.random(in: 1...56, using: &random)), at: scratch.path)
            let rebuilt = try projector.rebuild(scratch.path, in: cut)
            #expect(rebuilt.ending == .cut(after: UInt64(count)))
            let ending = "the journal is cut after record \(count)"
            #expect(try cut.lines("SELECT is_complete, ending FROM days") == ["0|\(ending)"])
            var (found, expected) = (try cut.dump(), try prefix.dump())
            found["days"] = nil
            expected["days"] = nil
            #expect(found == expected)
            try expectConsistent(cut)
        }
    }

    /// Cash and positions follow from the fills and charges beside them.
    private func expectConsistent(_ books: BookStore) throws {
        let wrongCash = """
            SELECT c.account, c.cash_e4 FROM cash c WHERE c.cash_e4 <> c.added_e4
                - (SELECT coalesce(sum(amount_e4), 0) FROM charges WHERE account = c.account)
                + (SELECT coalesce(sum(CASE side WHEN 'BUY' THEN -value_e4 ELSE value_e4 END), 0) FROM fills
                    WHERE account = c.account AND source NOT IN ('carried', 'write-off'))
            """
        #expect(try books.lines(wrongCash) == [])
        let wrongPositions = """
            SELECT p.instrument FROM positions p WHERE p.quantity <>
                (SELECT sum(CASE side WHEN 'BUY' THEN quantity ELSE -quantity END) FROM fills
                    WHERE account = p.account AND instrument = p.instrument AND product = p.product)
            """
        #expect(try books.lines(wrongPositions) == [])
    }

    @Test func `a longer journal replaces all that the shorter one left`() throws {
        let scratch = JournalScratch()
        let day = BooksDay.evening()
        let books = try store(scratch)
        let projector = try BooksDay.projector()
        try day.write(to: scratch.path)
        try projector.rebuild(scratch.path, in: books)
        let whole = try books.dump()
        try scratch.inFolder("short") {
            let short = scratch.folder + "/short/day.journal"
            try day.write(to: short, count: 9)
            try projector.rebuild(short, in: books)
            #expect(try books.lines("SELECT count(*) FROM fills") == ["2"])
        }
        try projector.rebuild(scratch.path, in: books)
        #expect(try books.dump() == whole)
    }
}
