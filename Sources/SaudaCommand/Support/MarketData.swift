import SaudaCore
import SaudaService
import SaudaSimulation
import SaudaStore

/// Instruments with their candles, read or generated.
struct MarketData {
    var title: String
    var instruments: InstrumentTable
    var history: MarketHistory
    var skippedRows = 0
    var assumptions: [String] = []
    var warnings: [String] = []

    /// Reads directories of price files.
    static func read(
        _ directories: [String],
        symbols: [String]?,
        from: Day?,
        to: Day?,
        skipBadRows: Bool
    ) async throws -> MarketData {
        let folder = try HistoryFolder(directories)
        let bar = ProgressBar("reading prices")
        let files = try await folder.load(symbols: symbols, from: from, to: to, skipBadRows: skipBadRows) {
            bar.update($0, of: $1)
        }
        bar.finish()
        var instruments = InstrumentTable()
        var daily: [[Candle]] = []
        var minutes: [[Candle]] = []
        var skipped = 0
        var warnings: [String] = []
        for file in files {
            skipped += file.skipped.total
            if file.skipped.total > 0 { warnings.append("\(file.symbol): \(file.skipped.total) bad rows left out") }
            let id: InstrumentID
            if let known = try? instruments.find(file.symbol) {
                id = known
            } else {
                id = try instruments.add(Instrument(symbol: file.symbol))
                daily.append([])
                minutes.append([])
            }
            if file.span == .day { daily[Int(id.index)] = file.candles } else { minutes[Int(id.index)] = file.candles }
        }
        var data = MarketData(
            title: "\(instruments.count) symbol\(instruments.count == 1 ? "" : "s")",
            instruments: instruments,
            history: MarketHistory(daily: daily, minutes: minutes)
        )
        data.skippedRows = skipped
        data.warnings = warnings
        data.assumptions = [
            "Prices are as the files have them; adjusted prices are traded on the tick of their date (DEC-21).",
            "A daily bar is played as open, one extreme, the other, close; fills between are at the order's price.",
        ]
        return data
    }

    /// Generates daily history for some symbols.
    static func generate(_ symbols: [String], on days: [Day], seed: UInt64) throws -> MarketData {
        let generator = MarketGenerator(seed: seed)
        let tick = Price(paise: 5)
        var instruments = InstrumentTable()
        var daily: [[Candle]] = []
        for symbol in symbols {
            try instruments.add(Instrument(symbol: symbol, tick: tick))
            let start = generator.startPrice(of: symbol, tick: tick)
            daily.append(generator.history(of: symbol, from: start, tick: tick, on: days))
        }
        var data = MarketData(
            title: "\(symbols.count) generated symbols",
            instruments: instruments,
            history: MarketHistory(daily: daily, minutes: symbols.map { _ in [] })
        )
        data.assumptions = ["Prices are generated from seed \(seed): the mechanics are real, the profits mean nothing."]
        return data
    }
}
