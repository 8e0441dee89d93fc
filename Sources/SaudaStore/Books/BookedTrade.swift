import GRDB
package import SaudaCore

/// A trade as a history of trades tells it (HIS-2): closed on any day up to one, or open at its end.
package struct BookedTrade: Hashable, Sendable {
    package struct Exit: Hashable, Sendable {
        package var quantity: Int64
        package var price: Price
        /// Indian time, ISO 8601.
        package var at: String
        package var reason: String
    }

    /// What the evening before the entry said, in 1/10,000 point and rupee.
    package struct Figures: Hashable, Sendable {
        package var rsi: Int64
        package var ema9: Price
        package var ema200: Price
    }

    package var account: String
    package var instrument: DayHeader.Name
    package var isOpen: Bool
    /// Still held when open, all that was bought when closed.
    package var quantity: Int64
    package var entry: Price
    package var enteredAt: String
    package var entryReason: String
    /// The broker's reference of the first order; nil where the books have none.
    package var orderID: String?
    package var figures: Figures?
    /// Nil while it is open.
    package var exit: Exit?
    package var sellOrderID: String?
    package var profit: Money
    /// Sales before the last one.
    package var partialExits: [Exit]
    /// What the strategies of its account kept of it, by topic, as last written.
    package var memos: [String: String]
}

extension BookStore {
    /// By their entries.
    package func trades(upTo day: Day) throws(StoreError) -> [BookedTrade] {
        try read("reading the trades") { database in
            let owners = try BookedTrade.owners(upTo: day, in: database)
            return try Row.fetchAll(database, sql: Query.trades, arguments: ["\(day)", "\(day)"]).map { row in
                try BookedTrade(row, upTo: day, owners, in: database, path: path)
            }
        }
    }

    /// When the last event of the days up to `day` came, as text; nil before there was one.
    package func lastEvent(upTo day: Day) throws(StoreError) -> String? {
        try rows("SELECT last_at FROM days WHERE day <= '\(day)' AND last_at IS NOT NULL ORDER BY day DESC LIMIT 1")
            .first?[0]
    }
}

private enum Query {
    static let trades = """
        SELECT t.* FROM trades t WHERE (t.status = 'closed' AND t.day <= ?) OR (t.status = 'open' AND t.day =
            (SELECT max(c.day) FROM cash c WHERE c.account = t.account AND c.day <= ?))
        ORDER BY t.entered_at_us, t.account, t.instrument, t.segment, t.day, t.number
        """

    /// The order that traded at a moment.
    static let order = """
        SELECT o.broker_id, o.strategy FROM fills f JOIN orders o
            ON o.day = f.day AND o.account = f.account AND o.origin = f.origin AND o.reference = f.reference
        WHERE f.account = ? AND f.instrument = ? AND f.segment = ? AND f.at_us = ? AND f.source IN ('own', 'foreign')
            AND f.product = 'delivery'
        ORDER BY f.day DESC, f.sequence DESC LIMIT 1
        """

    static let figures = """
        SELECT rsi10_e4, ema9_e4, ema200_e4 FROM candidates
        WHERE strategy = ? AND instrument = ? AND segment = ? AND at_us <= ? ORDER BY at_us DESC LIMIT 1
        """

    static let exits = """
        SELECT quantity, price_e4, at, reason FROM fills
        WHERE account = ? AND instrument = ? AND segment = ? AND side = 'SELL' AND source <> 'carried'
            AND product = 'delivery'
            AND at_us > ? AND at_us < ?
        ORDER BY at_us, sequence
        """

    static let memos = """
        SELECT strategy, topic, text FROM memos
        WHERE instrument = ? AND segment = ? AND text <> '' AND day >= ? AND day <= ? ORDER BY day
        """

    static let owners = "SELECT DISTINCT strategy, account FROM orders WHERE strategy IS NOT NULL AND day <= ?"
}

extension BookedTrade {
    /// The accounts in which each strategy has ordered.
    fileprivate static func owners(upTo day: Day, in database: Database) throws -> [String: Set<String>] {
        var owners: [String: Set<String>] = [:]
        for row in try Row.fetchAll(database, sql: Query.owners, arguments: ["\(day)"]) {
            owners[row["strategy"] as String, default: []].insert(row["account"])
        }
        return owners
    }

    fileprivate init(
        _ row: Row,
        upTo day: Day,
        _ owners: [String: Set<String>],
        in database: Database,
        path: String
    ) throws {
        let name = try DayHeader.Name(row, path: path)
        let owner: String = row["account"]
        let place: [(any DatabaseValueConvertible)?] = [owner, name.text, name.segment.bookWord]
        let entered: Int64 = row["entered_at_us"]
        let exited: Int64? = row["exited_at_us"]
        let status: String = row["status"]
        func order(at time: Int64) throws -> Row? {
            try Row.fetchOne(database, sql: Query.order, arguments: StatementArguments(place + [time]))
        }
        account = owner
        instrument = name
        isOpen = status == "open"
        quantity = isOpen ? row["quantity"] : row["bought"]
        entry = Price(raw: row["entry_e4"])
        enteredAt = row["entered_at"]
        entryReason = row["entry_reason"]
        profit = Money(raw: row["profit_e4"])
        let first = try order(at: entered)
        orderID = first?["broker_id"]
        if let strategy: String = first?["strategy"] {
            let arguments: StatementArguments = [strategy, name.text, name.segment.bookWord, entered]
            figures = try Row.fetchOne(database, sql: Query.figures, arguments: arguments).map { row in
                Figures(rsi: row["rsi10_e4"], ema9: Price(raw: row["ema9_e4"]), ema200: Price(raw: row["ema200_e4"]))
            }
        }
        if let exited, !isOpen {
            exit = Exit(
                quantity: row["sold"],
                price: Price(raw: row["exit_e4"]),
                at: row["exited_at"],
                reason: row["exit_reason"]
            )
            sellOrderID = try order(at: exited)?["broker_id"]
        }
        let span = StatementArguments(place + [entered, exited ?? .max])
        partialExits = try Row.fetchAll(database, sql: Query.exits, arguments: span).map { row in
            Exit(quantity: row["quantity"], price: Price(raw: row["price_e4"]), at: row["at"], reason: row["reason"])
        }
        let from = "\(Timestamp(microseconds: entered).day)"
        let last = isOpen ? "\(day)" : row["day"] as String
        let kept: StatementArguments = [name.text, name.segment.bookWord, from, last]
        memos = [:]
        for memo in try Row.fetchAll(database, sql: Query.memos, arguments: kept) {
            // A strategy that never ordered may follow what a person bought; one that did, elsewhere alone, does not.
            guard owners[memo["strategy"] as String]?.contains(owner) ?? true else { continue }
            memos[memo["topic"] as String] = memo["text"] as String
        }
    }
}
