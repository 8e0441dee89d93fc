/// Rows under headings as plain text; the last column may be long and is broken over lines.
package struct PlainColumns {
    private let headings: [String]
    /// Columns of numbers, which stand at the right.
    private let figures: Set<Int>
    private let indent: String
    private var rows: [[String]] = []

    package init(_ headings: [String], figures: Set<Int> = [], indent: Int = 2) {
        self.headings = headings
        self.figures = figures
        self.indent = String(repeating: " ", count: indent)
    }

    package mutating func add(_ cells: [String]) { rows.append(cells) }

    package var isEmpty: Bool { rows.isEmpty }

    /// Lines without blanks at their ends, at most `width` wide where the words allow it.
    package func lines(width: Int = 100) -> [String] {
        let all = (headings.isEmpty ? [] : [headings]) + rows
        guard let last = all.first.map({ $0.count - 1 }) else { return [] }
        let widths = (0...last).map { column in all.map { $0[column].count }.max() ?? 0 }
        let start = indent.count + widths[..<last].reduce(0) { $0 + $1 + 2 }
        return all.flatMap { cells in
            var parts = (0..<last).map { padded(cells[$0], widths[$0], figures.contains($0)) }
            let pieces =
                figures.contains(last)
                ? [padded(cells[last], widths[last], true)] : Self.broken(cells[last], max(width - start, 24))
            parts.append(pieces[0])
            let more = pieces.dropFirst().map { String(repeating: " ", count: start) + $0 }
            return ([indent + parts.joined(separator: "  ")] + more).map(Self.trimmed)
        }
    }

    /// A text in pieces of at most `width` characters, at blanks; a longer word stays whole.
    package static func broken(_ text: String, _ width: Int) -> [String] {
        var pieces: [String] = []
        var piece = ""
        for word in text.split(separator: " ") {
            if !piece.isEmpty, piece.count + 1 + word.count > width {
                pieces.append(piece)
                piece = ""
            }
            piece += piece.isEmpty ? String(word) : " \(word)"
        }
        return pieces + (piece.isEmpty && !pieces.isEmpty ? [] : [piece])
    }

    private func padded(_ text: String, _ width: Int, _ isFigure: Bool) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return isFigure ? space + text : text + space
    }

    private static func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}
