import GRDB
package import SaudaCore

/// Rows of the books for somebody else's program: names and exact values, without the numbers that only this one needs.
package struct BookTable: Hashable, Sendable {
    package enum Cell: Hashable, Sendable {
        case none
        case whole(Int64)
        /// Rupees.
        case money(Money)
        case text(String)
    }

    package var columns: [String]
    package var rows: [[Cell]]

    package init(columns: [String], rows: [[Cell]]) {
        self.columns = columns
        self.rows = rows
    }

    /// What of a day can be had as a table.
    package enum Kind: String, CaseIterable, Sendable {
        case orders, fills, positions, trades, decisions, alerts

        fileprivate var query: String {
            switch self {
            case .orders: "SELECT * FROM orders WHERE day = ? ORDER BY sequence, account, reference"
            case .fills: "SELECT f.*, \(Self.charges) FROM fills f WHERE day = ? ORDER BY sequence"
            case .positions:
                "SELECT * FROM positions WHERE day = ? ORDER BY account, instrument, segment, product"
            case .trades: "SELECT * FROM trades WHERE day = ? ORDER BY account, number"
            case .decisions: "SELECT * FROM decisions WHERE day = ? ORDER BY sequence"
            case .alerts: "SELECT * FROM alerts WHERE day = ? ORDER BY sequence"
            }
        }

        /// Each part of a fill's charges in a column of its own.
        private static let charges =
            ["brokerage", "stt", "exchange", "ipft", "sebi", "stamp", "gst", "dp"].map { part in
                """
                (SELECT ifnull(sum(amount_e4), 0) FROM charges c
                    WHERE c.day = f.day AND c.sequence = f.sequence AND c.part = '\(part)') AS \(part)_e4
                """
            }.joined(separator: ", ")
    }
}

extension BookStore {
    /// A day's rows, in an order that two exports of the same books share. Columns in 1/10,000 rupee become rupees;
    /// moments are given once, as Indian time.
    package func table(_ kind: BookTable.Kind, of day: Day) throws(StoreError) -> BookTable {
        try read("reading the \(kind.rawValue)") { database in
            let statement = try database.makeStatement(sql: kind.query)
            let kept = statement.columnNames.enumerated().filter { !$0.element.hasSuffix("_us") }
            let rows = try Row.fetchAll(statement, arguments: ["\(day)"]).map { row in
                kept.map { index, name in BookTable.Cell(row[index] as DatabaseValue, isMoney: name.hasSuffix("_e4")) }
            }
            let names = kept.map { $0.element.hasSuffix("_e4") ? String($0.element.dropLast(3)) : $0.element }
            return BookTable(columns: names, rows: rows)
        }
    }
}

extension BookTable.Cell {
    fileprivate init(_ value: DatabaseValue, isMoney: Bool) {
        switch value.storage {
        case .null: self = .none
        case .int64(let number): self = isMoney ? .money(Money(raw: number)) : .whole(number)
        case .string(let text): self = .text(text)
        // No table has such a column.
        case .double(let number): self = .text("\(number)")
        case .blob(let bytes): self = .text("\(bytes.count) bytes")
        }
    }
}
