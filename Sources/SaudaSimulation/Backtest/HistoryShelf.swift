import SaudaCore

/// Candles with a place marker: what lies behind it has happened.
struct HistoryShelf: Sendable {
    /// Calendar days read at a time: one instrument's candles lie together in memory, one day's do not.
    private static let span = 32

    private let daily: [[Candle]]
    private let minutes: [[Candle]]
    private(set) var table: DayTable
    /// The first candle that does not lie before the days read, and the first minute not before today.
    private var cursors: [Int]
    private var minuteCursors: [Int]
    /// The places of today's candles in the table. Only the feeder may look at them.
    private(set) var today = 0..<0

    init(_ history: MarketHistory) {
        daily = history.daily
        minutes = history.minutes
        table = history.table ?? DayTable()
        cursors = daily.map { _ in 0 }
        minuteCursors = minutes.map { _ in 0 }
    }

    /// Moves to `day`, never back.
    mutating func move(to day: Day) {
        if !table.covers(day) { table.read(daily, from: day, count: Self.span, &cursors) }
        today = table.places(on: day)
        let midnight = day.at(TimeOfDay(0, 0))
        for index in minutes.indices where !minutes[index].isEmpty {
            while minuteCursors[index] < minutes[index].count, minutes[index][minuteCursors[index]].start < midnight {
                minuteCursors[index] += 1
            }
        }
    }

    /// Today's candle, if there is one. Only the feeder may look at it.
    func todays(_ id: InstrumentID) -> Candle? {
        var low = today.lowerBound
        var high = today.upperBound
        while low < high {
            let middle = (low + high) / 2
            if table.instruments[middle] < id { low = middle + 1 } else { high = middle }
        }
        return low < today.upperBound && table.instruments[low] == id ? table.candles[low] : nil
    }

    /// The minutes from `open` to before `close`, both of today; empty where there are none. What was traded outside,
    /// before the opening or in an auction, is not continuous trading.
    func minutes(of id: InstrumentID, from open: Timestamp, to close: Timestamp) -> ArraySlice<Candle> {
        let all = minutes[Int(id.index)]
        var start = minuteCursors[Int(id.index)]
        while start < all.count, all[start].start < open { start += 1 }
        var end = start
        while end < all.count, all[end].start < close { end += 1 }
        return all[start..<end]
    }

    /// The daily candles of the last `days` calendar days up to and with `day`, whose own has ended: for the evening.
    func candlesThrough(_ day: Day, of instrument: InstrumentID, days: Int) -> ArraySlice<Candle> {
        range(of: instrument, days: days, before: day.advanced(by: 1))
    }

    /// The daily candles of the last `days` calendar days that end before `day`.
    func candles(of instrument: InstrumentID, days: Int, before day: Day) -> [Candle] {
        Array(range(of: instrument, days: days, before: day))
    }

    private func range(of instrument: InstrumentID, days: Int, before day: Day) -> ArraySlice<Candle> {
        let all = daily[Int(instrument.index)]
        let end = Self.place(of: day, in: all)
        return all[min(Self.place(of: day.advanced(by: -days), in: all), end)..<end]
    }

    /// The place of the first candle that does not lie before `day`.
    private static func place(of day: Day, in candles: [Candle]) -> Int {
        let midnight = day.at(TimeOfDay(0, 0))
        var low = 0
        var high = candles.count
        while low < high {
            let middle = (low + high) / 2
            if candles[middle].start < midnight { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
