import Glibc
package import SaudaCore
import SaudaStore

/// The minutes of a day, a file a symbol: `HOME/candles/DAY/SYMBOL_candles_DAY.json` (FED-15).
package struct CandleBackup: Sendable {
    /// Trading or not, days for which they are kept.
    private static let days = 30

    private let home: String

    package init(home: String) { self.home = home }

    /// - Throws: `JournalError` when a file cannot be written; those before it are whole.
    package func write(_ symbols: [(symbol: String, candles: [Candle])], of day: Day) throws {
        let folder = "\(home)/candles/\(day)"
        try Folders.make(folder)
        for (symbol, candles) in symbols where !candles.isEmpty {
            let name = symbol.map { $0 == "/" || $0 == "\0" ? "_" : $0 }
            let path = "\(folder)/\(String(name))_candles_\(day).json"
            try WholeFile.replace(path, with: Array(Self.text(symbol, candles, day).utf8))
        }
    }

    /// Removes the folders of days that are older than is kept.
    package func prune(before day: Day) throws {
        let oldest = day.advanced(by: -Self.days)
        for name in try Folders.names(in: "\(home)/candles") {
            guard let found = Day(name), found < oldest else { continue }
            let folder = "\(home)/candles/\(name)"
            for file in try Folders.names(in: folder) where file.hasSuffix("_candles_\(name).json") {
                _ = unsafe unlink("\(folder)/\(file)")
            }
            // Stays when somebody put something else in it.
            _ = unsafe rmdir(folder)
        }
    }

    static func text(_ symbol: String, _ candles: [Candle], _ day: Day) -> String {
        let rows = candles.map { candle in
            "    {\"timestamp\": \"\(candle.start)\", \"open\": \(candle.open), \"high\": \(candle.high), "
                + "\"low\": \(candle.low), \"close\": \(candle.close), \"volume\": \(candle.volume)}"
        }
        let ends = [candles.first, candles.last].map { $0.map { "\"\($0.start)\"" } ?? "null" }
        return """
            {
              "symbol": \(JSON.string(symbol).text()),
              "backup_date": "\(day)",
              "candle_count": \(candles.count),
              "first_candle": \(ends[0]),
              "last_candle": \(ends[1]),
              "candles": [
            \(rows.joined(separator: ",\n"))
              ]
            }

            """
    }
}
