package import SaudaCore
import SaudaStore

/// Price files that grow: what a broker's history brings is added to what is there.
package struct CandleStore: Sendable {
    private let folder: String

    package init(_ folder: String) { self.folder = folder }

    package func path(_ symbol: String) -> String { "\(folder)/\(symbol).csv" }

    /// Without the candle that is still running at `now`.
    package static func finished(_ candles: [Candle], _ span: CandleSpan, at now: Timestamp) -> [Candle] {
        candles.filter { candle in
            switch span {
            case .minute: candle.start.advanced(by: .seconds(60)) <= now
            // The closing auction ends at 15:35; later sessions trade at its price.
            case .day: candle.start.day < now.day || now.time >= TimeOfDay(16, 0)
            }
        }
    }

    /// Adds candles to a symbol's file; those of times that are there already take their place.
    ///
    /// - Returns: How many the file has now.
    /// - Throws: `DataError` when the file is damaged, or when prices of finished days differ: a split or bonus has
    ///   rewritten them, and two scales must not stand in one file. `JournalError` when it cannot be written.
    package func add(
        _ candles: [Candle],
        _ span: CandleSpan,
        of symbol: String,
        replacing: Bool
    ) throws -> Int {
        let path = path(symbol)
        var merged: [Timestamp: Candle] = [:]
        if !replacing, Folders.exists(path) {
            let file = try CandleFile(path: path)
            guard file.span == span else {
                throw DataError(
                    file: path,
                    what: "it holds \(file.span.description) candles",
                    nextStep: "name another folder with --out"
                )
            }
            merged = Dictionary(file.candles.map { ($0.start, $0) }, uniquingKeysWith: { $1 })
            let changed = candles.first { new in merged[new.start].map { $0.close != new.close } ?? false }
            if let changed, let old = merged[changed.start] {
                throw DataError(
                    file: path,
                    what: "on \(changed.start.day) it closes at \(old.close), the broker says \(changed.close)",
                    nextStep: "a split or bonus rewrites prices: fetch the whole file again with --replace"
                )
            }
        }
        for candle in candles { merged[candle.start] = candle }
        let all = merged.values.sorted { $0.start < $1.start }
        try Folders.make(folder)
        try WholeFile.replace(path, with: Array(Self.text(all, span).utf8), mode: 0o644)
        return all.count
    }

    private static func text(_ candles: [Candle], _ span: CandleSpan) -> String {
        var lines = [(span == .day ? "date" : "time") + ",open,high,low,close,volume"]
        lines.reserveCapacity(candles.count + 1)
        for candle in candles {
            let start = span == .day ? "\(candle.start.day)" : "\(candle.start)"
            lines.append("\(start),\(candle.open),\(candle.high),\(candle.low),\(candle.close),\(candle.volume)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
