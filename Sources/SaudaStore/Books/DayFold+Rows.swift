import GRDB
import SaudaCore

// The fold as rows, each written once.

extension DayFold {
    /// Replaces the day. Deleting its row in `days` takes everything that hangs on it.
    func write(to database: Database, journal: String, ending: DayEnding, digest: Digest) throws {
        let rows = BookRowWriter(database: database, header: header)
        try database.execute(sql: "DELETE FROM days WHERE day = ?", arguments: ["\(header.day)"])
        try rows.insert(
            into: "days",
            [
                "journal": journal, "journal_digest": "\(digest)", "config": header.config,
                "is_complete": ending.isComplete, "ending": "\(ending)",
                "first_at": first?.bookText, "first_at_us": first?.microseconds,
                "last_at": last?.bookText, "last_at_us": last?.microseconds,
                "close_at": today?.close.bookText, "close_at_us": today?.close.microseconds,
                "events": events, "commands": commands, "unknown_reports": unknownReports,
                "last_order": Int64(bitPattern: lastOrder),
            ]
        )
        for order in orders { try rows.write(order) }
        for step in steps { try rows.write(step, of: step.order.map { orders[$0] }) }
        for fill in fills { try rows.write(fill, of: fill.order.map { orders[$0] }) }
        for (index, book) in books.enumerated() {
            try rows.write(book, added: added[index], touched: touched(in: book.id))
        }
        for (stamp, alert) in alerts { try rows.write(alert, stamp) }
        for (stamp, decision) in decisions { try rows.write(decision, stamp) }
        for (stamp, candidate) in candidates.values { try rows.write(candidate, stamp) }
        for (stamp, memo) in memos.values { try rows.write(memo, stamp) }
        for order in orders { if let carried = waiting.carried(order) { try rows.write(carried) } }
    }

    /// What was filled in an account, each once, in the order of handles.
    private func touched(in account: AccountID) -> [(InstrumentID, Product)] {
        var keys: Set<[UInt32]> = []
        for fill in fills where fill.account == account {
            keys.insert([fill.fill.instrument.index, UInt32(fill.fill.product.rawValue)])
        }
        return keys.sorted { $0.lexicographicallyPrecedes($1) }.compactMap { key in
            Product(rawValue: UInt8(key[1])).map { (InstrumentID(index: key[0]), $0) }
        }
    }
}
