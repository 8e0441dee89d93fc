/// Rows under headings, for a terminal or a page.
package struct PageTable: Hashable, Sendable {
    package enum Tone: String, Hashable, Sendable {
        case plain = ""
        case gain, loss
        /// Sums, and what stands out.
        case strong
    }

    package struct Row: Hashable, Sendable {
        package var cells: [String]
        package var tone: Tone

        package init(_ cells: [String], tone: Tone = .plain) {
            self.cells = cells
            self.tone = tone
        }
    }

    package var headings: [String]
    /// The columns that hold words, at the left of their places; figures stand at the right.
    package var words: Set<Int>
    package var rows: [Row] = []

    package init(_ headings: [String], words: Set<Int> = [0]) {
        self.headings = headings
        self.words = words
    }

    package mutating func add(_ cells: [String], tone: Tone = .plain) { rows.append(Row(cells, tone: tone)) }
}

extension PageTable {
    /// Lines of at most `width` characters, without blanks at their ends: the widest column of words gives way.
    func lines(width: Int) -> [String] {
        var widths = headings.indices.map { column in
            max(headings[column].count, rows.map { $0.cells[column].printable.count }.max() ?? 0)
        }
        let room = width - 2 * (widths.count - 1)
        while widths.reduce(0, +) > room {
            guard let widest = words.max(by: { widths[$0] < widths[$1] }), widths[widest] > 4 else { break }
            widths[widest] -= 1
        }
        return ([headings] + rows.map(\.cells)).map { cells in
            let parts = cells.enumerated().map { column, cell in
                var text = cell.printable
                if text.count > widths[column] { text = text.prefix(widths[column] - 1) + "…" }
                let space = String(repeating: " ", count: widths[column] - text.count)
                return words.contains(column) ? text + space : space + text
            }
            var line = parts.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    /// In a box of its own, so that a narrow screen scrolls the table and not the page.
    var html: String {
        func kind(_ column: Int) -> String { words.contains(column) ? " class=word" : "" }
        let heads = headings.enumerated().map { "<th scope=col\(kind($0))>\($1.escaped)</th>" }.joined()
        let lines = rows.map { row in
            let cells = row.cells.enumerated().map { column, cell in
                column == 0
                    ? "<th scope=row class=word>\(cell.escaped)</th>"
                    : "<td\(kind(column))>\(cell.withMinus.escaped)</td>"
            }
            return "<tr\(row.tone == .plain ? "" : " class=\(row.tone.rawValue)")>\(cells.joined())</tr>"
        }
        return "<div class=scroll tabindex=0><table class=\"figures wide\"><thead><tr>\(heads)</tr></thead>\n<tbody>"
            + "\(lines.joined(separator: "\n"))</tbody></table></div>"
    }
}
