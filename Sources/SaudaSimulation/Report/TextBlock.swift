/// Lines that are all `width` characters wide, so that blocks can stand side by side.
struct TextBlock: Sendable {
    let width: Int
    let ink: Ink
    private(set) var lines: [String] = []

    init(width: Int, ink: Ink) {
        self.width = width
        self.ink = ink
    }

    /// A line of text, cut with an ellipsis where it is too long.
    mutating func add(_ text: String, _ tone: Ink.Tone = .plain) {
        lines.append(ink(text.fitted(to: width), tone))
    }

    /// A label at the left and cells of `cellWidth` at the right edge. A figure is never cut; the label is.
    mutating func add(_ label: String, _ cells: [Cell], cellWidth: Int = 0, labelTone: Ink.Tone = .plain) {
        let widths = cells.map { max(cellWidth, $0.text.count + 1) }
        let label = label.fitted(to: max(0, width - widths.reduce(0, +)))
        let figures = zip(cells, widths).map { ink($0.text.leftPadded(to: $1), $0.tone) }
        lines.append(ink(label, labelTone) + figures.joined())
    }

    /// Words broken into lines; those after the first are indented by `hang`.
    mutating func add(wrapping text: String, hang: Int) {
        var line = ""
        for word in text.split(separator: " ") {
            if !line.allSatisfy(\.isWhitespace), line.count + 1 + word.count > width {
                add(line)
                line = String(repeating: " ", count: hang) + word
            } else {
                line += line.isEmpty ? String(word) : " " + word
            }
        }
        add(line)
    }

    /// Both blocks beside each other, the shorter one filled up with blank lines.
    static func beside(_ left: TextBlock, _ right: TextBlock, gap: Int) -> [String] {
        (0..<max(left.lines.count, right.lines.count)).map { index in
            left.line(index) + String(repeating: " ", count: gap) + right.line(index)
        }
    }

    private func line(_ index: Int) -> String {
        index < lines.count ? lines[index] : String(repeating: " ", count: width)
    }
}

extension String {
    /// Exactly `width` characters: filled with spaces, or cut with an ellipsis.
    func fitted(to width: Int) -> String {
        guard count > width else { return rightPadded(to: width) }
        return width > 0 ? prefix(width - 1) + "…" : ""
    }

    func rightPadded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
    func leftPadded(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }

    /// Characters that steer (control codes, text direction, line ends) become spaces: a name from a file must not
    /// move the cursor or colour the screen.
    var printable: String {
        let steering: [Unicode.GeneralCategory] = [.control, .format, .lineSeparator, .paragraphSeparator]
        return String(
            UnicodeScalarView(unicodeScalars.map { steering.contains($0.properties.generalCategory) ? " " : $0 })
        )
    }
}
