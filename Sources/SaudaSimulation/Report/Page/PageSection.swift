/// A part of a report that is read as text and as a page: the same words and figures in both.
package struct PageSection: Hashable, Sendable {
    package var title: String
    /// What must be known to read it.
    package var note: String
    package var table: PageTable?
    package var lines: [String]

    package init(_ title: String, note: String = "", table: PageTable? = nil, lines: [String] = []) {
        self.title = title
        self.note = note
        self.table = table
        self.lines = lines
    }

    /// For a terminal of so many columns.
    package func text(width: Int) -> [String] {
        var text = [title]
        if !note.isEmpty { text += Self.wrapped(note, width) }
        if let table { text += table.lines(width: width) }
        for line in lines { text += Self.wrapped(line.printable, width) }
        return text
    }

    /// Broken at blanks; a word that is longer stays whole.
    private static func wrapped(_ text: String, _ width: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] += " \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
