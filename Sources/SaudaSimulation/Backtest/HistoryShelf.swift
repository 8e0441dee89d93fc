import SaudaCore

/// Candles with a place marker per instrument: what lies behind it has happened.
struct HistoryShelf: Sendable {
    private let candles: [[Candle]]
    private let minutes: [[Candle]]
    /// The first candle that does not lie before today, and the same for minutes.
    private var cursors: [Int]
    private var minuteCursors: [Int]
    /// What trades today, by instrument, in their order. Only the feeder may look at it.
    private(set) var today: [(instrument: InstrumentID, candle: Candle)] = []

    init(_ history: MarketHistory) {
        candles = history.daily
        minutes = history.minutes
        cursors = candles.map { _ in 0 }
        minuteCursors = minutes.map { _ in 0 }
    }

    /// Moves every marker to `day`, never back.
    mutating func move(to day: Day) {
        let midnight = day.at(TimeOfDay(0, 0))
        let nextMidnight = day.advanced(by: 1).at(TimeOfDay(0, 0))
        today.removeAll(keepingCapacity: true)
        for index in candles.indices {
            Self.move(&cursors[index], in: candles[index], to: midnight)
            let cursor = cursors[index]
            // Copied together: a day's candles lie far apart, one per instrument.
            if cursor < candles[index].count, candles[index][cursor].start < nextMidnight {
                today.append((InstrumentID(index: UInt32(index)), candles[index][cursor]))
            }
        }
        for index in minutes.indices { Self.move(&minuteCursors[index], in: minutes[index], to: midnight) }
    }

    @inline(__always)
    private static func move(_ cursor: inout Int, in candles: [Candle], to midnight: Timestamp) {
        while cursor < candles.count, candles[cursor].start < midnight { cursor += 1 }
    }

    /// Today's candle, if there is one. Only the feeder may look at it.
    func todays(_ id: InstrumentID) -> Candle? {
        var low = 0
        var high = today.count
        while low < high {
            let middle = (low + high) / 2
            if today[middle].instrument < id { low = middle + 1 } else { high = middle }
        }
        return low < today.count && today[low].instrument == id ? today[low].candle : nil
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

    /// The daily candles of the last `days` calendar days that end before `day`.
    func candles(of instrument: InstrumentID, days: Int, before day: Day) -> [Candle] {
        let all = candles[Int(instrument.index)]
        let midnight = day.at(TimeOfDay(0, 0))
        var end = cursors[Int(instrument.index)]
        while end < all.count, all[end].start < midnight { end += 1 }
        let first = day.advanced(by: -days).at(TimeOfDay(0, 0))
        var start = end
        while start > 0, all[start - 1].start >= first { start -= 1 }
        return Array(all[start..<end])
    }
}
