import GRDB
package import SaudaCore

extension BookStore {
    /// What the books have of a day; nil when they do not have it.
    package func ledger(of day: Day) throws(StoreError) -> DayLedger? {
        try read("reading the day") { database in
            let arguments: StatementArguments = ["\(day)"]
            func rows(_ sql: String) throws -> [Row] { try Row.fetchAll(database, sql: sql, arguments: arguments) }
            guard let head = try rows("SELECT is_complete, ending, journal_digest FROM days WHERE day = ?").first else {
                return nil
            }
            var ledger = DayLedger(
                day: day,
                isComplete: head["is_complete"],
                ending: head["ending"],
                journalDigest: head["journal_digest"]
            )
            ledger.accounts = try rows(Query.accounts).map { row in
                DayLedger.Account(
                    name: row["account"],
                    cash: Money(raw: row["cash_e4"]),
                    realised: Money(raw: row["realised_e4"])
                )
            }
            ledger.orders = try rows(Query.orders).map { row in
                DayLedger.Order(
                    account: row["account"],
                    strategy: row["strategy"],
                    isForeign: row["origin"] as String == "foreign",
                    isCarried: row["is_carried"],
                    status: row["status"],
                    filled: row["filled"]
                )
            }
            ledger.fills = try rows(Query.fills).map { try DayLedger.Fill($0, path: path) }
            let places = Dictionary(uniqueKeysWithValues: ledger.fills.enumerated().map { ($1.sequence, $0) })
            for row in try rows("SELECT sequence, part, amount_e4 FROM charges WHERE day = ?") {
                let sequence: Int64 = row["sequence"]
                guard let place = places[UInt64(bitPattern: sequence)] else { continue }
                ledger.fills[place].charges[row["part"] as String, default: .zero] += Money(raw: row["amount_e4"])
            }
            ledger.trades = try rows(Query.trades).map { try DayLedger.Trade($0, path: path) }
            ledger.positions = try rows(Query.positions).map { try DayLedger.Position($0, path: path) }
            for row in try rows(Query.unanswered) { ledger.unanswered[row["account"] as String] = row["count"] as Int }
            for row in try rows("SELECT level, count(*) AS count FROM alerts WHERE day = ? GROUP BY level") {
                ledger.alerts[row["level"] as String] = row["count"] as Int
            }
            return ledger
        }
    }
}

private enum Query {
    static let accounts = "SELECT account, cash_e4, realised_e4 FROM cash WHERE day = ? ORDER BY account"

    static let orders = """
        SELECT o.account, o.strategy, o.origin, o.status, o.filled, EXISTS (
                SELECT 1 FROM order_events e WHERE e.day = o.day AND e.account = o.account AND e.origin = o.origin
                    AND e.reference = o.reference AND e.what = 'carried') AS is_carried
        FROM orders o WHERE o.day = ? ORDER BY o.sequence
        """

    static let fills = """
        SELECT f.*, o.strategy FROM fills f LEFT JOIN orders o
            ON o.day = f.day AND o.account = f.account AND o.origin = f.origin AND o.reference = f.reference
        WHERE f.day = ? ORDER BY f.sequence
        """

    /// Whose trade it is: the strategy of the order that opened it, else of the one that closed it.
    static let trades = """
        SELECT t.*, coalesce(\(strategy("t.entered_at_us")), \(strategy("t.exited_at_us"))) AS strategy
        FROM trades t WHERE t.day = ? AND t.status = 'closed' ORDER BY t.exited_at_us, t.account, t.number
        """

    static func strategy(_ moment: String) -> String {
        """
        (SELECT o.strategy FROM fills f JOIN orders o
            ON o.day = f.day AND o.account = f.account AND o.origin = f.origin AND o.reference = f.reference
        WHERE f.account = t.account AND f.instrument = t.instrument AND f.segment = t.segment
            AND f.product = 'delivery' AND f.at_us = \(moment) AND f.source IN ('own', 'foreign')
        ORDER BY f.day DESC, f.sequence DESC LIMIT 1)
        """
    }

    static let positions = """
        SELECT account, instrument, segment, product, quantity, cost_e4, average_e4 FROM positions
        WHERE day = ? AND quantity <> 0 ORDER BY account, instrument, segment, product
        """

    static let unanswered = """
        SELECT account, count(*) AS count FROM order_events
        WHERE day = ? AND what IN ('place-timed-out', 'request-timed-out') AND account IS NOT NULL GROUP BY account
        """
}

extension DayLedger.Fill {
    fileprivate init(_ row: Row, path: String) throws {
        let sequence: Int64 = row["sequence"]
        self.init(
            sequence: UInt64(bitPattern: sequence),
            account: row["account"],
            strategy: row["strategy"],
            source: row["source"],
            instrument: try DayHeader.Name(row, path: path),
            product: try Product(row, path: path),
            side: row["side"] as String == "\(Side.buy)" ? .buy : .sell,
            quantity: Quantity(row["quantity"]),
            value: Money(raw: row["value_e4"]),
            price: Price(raw: row["price_e4"]),
            at: Timestamp(microseconds: row["at_us"]),
            reason: row["reason"],
            charges: [:]
        )
    }
}

extension DayLedger.Trade {
    fileprivate init(_ row: Row, path: String) throws {
        self.init(
            account: row["account"],
            strategy: row["strategy"],
            instrument: try DayHeader.Name(row, path: path),
            product: .delivery,
            quantity: row["bought"],
            entry: Price(raw: row["entry_e4"]),
            exit: Price(raw: row["exit_e4"]),
            profit: Money(raw: row["profit_e4"]),
            charges: Money(raw: row["charges_e4"]),
            exitedAt: row["exited_at"],
            reason: row["exit_reason"]
        )
    }
}

extension DayLedger.Position {
    fileprivate init(_ row: Row, path: String) throws {
        self.init(
            account: row["account"],
            instrument: try DayHeader.Name(row, path: path),
            product: try Product(row, path: path),
            quantity: row["quantity"],
            cost: Money(raw: row["cost_e4"]),
            average: Price(raw: row["average_e4"])
        )
    }
}

extension Product {
    fileprivate init(_ row: Row, path: String) throws {
        let word: String = row["product"]
        guard let product = Product.allCases.first(where: { $0.bookWord == word }) else {
            throw StoreError.unreadable("the product '\(word)'", path: path)
        }
        self = product
    }
}
