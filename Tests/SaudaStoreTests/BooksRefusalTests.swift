import SaudaCore
import SaudaStore
import Testing

/// Journals that make no sense are refused, and the books stay as they were.
@Suite struct BooksRefusalTests {
    /// Rebuilds a good day, then tries `day`, and returns the refusal.
    private func refusal(
        of day: BooksDay,
        by projector: BookProjector? = nil
    ) throws -> StoreError {
        let scratch = JournalScratch()
        let store = try BookStore(path: scratch.folder + "/books.sqlite")
        try BooksDay.busy().write(to: scratch.folder + "/good.journal")
        try BooksDay.projector().rebuild(scratch.folder + "/good.journal", in: store)
        let before = try store.dump()
        try day.write(to: scratch.path)
        let error = try #require(throws: StoreError.self) {
            try (projector ?? BooksDay.projector()).rebuild(scratch.path, in: store)
        }
        #expect(error.path == scratch.path)
        #expect(error.nextStep.contains("not changed"))
        #expect(try store.dump() == before)
        return error
    }

    @Test func `an order placed twice`() throws {
        var day = BooksDay()
        day.start()
        day.add(.place(BooksDay.order(1, .buy, 1, BooksDay.tcs, at: 100)))
        day.add(.place(BooksDay.order(1, .buy, 1, BooksDay.tcs, at: 100)))
        #expect(try refusal(of: day).what == "record 3 places order 1 a second time")
    }

    @Test func `a change of an order that nobody placed`() throws {
        var day = BooksDay()
        day.start()
        day.add(.cancel(OrderID(number: 4), BooksDay.main, BrokerOrderID("B4"), request: 1))
        #expect(try refusal(of: day).what == "record 2 changes order 4, which the journal did not place")
    }

    @Test func `quantities of nothing`() throws {
        var day = BooksDay()
        day.start()
        day.add(.place(BooksDay.order(1, .buy, 0, BooksDay.tcs, at: 100)))
        #expect(try refusal(of: day).what == "record 2 places an order without a quantity")
        day = BooksDay()
        day.start()
        day.add(.place(BooksDay.order(1, .buy, 1, BooksDay.tcs, at: 100)))
        day.add(.modify(OrderID(number: 1), BooksDay.main, BrokerOrderID("B1"), BooksDay.terms(0, 1), request: 2))
        #expect(try refusal(of: day).what == "record 3 changes an order to no quantity")
    }

    @Test func `a command without the event that caused it`() throws {
        var day = BooksDay()
        day.add(.wake(at: day.at(10, 0), WakeKey(owner: StrategyID(index: 0), label: 1)))
        #expect(try refusal(of: day).what == "record 1 is a command without the event that caused it")
    }

    @Test func `a day that is not the header's`() throws {
        var day = BooksDay()
        let hours = TradingDay(
            day: day.day.advanced(by: 1),
            open: day.at(9, 15),
            close: day.at(15, 30),
            auctionFrom: day.at(15, 30),
            settlement: day.day,
            holdsPrices: false
        )
        day.add(9, 0, .dayStarted(hours))
        #expect(try refusal(of: day).what == "record 1 starts 2026-11-21 in the journal of 2026-11-20")
    }

    @Test func `accounts, strategies and instruments that the header does not list`() throws {
        var day = BooksDay()
        day.add(9, 0, .cash(AccountID(index: 2), .zero))
        #expect(try refusal(of: day).what == "record 1 names account 2, the header lists 2")
        day = BooksDay()
        day.start()
        day.add(.note(Decision(strategy: StrategyID(index: 7), instrument: nil, kind: .seen, code: "x")))
        #expect(try refusal(of: day).what == "record 2 names strategy 7, the header lists 2")
        day = BooksDay()
        day.start()
        day.add(.place(BooksDay.order(1, .buy, 1, InstrumentID(index: 4), at: 100)))
        #expect(try refusal(of: day).what == "record 2 names instrument 4, the header lists 4")
    }

    @Test func `a charge plan or an instrument that is not given`() throws {
        let noPlan = BookProjector(schedule: .builtIn, plans: ["main": .paper], instruments: try BooksDay.instruments())
        #expect(try refusal(of: .busy(), by: noPlan).what == "no charge plan is given for its account 'second'")
        let error = try refusal(of: .busy(), by: BooksDay.projector(instruments: ["RELIANCE", "INFY"]))
        #expect(error.what == "record 2 is about TCS-EQ (nseEquity), which the instrument list lacks")
    }

    @Test func `a journal damaged in the middle, and one without a header`() throws {
        let scratch = JournalScratch()
        let store = try BookStore(path: scratch.folder + "/books.sqlite")
        try BooksDay.busy().write(to: scratch.path)
        var bytes = scratch.bytes(scratch.path)
        bytes[bytes.count / 2] ^= 1
        scratch.put(bytes, at: scratch.path)
        let damaged = try #require(throws: StoreError.self) {
            try BooksDay.projector().rebuild(scratch.path, in: store)
        }
        #expect(damaged.what.contains("bit rot or tampering"))
        scratch.put(bytes.prefix(60), at: scratch.path)
        let headless = try #require(throws: StoreError.self) {
            try BooksDay.projector().rebuild(scratch.path, in: store)
        }
        #expect(headless.what.contains("breaks off inside its header"))
        #expect(try store.lines("SELECT count(*) FROM days") == ["0"])
    }

    @Test func `records of a newer sauda`() throws {
        let scratch = JournalScratch()
        let store = try BookStore(path: scratch.folder + "/books.sqlite")
        var writer = try JournalWriter(
            creating: scratch.path,
            header: JournalHeader(payload: BooksDay().header.payload)
        )
        try writer.append(kind: 3, payload: [])
        _ = try writer.close()
        let error = try #require(throws: StoreError.self) { try BooksDay.projector().rebuild(scratch.path, in: store) }
        #expect(error.what == "record 1 cannot be read: a record is of kind 3 (byte 0)")
        #expect(error.nextStep.contains("the version of sauda that wrote it"))
    }
}
