/// A small table of dated facts: comma-separated text with `#` comments and a fixed header.
///
/// There are no quotes: only the last column may hold commas. A text without rows is an empty table, header or not.
struct FactTable {
    let file: String
    private(set) var rows: [Row] = []

    init(_ text: String, file: String, columns: [String]) throws(FactError) {
        self.file = file
        var sawHeader = false
        let newline = UInt8(ascii: "\n")
        for (index, bytes) in text.utf8.split(separator: newline, omittingEmptySubsequences: false).enumerated() {
            let line = Substring(bytes).trimmed
            if line.isEmpty || line.hasPrefix("#") { continue }
            let fields = line.split(separator: ",", maxSplits: columns.count - 1, omittingEmptySubsequences: false)
                .map(\.trimmed)
            let row = Row(file: file, line: index + 1, columns: columns, fields: fields)
            guard fields.count == columns.count else {
                throw row.error("has \(fields.count) fields of \(columns.count): \(columns.joined(separator: ",")).")
            }
            if sawHeader {
                rows.append(row)
            } else {
                guard fields == columns else {
                    throw row.error("is not the header; the first line reads \(columns.joined(separator: ",")).")
                }
                sawHeader = true
            }
        }
    }
}

extension FactTable {
    /// One line of the table. Its readers name file and line when a field makes no sense.
    struct Row {
        let file: String
        let line: Int
        fileprivate let columns: [String]
        fileprivate let fields: [String]

        fileprivate init(file: String, line: Int, columns: [String], fields: [String]) {
            (self.file, self.line, self.columns, self.fields) = (file, line, columns, fields)
        }

        /// The trimmed text of a column, empty when it is not one of the table's.
        subscript(column: String) -> String { columns.firstIndex(of: column).map { fields[$0] } ?? "" }

        func error(_ problem: String) -> FactError { FactError(file: file, line: line, problem: problem) }

        func day(_ column: String) throws(FactError) -> Day {
            guard let day = Day(self[column]) else {
                throw error("'\(self[column])' is not a date; write YYYY-MM-DD.")
            }
            return day
        }

        /// A first day of validity, or `always`.
        func start(_ column: String) throws(FactError) -> Day {
            self[column] == "always" ? Day(number: .min) : try day(column)
        }

        func time(_ text: String) throws(FactError) -> TimeOfDay {
            guard let time = TimeOfDay(text) else { throw error("'\(text)' is not a time; write HH:MM.") }
            return time
        }

        /// The value a word stands for; an unknown word is refused with the known ones listed.
        func word<Value>(_ column: String, _ known: KeyValuePairs<String, Value>) throws(FactError) -> Value {
            let text = self[column]
            if let pair = known.first(where: { $0.key == text }) { return pair.value }
            throw error("unknown \(column) '\(text)'. Known: \(known.map(\.key).joined(separator: ", ")).")
        }

        func rate(_ column: String) throws(FactError) -> ChargeRate {
            guard let rate = ChargeRate(self[column]) else {
                throw error("'\(self[column])' is not a \(column) share; write 0, 0.03% or 306.99/crore.")
            }
            return rate
        }
    }
}

extension Substring {
    /// Without spaces, tabs and carriage returns at both ends.
    fileprivate var trimmed: String {
        let isBlank = { (character: Character) in character == " " || character == "\t" || character == "\r" }
        var text = drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return String(text)
    }
}
