import SaudaCore

/// Directories of price history, one file for each symbol and span.
///
/// The name of a file is its symbol: `M&M.csv`, `BAJAJ-AUTO.csv.gz`. Files of other kinds and hidden ones are ignored.
package struct HistoryFolder: Sendable {
    package let directories: [String]
    /// Sorted, each once.
    package let symbols: [String]
    /// By symbol; more than one path where a symbol has daily and minute candles.
    let paths: [String: [String]]

    /// Lists the files; only the headers of symbols that occur twice are read.
    ///
    /// - Throws: `DataError` when a directory is missing, unreadable or has no history, and when a symbol has two files
    ///   of the same span.
    package init(_ directories: [String]) throws(DataError) {
        guard !directories.isEmpty else {
            throw DataError(file: "price history", what: "no directory given", nextStep: "name at least one")
        }
        var found: [String: [String]] = [:]
        for directory in directories {
            let names = try DirectoryListing.names(in: directory)
            var isEmpty = true
            for name in names {
                guard let symbol = CandleFile.symbol(ofName: name) else { continue }
                let separator = directory.hasSuffix("/") ? "" : "/"
                found[String(symbol), default: []].append("\(directory)\(separator)\(name)")
                isEmpty = false
            }
            if isEmpty {
                throw DataError(
                    file: directory,
                    what: "no price history in this directory",
                    nextStep: "put files such as INFY.csv or INFY.csv.gz there, or name another directory"
                )
            }
        }
        self.directories = directories
        symbols = found.keys.sorted()
        for symbol in symbols {
            try HistoryFolder.refuseSameSpan(of: found[symbol, default: []])
        }
        paths = found
    }

    private static func refuseSameSpan(of paths: [String]) throws(DataError) {
        guard paths.count > 1 else { return }
        var seen: [CandleSpan: String] = [:]
        for path in paths {
            let span = try CandleFile.span(ofPath: path)
            if let other = seen.updateValue(path, forKey: span) {
                throw DataError(
                    file: path,
                    what: "\(other) has the same symbol and \(span.description) candles too",
                    nextStep: "keep one of the two"
                )
            }
        }
    }

    /// The paths of some symbols, sorted by symbol, each once.
    ///
    /// - Parameter symbols: nil for all.
    /// - Throws: `DataError` with the nearest names when a symbol is absent.
    func paths(of wanted: [String]?) throws(DataError) -> [String] {
        let names = wanted.map { Set($0).sorted() } ?? symbols
        let absent = names.filter { paths[$0] == nil }
        guard let first = absent.first else { return names.flatMap { paths[$0, default: []] } }
        let others = absent.count == 1 ? "" : " nor of \(absent.count - 1) other symbols"
        let near = NearNames.near(first, in: symbols)
        throw DataError(
            file: directories.joined(separator: ", "),
            what: "no history of \(DataError.quote(first.utf8))\(others)",
            nextStep: near.isEmpty
                ? "add \(first).csv or leave the symbol out"
                : "did you mean \(near.joined(separator: ", "))?"
        )
    }
}
