import GRDB
package import SaudaCore

extension OpeningBooks {
    /// Reads the latest day before `day` of every account that the books know.
    package init(before day: Day, in store: BookStore) throws(StoreError) {
        self = try store.read("reading the opening books") { database in
            let accounts = try Row.fetchAll(database, sql: OpeningBooks.latest, arguments: ["\(day)"]).map { row in
                try Account(row, in: database, path: store.path)
            }
            let memos = try Row.fetchAll(database, sql: OpeningBooks.kept, arguments: ["\(day)"]).map { row in
                Memo(
                    strategy: row["strategy"],
                    instrument: try DayHeader.Name(row, path: store.path),
                    topic: row["topic"],
                    text: row["text"]
                )
            }
            let last = try Int64.fetchOne(database, sql: OpeningBooks.last, arguments: ["\(day)"]) ?? 0
            return OpeningBooks(accounts: accounts, memos: memos, lastOrder: OrderID(number: UInt64(bitPattern: last)))
        }
    }

    /// A day that broke off in the middle of its morning, before it was started, is no day.
    private static let latest = """
        SELECT c.account, c.day, c.cash_e4, d.is_complete, d.ending FROM cash c JOIN days d ON d.day = c.day
        WHERE c.day = (SELECT max(c2.day) FROM cash c2 JOIN days d2 ON d2.day = c2.day
            WHERE c2.account = c.account AND c2.day < ? AND d2.close_at_us IS NOT NULL)
        ORDER BY c.account
        """

    /// The latest text of each topic, unless it says to forget it.
    private static let kept = """
        SELECT m.strategy, m.instrument, m.segment, m.topic, m.text, max(m.day) FROM memos m WHERE m.day < ?
        GROUP BY m.strategy, m.instrument, m.segment, m.topic HAVING m.text <> ''
        ORDER BY m.strategy, m.instrument, m.segment, m.topic
        """

    private static let last = "SELECT max(last_order) FROM days WHERE day < ?"
}

extension OpeningBooks.Account {
    fileprivate init(_ row: Row, in database: Database, path: String) throws {
        let dayText: String = row["day"]
        let day = try Day(book: dayText, path)
        let account: String = row["account"]
        self.init(
            name: account,
            day: day,
            isComplete: row["is_complete"],
            ending: row["ending"],
            cash: Money(raw: row["cash_e4"]),
            holdings: try Row.fetchAll(database, sql: Self.held, arguments: [dayText, account]).map { row in
                try OpeningBooks.Holding(row, on: dayText, account, in: database, path: path)
            },
            orders: try Row.fetchAll(database, sql: Self.waiting, arguments: [dayText, account]).map { row in
                try OpeningBooks.Order(row, path: path)
            }
        )
    }

    private static let held = """
        SELECT p.instrument, p.segment, p.product, p.quantity AS held, p.cost_e4 AS cost, t.quantity, t.bought,
            t.bought_value_e4, t.sold, t.sold_value_e4, t.charges_e4, t.fills, t.entered_at_us, t.entry_reason,
            t.exit_reason
        FROM positions p LEFT JOIN trades t
            ON t.day = p.day AND t.account = p.account AND t.instrument = p.instrument AND t.segment = p.segment
            AND t.status = 'open' AND p.product = 'delivery'
        WHERE p.day = ? AND p.account = ? AND p.quantity <> 0
        ORDER BY p.instrument, p.segment, p.product
        """

    private static let waiting = """
        SELECT strategy, instrument, segment, bytes FROM carried WHERE day = ? AND account = ? ORDER BY number
        """
}

extension OpeningBooks.Order {
    fileprivate init(_ row: Row, path: String) throws {
        guard let bytes = Hex.bytes(of: row["bytes"]) else {
            throw StoreError.unreadable("a waiting order", path: path)
        }
        var reader = ByteReader(bytes)
        do {
            let carried = try CarriedOrder(decoding: &reader)
            try reader.finish()
            self.init(strategy: row["strategy"], instrument: try DayHeader.Name(row, path: path), carried: carried)
        } catch is ByteError {
            throw StoreError.unreadable("a waiting order", path: path)
        }
    }
}

extension OpeningBooks.Holding {
    /// Handles come later; until then every one is the first.
    private static let nobody = InstrumentID(index: 0)

    fileprivate init(_ row: Row, on day: String, _ account: String, in database: Database, path: String) throws {
        let name = try DayHeader.Name(row, path: path)
        let word: String = row["product"]
        guard let product = Product.allCases.first(where: { $0.bookWord == word }) else {
            throw StoreError.unreadable("the product '\(word)'", path: path)
        }
        let arguments: StatementArguments = [day, account, name.text, name.segment.bookWord, word]
        let lots = try Row.fetchAll(database, sql: Self.lots, arguments: arguments).map { lot in
            Position.Unsettled(
                quantity: Quantity(lot["quantity"]),
                value: Money(raw: lot["value_e4"]),
                day: try Day(book: lot["bought_on"], path),
                from: try Day(book: lot["settles_on"], path),
                earlier: Money(raw: lot["earlier_e4"])
            )
        }
        var trade: Trade?
        if let entered: Int64 = row["entered_at_us"] {
            trade = Trade(Self.nobody, at: Timestamp(microseconds: entered), reason: row["entry_reason"])
            trade?.quantity = Quantity(row["quantity"])
            trade?.bought = Quantity(row["bought"])
            trade?.boughtValue = Money(raw: row["bought_value_e4"])
            trade?.sold = Quantity(row["sold"])
            trade?.soldValue = Money(raw: row["sold_value_e4"])
            trade?.charges = Money(raw: row["charges_e4"])
            trade?.fills = row["fills"]
            trade?.exitReason = row["exit_reason"]
        }
        self.init(
            instrument: name,
            carried: CarriedHolding(
                account: AccountID(index: 0),
                instrument: Self.nobody,
                product: product,
                quantity: Quantity(row["held"]),
                cost: Money(raw: row["cost"]),
                unsettled: lots,
                trade: trade
            )
        )
    }

    private static let lots = """
        SELECT quantity, value_e4, bought_on, settles_on, earlier_e4 FROM lots
        WHERE day = ? AND account = ? AND instrument = ? AND segment = ? AND product = ? ORDER BY number
        """
}

extension Day {
    fileprivate init(book text: String, _ path: String) throws {
        guard let day = Day(text) else { throw StoreError.unreadable("the day '\(text)'", path: path) }
        self = day
    }
}

extension DayHeader.Name {
    init(_ row: Row, path: String) throws {
        let word: String = row["segment"]
        guard let segment = Segment.allCases.first(where: { $0.bookWord == word }) else {
            throw StoreError.unreadable("the segment '\(word)'", path: path)
        }
        self.init(row["instrument"], segment)
    }
}

extension StoreError {
    static func unreadable(_ what: String, path: String) -> StoreError {
        StoreError(
            path: path,
            what: "\(what) in the books was not written by this sauda",
            nextStep: "Rebuild that day from its journal."
        )
    }
}
