package import SaudaCore

/// Price over earnings and over book value by day (SIG-7, DEC-20): `symbol,pe,pb,as_of`. Empty numbers are not known.
package struct FundamentalsFile: Sendable {
    static let header = "symbol,pe,pb,as_of"

    /// By symbol, oldest first.
    package private(set) var rows: [String: [Fundamentals]] = [:]

    /// - Throws: `DataError` with place of the first bad field; a symbol may have one row a day.
    package init(path: String) throws(DataError) {
        let file = try ResearchRows(path: path, header: Self.header)
        var rows: [String: [Fundamentals]] = [:]
        var seen: [String: Int] = [:]
        try file.forEach { fields throws(DataError) in
            let symbol = try file.symbol(fields[0])
            let row = Fundamentals(
                pe: try file.ratio(fields[1], "pe"),
                pb: try file.ratio(fields[2], "pb"),
                asOf: try file.day(fields[3], "as_of")
            )
            if let line = seen.updateValue(fields[0].line, forKey: "\(symbol),\(row.asOf)") {
                throw file.refusal(
                    fields[0],
                    "\(symbol) of \(row.asOf) is in line \(line) already",
                    "keep one of the two"
                )
            }
            rows[symbol, default: []].append(row)
        }
        self.rows = rows.mapValues { $0.sorted { $0.asOf < $1.asOf } }
    }
}
