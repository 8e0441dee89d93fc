package import SaudaStore

/// A table of the books as text for other programs.
package enum TableText {
    /// Comma-separated values under a line of names. A spreadsheet takes no text for a formula: one that could begin one
    /// gets an apostrophe before it.
    package static func csv(_ table: BookTable) -> String {
        let lines = [table.columns] + table.rows.map { $0.map(field) }
        return lines.map { $0.joined(separator: ",") + "\n" }.joined()
    }

    /// An array of objects.
    package static func json(_ table: BookTable) -> String {
        let rows = table.rows.map { row in
            JSON.object(zip(table.columns, row).map { JSON.Member(name: $0, value: value($1)) })
        }
        return JSON.array(rows).text() + "\n"
    }

    private static func field(_ cell: BookTable.Cell) -> String {
        switch cell {
        case .none: ""
        case .whole(let number): "\(number)"
        case .money(let amount): "\(amount)"
        case .text(let text): quoted(text)
        }
    }

    private static func value(_ cell: BookTable.Cell) -> JSON {
        switch cell {
        case .none: .null
        case .whole(let number): .number(number)
        case .money(let amount): .rupees(amount)
        case .text(let text): .string(text)
        }
    }

    private static func quoted(_ text: String) -> String {
        let isFormula = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
        let safe = isFormula ? "'" + text : text
        guard safe.unicodeScalars.contains(where: { ",\"\n\r".unicodeScalars.contains($0) }) else { return safe }
        let parts = safe.split(separator: "\"", omittingEmptySubsequences: false)
        return "\"" + parts.joined(separator: "\"\"") + "\""
    }
}
