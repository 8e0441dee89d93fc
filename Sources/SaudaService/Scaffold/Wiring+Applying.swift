extension Wiring {
    /// The text with what it needs; the same text when that stands there already.
    ///
    /// - Throws: when its place is not found, with what a person has to add.
    package func applied(to text: String) throws(ScaffoldRefusal) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        switch place {
        case .imports:
            guard !lines.contains(self.text) else { return text }
            guard let first = lines.firstIndex(where: { Self.module($0[...]) != nil }) else { throw missing }
            let mine = Self.module(self.text[...]) ?? ""
            let before = lines.lastIndex { line in Self.module(line[...]).map { $0 < mine } ?? false }
            lines.insert(self.text, at: before.map { $0 + 1 } ?? first)
        case .line(let before, let after, let mark):
            guard let start = lines.firstIndex(where: { $0.hasPrefix(after) }),
                let end = lines[start...].firstIndex(where: { $0.hasPrefix(before) })
            else { throw missing }
            guard !lines[start..<end].contains(where: { $0.contains(mark) }) else { return text }
            // A list of the shell has no commas.
            let isList = self.text.hasSuffix(",")
            if isList, let last = lines[end - 1].last, !",[({".contains(last) { lines[end - 1] += "," }
            lines.insert(contentsOf: self.text.split(separator: "\n").map(String.init), at: end)
        case .item(let opening):
            guard let start = lines.firstIndex(where: { $0.hasPrefix(opening) }),
                let end = lines[start...].firstIndex(where: { $0.contains("]") })
            else { throw missing }
            guard let list = try extended(lines[start...end].joined(separator: "\n"), opening) else { return text }
            lines.replaceSubrange(start...end, with: list)
        }
        return lines.joined(separator: "\n")
    }

    /// The list with the item, over as many lines as it takes; nil when the item is in it.
    private func extended(_ list: String, _ opening: String) throws(ScaffoldRefusal) -> [String]? {
        guard let close = list.lastIndex(of: "]") else { throw missing }
        let body = list[list.index(list.startIndex, offsetBy: opening.count)..<close]
        var items = body.split { $0 == "," || $0.isNewline }.map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
        guard !items.contains(text) else { return nil }
        items.append(text)
        let rest = list[close...]
        let line = opening + items.joined(separator: ", ") + rest
        guard line.count > 120 else { return [line] }
        let margin = String(opening.prefix { $0 == " " })
        var lines = [opening]
        var current = margin + "    "
        for item in items {
            if current.count + item.count + 1 > 120 {
                lines.append(String(current.dropLast()))
                current = margin + "    "
            }
            current += item + ", "
        }
        return lines + [String(current.dropLast()), margin + rest]
    }

    /// What a line imports, whatever stands before `import`.
    static func module(_ line: Substring) -> Substring? {
        let words = line.split(separator: " ")
        return line.first != " " && words.count >= 2 && words[words.count - 2] == "import" ? words.last : nil
    }

    private var missing: ScaffoldRefusal {
        ScaffoldRefusal("\(path) does not look as it should; add this \(location) by hand:\n\(text)")
    }
}
