import SaudaCore
import SaudaStore
import Testing

/// The books of a journal against the books of the engine that wrote it.
@Suite struct BooksEngineTests {
    @Test(arguments: [ChargePlan.paper.id, ChargePlan.paperV2.id], 1...6)
    func `positions, cash, charges and trades are the engine's own`(plan id: String, seed: Int) throws {
        let plan = try ChargePlan.named(id)
        var day = try BooksEngineDay(seed: UInt64(seed), plan: plan)
        day.run(steps: 1000)
        let scratch = JournalScratch()
        try day.script.write(to: scratch.path)
        let store = try BookStore(path: scratch.folder + "/books.sqlite")
        let rebuilt = try BooksDay.projector(plan: plan).rebuild(scratch.path, in: store)

        #expect(rebuilt.ending == .closed)
        #expect(rebuilt.books.count == 2)
        for (mine, theirs) in zip(rebuilt.books, day.engine.desk.books) {
            #expect(mine.cash == theirs.cash)
            #expect(mine.charges == theirs.charges)
            #expect(mine.realised == theirs.realised)
            #expect(mine.traded == theirs.traded)
            for instrument in day.engine.desk.instruments.ids {
                for product in Product.allCases {
                    #expect(mine.position(instrument, product) == theirs.position(instrument, product))
                }
            }
            #expect(mine.openTrades.map(\.withoutAdoption) == theirs.openTrades.map(\.withoutAdoption))
            #expect(mine.closedTrades.map(\.withoutAdoption) == theirs.closedTrades.map(\.withoutAdoption))
        }
        try expectRows(of: rebuilt.books, in: store)
        // A day that tries nothing would prove nothing.
        let kinds = try store.lines("SELECT DISTINCT what FROM order_events")
        let wanted = [
            "place", "modify", "cancel", "seen", "traded", "rejected", "found-in-book", "cancelled", "completed",
        ]
        for kind in wanted {
            #expect(kinds.contains(kind), "the day has no \(kind)")
        }
        #expect(try store.lines("SELECT count(*) > 20 FROM fills WHERE source = 'own'") == ["1"])
        #expect(try store.lines("SELECT count(*) > 2 FROM trades WHERE status = 'closed'") == ["1"])
        #expect(try store.lines("SELECT count(*) > 0 FROM fills WHERE source = 'write-off'") == ["1"])
        #expect(try store.lines("SELECT count(*) > 0 FROM orders WHERE origin = 'foreign' AND number > 0") == ["1"])
    }

    private func expectRows(of books: [AccountBook], in store: BookStore) throws {
        let names = ["main", "second"]
        let lines = zip(names, books).map { name, book in
            "\(name)|\(book.cash.raw)|\(book.realised.raw)|\(book.charges.total.raw)"
        }
        #expect(try store.lines("SELECT account, cash_e4, realised_e4, charges_e4 FROM cash") == lines)
        for (name, book) in zip(names, books) {
            let sums = "SELECT part, sum(amount_e4) FROM charges WHERE account = '\(name)' GROUP BY part"
            let total = try store.rows(sums).reduce(into: [String: Int64]()) { total, row in
                total[row[0] ?? ""] = Int64(row[1] ?? "")
            }
            #expect(total["brokerage", default: 0] == book.charges.brokerage.raw)
            #expect(total["stt", default: 0] == book.charges.stt.raw)
            #expect(total["gst", default: 0] == book.charges.gst.raw)
            #expect(total.values.reduce(0, +) == book.charges.total.raw)
        }
    }
}

extension Trade {
    /// Why a foreign sale was adopted is in no record, so such an exit has another reason in the books.
    fileprivate var withoutAdoption: Trade {
        var trade = self
        if ["adopted", "MANUAL_EXIT", ""].contains(exitReason) { trade.exitReason = "" }
        return trade
    }
}
