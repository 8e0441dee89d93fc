package import SaudaCore

/// One symbol's price history, read and checked whole.
///
/// The first line is `date,open,high,low,close,volume` (daily, `2025-11-20`) or `time,open,high,low,close,volume`
/// (minutes, named by their start: `2025-11-20T09:15:00+05:30`, or seconds since 1970). Prices are rupees with at most
/// four decimals, volumes whole units. CRLF and a byte-order mark are accepted. `.gz` files may have several members.
package struct CandleFile: Hashable, Sendable {
    /// The file's name without `.csv` or `.csv.gz`.
    package let symbol: String
    package let span: CandleSpan
    /// Strictly rising in time, prices consistent and plausible. Empty only when no row is in the wanted days.
    package let candles: [Candle]
    /// Empty unless bad rows were to be skipped.
    package let skipped: SkippedRows

    /// Reads a file.
    ///
    /// Every row is checked, wanted or not. A row that goes back in time is compared with the last good row, so one row
    /// with a date far ahead makes skipping drop all that follow: look at `skipped`.
    ///
    /// - Parameters:
    ///   - from: The first wanted day, nil for all.
    ///   - to: The last wanted day, nil for all.
    ///   - skipBadRows: Counts bad rows and goes on, and keeps the whole rows of compressed data that end early (their
    ///     checksum is missing then). A wrong header, damaged data and a file without one good row remain errors.
    /// - Throws: `DataError` with the line of the first bad row.
    package init(path: String, from: Day? = nil, to: Day? = nil, skipBadRows: Bool = false) throws(DataError) {
        let wanted = try CandleFile.timestamps(from: from, to: to, path: path)
        var text = try HistoryText(path: path)
        let cut = DataError.cutShort(path)
        if text.isCutShort {
            guard skipBadRows, let newline = text.bytes.lastIndex(of: CSVField.newline) else { throw cut }
            text.bytes.removeSubrange((newline + 1)...)
        } else if text.bytes.last != CSVField.newline {
            text.bytes.append(CSVField.newline)
        }
        let header = try CandleHeader(text.bytes, file: path)
        var parser = CandleParser(file: path, span: header.span, wanted: wanted, skipsBadRows: skipBadRows)
        try parser.parse(text.bytes.span, from: header.end)
        if text.isCutShort { parser.countCut(cut) }
        guard parser.last != nil else {
            throw DataError(
                file: path,
                what: parser.skipped.total == 0 ? "no rows after the header" : "not one good row",
                nextStep: "delete the file or download it again"
            )
        }
        symbol = CandleFile.symbol(ofPath: path)
        span = header.span
        candles = parser.candles
        skipped = parser.skipped
    }

    /// The span that the header names, without reading the rest.
    static func span(ofPath path: String) throws(DataError) -> CandleSpan {
        try CandleHeader(HistoryText(path: path, wanted: 256).bytes, file: path).span
    }

    /// `data/M&M.csv.gz` is `M&M`.
    static func symbol(ofPath path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        return String(CandleFile.symbol(ofName: name) ?? name)
    }

    /// Nil for a name that does not end in `.csv` or `.csv.gz`, and for hidden files.
    static func symbol<Name: StringProtocol>(ofName name: Name) -> Name.SubSequence? {
        for ending in [".csv", ".csv.gz"] where name.hasSuffix(ending) && !name.hasPrefix(".") {
            return name.dropLast(ending.count)
        }
        return nil
    }

    private static func timestamps(from: Day?, to: Day?, path: String) throws(DataError) -> ClosedRange<Timestamp> {
        if let from, let to, from > to {
            throw DataError(
                file: path,
                what: "the first wanted day \(from) is after the last, \(to)",
                nextStep: "swap the two"
            )
        }
        let midnight = TimeOfDay(seconds: 0)
        let first = from?.at(midnight) ?? Timestamp(microseconds: .min)
        let end = to?.advanced(by: 1).at(midnight) ?? .distantFuture
        return first...Timestamp(microseconds: end.microseconds - 1)
    }
}
