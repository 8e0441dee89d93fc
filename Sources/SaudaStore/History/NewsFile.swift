package import SaudaCore

/// Headlines by day (SIG-8, DEC-20): `symbol,date,headline`. A headline may hold commas.
package struct NewsFile: Sendable {
    static let header = "symbol,date,headline"

    /// By symbol, oldest first, those of one day as the file has them.
    package private(set) var rows: [String: [Headline]] = [:]

    /// - Throws: `DataError` with the place of the first bad field.
    package init(path: String) throws(DataError) {
        let file = try ResearchRows(path: path, header: Self.header)
        var rows: [String: [Headline]] = [:]
        try file.forEach { fields throws(DataError) in
            let symbol = try file.symbol(fields[0])
            let day = try file.day(fields[1], "date")
            rows[symbol, default: []].append(Headline(day: day, title: try file.title(fields[2])))
        }
        self.rows = rows.mapValues { list in
            list.enumerated().sorted { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }.map(\.element)
        }
    }
}
