import SaudaCore

/// Candles with a place marker per instrument: what lies behind it has happened.
struct HistoryShelf: Sendable {
    typealias Trading = (instrument: InstrumentID, candle: Candle)

    /// Calendar days read at a time: one instrument's candles lie together in memory, one day's do not.
    private static let span = 16

    private let candles: [[Candle]]
    private let minutes: [[Candle]]
    /// The first candle that does not lie before the days read, and the first minute not before today.
    private var cursors: [Int]
    private var minuteCursors: [Int]
    /// What trades on the days read, by day, then in the order of instruments.
    private var days: [[Trading]] = Array(repeating: [], count: span)
    private var first = Day(number: .min)
    private var today = 0

    init(_ history: MarketHistory) {
        candles = history.daily
        minutes = history.minutes
        cursors = candles.map { _ in 0 }
        minuteCursors = minutes.map { _ in 0 }
    }

    /// Moves to `day`, never back.
    mutating func move(to day: Day) {
        if day >= first.advanced(by: Self.span) || first.number == .min { read(from: day) }
        today = day.days(since: first)
        let midnight = day.at(TimeOfDay(0, 0))
        for index in minutes.indices where !minutes[index].isEmpty {
            Self.move(&minuteCursors[index], in: minutes[index], to: midnight)
        }
    }

    private mutating func read(from day: Day) {
        first = day
        for index in days.indices { days[index].removeAll(keepingCapacity: true) }
        let midnights = (0...Self.span).map { day.advanced(by: $0).at(TimeOfDay(0, 0)) }
        for index in candles.indices {
            Self.move(&cursors[index], in: candles[index], to: midnights[0])
            var slot = 0
            for candle in candles[index][cursors[index]...] {
                while slot < Self.span, candle.start >= midnights[slot + 1] { slot += 1 }
                guard slot < Self.span else { break }
                days[slot].append((InstrumentID(index: UInt32(index)), candle))
            }
        }
    }

    @inline(__always)
    private static func move(_ cursor: inout Int, in candles: [Candle], to midnight: Timestamp) {
        while cursor < candles.count, candles[cursor].start < midnight { cursor += 1 }
    }

    /// What trades today, in the order of instruments. Only the feeder may look at it.
    var trading: [Trading] { days[today] }

    /// Today's candle, if there is one. Only the feeder may look at it.
    func todays(_ id: InstrumentID) -> Candle? {
        let trading = trading
        var low = 0
        var high = trading.count
        while low < high {
            let middle = (low + high) / 2
            if trading[middle].instrument < id { low = middle + 1 } else { high = middle }
        }
        return low < trading.count && trading[low].instrument == id ? trading[low].candle : nil
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
        let all = candles[Int(instrument.index)]
        let midnight = day.at(TimeOfDay(0, 0))
        var end = cursors[Int(instrument.index)]
        while end < all.count, all[end].start < midnight { end += 1 }
        let first = day.advanced(by: -days).at(TimeOfDay(0, 0))
        var start = end
        while start > 0, all[start - 1].start >= first { start -= 1 }
        return all[start..<end]
    }
}
