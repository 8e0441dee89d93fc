import SaudaCore

/// The rows of a small CSV file of research: a fixed header, then plain fields. The last field of a row may hold commas,
/// in double quotes or without.
///
/// CRLF, a byte-order mark and a last line without newline are accepted.
struct ResearchRows {
    let path: String
    let header: String
    private let lines: [ArraySlice<UInt8>]

    /// One field and where it stands.
    struct Field {
        var text: String
        /// Counted from 1.
        var line: Int
        /// In bytes from the start of the line, from 1.
        var column: Int
    }

    init(path: String, header: String) throws(DataError) {
        self.path = path
        self.header = header
        let text = try HistoryText(path: path)
        guard !text.isCutShort else { throw DataError.cutShort(path) }
        var lines = text.bytes.split(separator: CSVField.newline, omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        lines = lines.map { $0.last == CSVField.carriageReturn ? $0.dropLast() : $0 }
        if let first = lines.first, first.starts(with: [0xEF, 0xBB, 0xBF]) { lines[0] = first.dropFirst(3) }
        guard let first = lines.first, first.elementsEqual(header.utf8) else {
            throw DataError(
                file: path,
                line: 1,
                what: "unknown header \(DataError.quote(lines.first ?? []))",
                nextStep: "the first line must be \(header)"
            )
        }
        self.lines = lines
    }

    /// Hands on each row, as many fields as the header has.
    func forEach(_ body: ([Field]) throws(DataError) -> Void) throws(DataError) {
        let count = header.split(separator: ",").count
        for (index, bytes) in lines.enumerated().dropFirst() {
            let parts = bytes.split(separator: CSVField.comma, maxSplits: count - 1, omittingEmptySubsequences: false)
            guard parts.count == count else {
                throw DataError(
                    file: path,
                    line: index + 1,
                    what: "\(parts.count) fields instead of \(count) in \(DataError.quote(bytes))",
                    nextStep: "write \(header)"
                )
            }
            var fields: [Field] = []
            for part in parts {
                let column = part.startIndex - bytes.startIndex + 1
                guard let text = String(validating: part, as: UTF8.self) else {
                    let field = Field(text: "", line: index + 1, column: column)
                    throw refusal(field, "text that is not UTF-8", "save the file as UTF-8")
                }
                fields.append(Field(text: text, line: index + 1, column: column))
            }
            try body(fields)
        }
    }

    func refusal(_ field: Field, _ what: String, _ nextStep: String) -> DataError {
        DataError(file: path, line: field.line, column: field.column, what: what, nextStep: nextStep)
    }

    // MARK: - Fields

    func symbol(_ field: Field) throws(DataError) -> String {
        let isPlain = field.text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") }
        guard !field.text.isEmpty, isPlain else {
            throw refusal(field, bad("symbol", field), "write a symbol such as BAJAJ-AUTO, without quotes or blanks")
        }
        return field.text
    }

    func day(_ field: Field, _ name: String) throws(DataError) -> Day {
        guard let day = Day(field.text) else {
            throw refusal(field, bad(name, field), "write a date that exists, such as 2025-11-20")
        }
        return day
    }

    /// Nil for an empty field: not known.
    func ratio(_ field: Field, _ name: String) throws(DataError) -> Double? {
        if field.text.isEmpty { return nil }
        guard let money = Money(field.text), abs(money.raw) < 10_000_000_000_000 else {
            let nextStep = "write a number with at most four decimals, such as 23.4, or nothing where it is not known"
            throw refusal(field, bad(name, field), nextStep)
        }
        return money.rupees
    }

    /// Quotes around it are taken off, doubled ones within are single.
    func title(_ field: Field) throws(DataError) -> String {
        var text = field.text
        if text.first == "\"" {
            let inner = text.dropFirst().dropLast()
            let pairs = inner.split(separator: "\"\"", omittingEmptySubsequences: false)
            guard text.count >= 2, text.last == "\"", !pairs.contains(where: { $0.contains("\"") }) else {
                throw refusal(field, "a quote that is not closed", "write \"...\" with quotes inside doubled")
            }
            text = pairs.joined(separator: "\"")
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw refusal(field, "empty headline", "write the headline, or leave the row out")
        }
        return text
    }

    private func bad(_ name: String, _ field: Field) -> String {
        field.text.isEmpty ? "empty \(name)" : "bad \(name) \(DataError.quote(field.text.utf8))"
    }
}
