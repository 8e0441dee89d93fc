import GRDB
package import SaudaCore

extension OpeningBooks {
    /// Reads the latest day before `day` of every account that the books know.
    package init(before day: Day, in store: BookStore) throws(StoreError) {
        accounts = try store.read("reading the opening books") { database in
            try Row.fetchAll(database, sql: OpeningBooks.latest, arguments: ["\(day)"]).map { row in
                try Account(row, in: database, path: store.path)
            }
        }
    }

    private static let latest = """
        SELECT c.account, c.day, c.cash_e4, d.is_complete, d.ending FROM cash c JOIN days d ON d.day = c.day
        WHERE c.day = (SELECT max(day) FROM cash WHERE account = c.account AND day < ?)
        ORDER BY c.account
        """
}

extension OpeningBooks.Account {
    fileprivate init(_ row: Row, in database: Database, path: String) throws {
        let dayText: String = row["day"]
        guard let day = Day(dayText) else { throw StoreError.unreadable("the day '\(dayText)'", path: path) }
        let account: String = row["account"]
        self.init(
            name: account,
            day: day,
            isComplete: row["is_complete"],
            ending: row["ending"],
            cash: Money(raw: row["cash_e4"]),
            trades: try Row.fetchAll(database, sql: Self.openTrades, arguments: [dayText, account]).map { row in
                OpeningBooks.Trade(
                    instrument: try DayHeader.Name(row, path: path),
                    quantity: Quantity(row["quantity"]),
                    average: Price(raw: row["entry_e4"]),
                    entered: Timestamp(microseconds: row["entered_at_us"]),
                    reason: row["entry_reason"]
                )
            },
            holdings: try Row.fetchAll(database, sql: Self.untraded, arguments: [dayText, account]).map { row in
                let word: String = row["product"]
                guard let product = Product.allCases.first(where: { $0.bookWord == word }) else {
                    throw StoreError.unreadable("the product '\(word)'", path: path)
                }
                return OpeningBooks.Holding(
                    instrument: try DayHeader.Name(row, path: path),
                    product: product,
                    quantity: Quantity(row["rest"]),
                    average: Price(raw: row["average_e4"])
                )
            }
        )
    }

    private static let openTrades = """
        SELECT instrument, segment, quantity, entry_e4, entered_at_us, entry_reason FROM trades
        WHERE day = ? AND account = ? AND status = 'open'
        ORDER BY instrument, segment
        """

    /// Only delivery positions have trades.
    private static let untraded = """
        SELECT p.instrument, p.segment, p.product, p.average_e4, p.quantity - coalesce(t.quantity, 0) AS rest
        FROM positions p LEFT JOIN trades t
            ON t.day = p.day AND t.account = p.account AND t.instrument = p.instrument AND t.segment = p.segment
            AND t.status = 'open' AND p.product = 'delivery'
        WHERE p.day = ? AND p.account = ? AND rest <> 0
        ORDER BY p.instrument, p.segment, p.product
        """
}

extension DayHeader.Name {
    fileprivate init(_ row: Row, path: String) throws {
        let word: String = row["segment"]
        guard let segment = Segment.allCases.first(where: { $0.bookWord == word }) else {
            throw StoreError.unreadable("the segment '\(word)'", path: path)
        }
        self.init(row["instrument"], segment)
    }
}

extension StoreError {
    fileprivate static func unreadable(_ what: String, path: String) -> StoreError {
        StoreError(
            path: path,
            what: "\(what) in the books was not written by this sauda",
            nextStep: "Rebuild that day from its journal."
        )
    }
}
