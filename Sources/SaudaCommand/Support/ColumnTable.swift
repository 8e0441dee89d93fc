/// Rows under headings, for people. Figures stand at the right of their column.
struct ColumnTable {
    enum Tone {
        case plain, dim, good, warning, bad
    }

    private let headings: [String]
    private let figures: Set<Int>
    private var rows: [(cells: [String], tone: Tone)] = []

    /// - Parameter figures: The columns that hold numbers.
    init(_ headings: [String], figures: Set<Int> = []) {
        self.headings = headings
        self.figures = figures
    }

    var isEmpty: Bool { rows.isEmpty }

    mutating func add(_ cells: [String], tone: Tone = .plain) { rows.append((cells.map(\.shown), tone)) }

    /// Lines without blanks at their ends.
    func lines(_ ink: Ink) -> [String] {
        let widths = headings.indices.map { column in
            max(headings[column].count, rows.map { $0.cells[column].count }.max() ?? 0)
        }
        func line(_ cells: [String]) -> String {
            let parts = cells.enumerated().map { column, text in
                let space = String(repeating: " ", count: widths[column] - text.count)
                return figures.contains(column) ? space + text : text + space
            }
            return parts.joined(separator: "  ").trimmingLines
        }
        return [ink.dim(line(headings))] + rows.map { ink.paint(line($0.cells), $0.tone) }
    }

    func text(_ ink: Ink) -> String { lines(ink).joined(separator: "\n") }
}

extension Ink {
    func paint(_ text: String, _ tone: ColumnTable.Tone) -> String {
        switch tone {
        case .plain: text
        case .dim: dim(text)
        case .good: good(text)
        case .warning: warning(text)
        case .bad: bad(text)
        }
    }
}

extension String {
    /// Characters that steer a terminal become spaces: a symbol from a broker's list must not move the cursor.
    var shown: String {
        let steering: [Unicode.GeneralCategory] = [.control, .format, .lineSeparator, .paragraphSeparator]
        return String(
            UnicodeScalarView(unicodeScalars.map { steering.contains($0.properties.generalCategory) ? " " : $0 })
        )
    }
}

/// Lengths of time for people: `3 h 05 min`.
enum Spans {
    static func text(_ seconds: Int64) -> String {
        switch seconds {
        case ..<60: "\(seconds) s"
        case ..<3600: "\(seconds / 60) min"
        case ..<172_800: "\(seconds / 3600) h \(seconds / 60 % 60 < 10 ? "0" : "")\(seconds / 60 % 60) min"
        default: "\(seconds / 86_400) days"
        }
    }
}
