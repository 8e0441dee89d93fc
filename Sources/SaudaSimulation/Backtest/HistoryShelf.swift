import SaudaCore

/// Daily candles with a place marker per instrument: what lies behind it has happened.
struct HistoryShelf: Sendable {
    private let candles: [[Candle]]
    private let minutes: [[Candle]]
    private var minuteCursors: [Int]
    /// The first candle that has not ended yet.
    private var cursors: [Int]
    private var today = Day(number: .min)

    init(_ history: MarketHistory) {
        candles = history.daily
        minutes = history.minutes
        cursors = candles.map { _ in 0 }
        minuteCursors = minutes.map { _ in 0 }
    }

    /// Moves every marker to `day`.
    mutating func move(to day: Day) {
        today = day
        let midnight = day.at(TimeOfDay(0, 0))
        for index in candles.indices {
            var cursor = cursors[index]
            while cursor < candles[index].count, candles[index][cursor].start < midnight { cursor += 1 }
            cursors[index] = cursor
        }
        for index in minutes.indices where !minutes[index].isEmpty {
            var cursor = minuteCursors[index]
            while cursor < minutes[index].count, minutes[index][cursor].start < midnight { cursor += 1 }
            minuteCursors[index] = cursor
        }
    }

    /// Today's candle, if there is one. Only the feeder may look at it.
    func todays(_ index: Int) -> Candle? {
        let cursor = cursors[index]
        guard cursor < candles[index].count else { return nil }
        let candle = candles[index][cursor]
        return candle.start.day == today ? candle : nil
    }

    /// Today's minutes; empty where there are none.
    func todaysMinutes(_ index: Int) -> ArraySlice<Candle> {
        let all = minutes[index]
        let start = minuteCursors[index]
        let midnight = today.advanced(by: 1).at(TimeOfDay(0, 0))
        var end = start
        while end < all.count, all[end].start < midnight { end += 1 }
        return all[start..<end]
    }

    var indices: Range<Int> { candles.indices }

    func candles(of instrument: InstrumentID, days: Int) -> [Candle] {
        let all = candles[Int(instrument.index)]
        let end = cursors[Int(instrument.index)]
        let first = today.advanced(by: -days).at(TimeOfDay(0, 0))
        var start = end
        while start > 0, all[start - 1].start >= first { start -= 1 }
        return Array(all[start..<end])
    }
}
