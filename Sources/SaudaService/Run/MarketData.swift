package import SaudaCore
package import SaudaSimulation
import SaudaStore

/// Instruments with their candles, read from files or generated.
package struct MarketData: Sendable {
    package var title: String
    package var instruments: InstrumentTable
    package var history: MarketHistory
    package var skippedRows = 0
    package var assumptions: [String] = []
    package var warnings: [String] = []

    /// Reads directories of price files.
    package static func read(
        _ directories: [String],
        symbols: [String]?,
        from: Day?,
        to: Day?,
        skipBadRows: Bool = false,
        progress: (Int, Int) -> Void = { _, _ in }
    ) async throws -> MarketData {
        let folder = try HistoryFolder(directories)
        let files = try await folder.load(
            symbols: symbols,
            from: from,
            to: to,
            skipBadRows: skipBadRows,
            progress: progress
        )
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
            daily.contains { !$0.isEmpty }
                ? "A daily bar is played as open, one extreme, the other, close."
                : "Days are made of the minutes; the entry needs 200 days before it acts.",
        ]
        if minutes.contains(where: { !$0.isEmpty }) {
            data.assumptions.append("Days that have minutes are played from them, four prices a minute.")
        }
        return data
    }

    /// The first generated day. Prices are anchored to it, so that every later day is the same whoever asks.
    private static let generatedStart = Day(number: 17_532)  // 2018-01-01
    /// The last day that is generated when none is asked for, 2025-12-31.
    package static let generatedEnd = Day(number: 20_453)

    /// Generates daily history from 2018 on.
    ///
    /// - Parameter minutesOf: a day that is also given minute by minute; its candles are among the daily ones.
    package static func generate(
        _ symbols: [String],
        through last: Day,
        seed: UInt64,
        minutesOf day: Day? = nil
    ) throws -> MarketData {
        let calendar = MarketCalendar.builtIn
        let days = (0...max(0, last.days(since: generatedStart))).map { generatedStart.advanced(by: $0) }
            .filter { calendar.isTradingDay($0) }
        let generator = MarketGenerator(seed: seed)
        let tick = Price(paise: 5)
        var instruments = InstrumentTable()
        var daily: [[Candle]] = []
        var minutes: [[Candle]] = []
        for symbol in symbols {
            try instruments.add(Instrument(symbol: symbol, tick: tick))
            let start = generator.startPrice(of: symbol, tick: tick)
            let candles = generator.history(of: symbol, from: start, tick: tick, on: days)
            daily.append(candles)
            guard let day, let today = candles.last(where: { $0.start.day == day }) else {
                minutes.append([])
                continue
            }
            let hours = TradingDay(day, in: calendar, holdsPrices: false)
            minutes.append(generator.minutes(of: symbol, in: today, tick: tick, session: hours.unbroken))
        }
        var data = MarketData(
            title: "\(symbols.count) generated symbols",
            instruments: instruments,
            history: MarketHistory(daily: daily, minutes: minutes)
        )
        data.assumptions = ["Prices are generated from seed \(seed): the mechanics are real, the profits mean nothing."]
        return data
    }
}
