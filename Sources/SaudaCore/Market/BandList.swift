/// The fixed price bands of shares, 2, 5, 10 or 20 per cent of the previous close, as an exchange publishes them.
///
/// A text with the header `symbol,band`, or `symbol,from,band` where bands change: each then holds from its day on.
/// Shares that are not in it have no band that is known.
public struct BandList: Hashable, Sendable {
    private struct Entry: Hashable, Sendable {
        var from: Day
        /// Nil from a day on which the share has no fixed band.
        var percent: Int64?
    }

    /// Oldest first.
    private var entries: [String: [Entry]] = [:]

    public init() {}

    /// - Parameter file: what the text is called in errors.
    public init(parsing text: String, file: String) throws(FactError) {
        let header = text.split(whereSeparator: \.isNewline).first { !$0.hasPrefix("#") && !$0.isEmpty }
        let isDated = header?.contains("from") == true
        let columns = isDated ? ["symbol", "from", "band"] : ["symbol", "band"]
        for row in try FactTable(text, file: file, columns: columns).rows {
            let percent = try row.word("band", Self.percents)
            let from = isDated ? try row.start("from") : Day(number: .min)
            guard !row["symbol"].isEmpty else { throw row.error("has no symbol; name the share the band belongs to.") }
            if let last = entries[row["symbol"]]?.last, last.from >= from {
                throw row.error("is not later than the row of \(row["symbol"]) before it; remove one, or sort by date.")
            }
            entries[row["symbol"], default: []].append(Entry(from: from, percent: percent))
        }
    }

    public var count: Int { entries.count }

    /// The band of a share on a day in per cent; nil when it has none that is known.
    public func percent(of symbol: String, on day: Day) -> Int64? {
        entries[symbol]?.last { $0.from <= day }?.percent
    }

    /// The fixed bands there are.
    public static let fixed: [Int64] = [2, 5, 10, 20]

    private static let percents: KeyValuePairs<String, Int64?> = [
        "2": 2, "5": 5, "10": 10, "20": 20, "none": nil,
    ]
}
