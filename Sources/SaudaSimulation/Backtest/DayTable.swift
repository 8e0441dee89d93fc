import SaudaCore

/// Daily candles of a stretch of days in the order in which they are told: by day, then by instrument.
struct DayTable: Sendable {
    private(set) var instruments: [InstrumentID] = []
    private(set) var candles: [Candle] = []
    private var first = Day(number: 0)
    /// Where each day begins, counted from the first; one more at the end.
    private var starts: [Int] = []

    init() {}

    /// All days at once: made once and then only read, so that any number of runs may share it.
    ///
    /// - Parameter daily: by instrument index, oldest first.
    init(of daily: [[Candle]]) {
        let least = daily.compactMap(\.first?.start.day).min() ?? first
        let most = daily.compactMap(\.last?.start.day).max() ?? first
        var cursors = daily.map { _ in 0 }
        read(daily, from: least, count: most.days(since: least) + 1, &cursors)
    }

    /// Reads `count` days from `day` on.
    ///
    /// - Parameter cursors: by instrument, a candle that is not behind the first of `day`; moved to the first one that
    ///   does not lie before it.
    mutating func read(_ daily: [[Candle]], from day: Day, count: Int, _ cursors: inout [Int]) {
        first = day
        starts.removeAll(keepingCapacity: true)
        starts.append(contentsOf: repeatElement(0, count: count + 1))
        let midnight = day.at(TimeOfDay(0, 0))
        for index in daily.indices {
            Self.move(&cursors[index], in: daily[index], to: midnight)
            Self.each(of: daily[index], from: cursors[index], first, count) { slot, _ in starts[slot + 1] += 1 }
        }
        for slot in 0..<count { starts[slot + 1] += starts[slot] }
        instruments.removeAll(keepingCapacity: true)
        candles.removeAll(keepingCapacity: true)
        instruments.append(contentsOf: repeatElement(InstrumentID(index: 0), count: starts[count]))
        candles.append(contentsOf: repeatElement(Self.blank, count: starts[count]))
        var places = starts
        for index in daily.indices {
            Self.each(of: daily[index], from: cursors[index], first, count) { slot, candle in
                instruments[places[slot]] = InstrumentID(index: UInt32(index))
                candles[places[slot]] = candle
                places[slot] += 1
            }
        }
    }

    /// Whether the day lies in the stretch, with candles or without.
    func covers(_ day: Day) -> Bool { day >= first && day.days(since: first) + 1 < starts.count }

    /// The days that have a candle, in order.
    var days: [Day] {
        starts.indices.dropLast().filter { starts[$0] < starts[$0 + 1] }.map { first.advanced(by: $0) }
    }

    /// The places of a day's candles, in the order of instruments.
    func places(on day: Day) -> Range<Int> {
        guard covers(day) else { return 0..<0 }
        let slot = day.days(since: first)
        return starts[slot]..<starts[slot + 1]
    }

    private static let blank = Candle(
        start: .distantFuture,
        open: .zero,
        high: .zero,
        low: .zero,
        close: .zero,
        volume: .zero
    )

    @inline(__always)
    private static func move(_ cursor: inout Int, in candles: [Candle], to midnight: Timestamp) {
        while cursor < candles.count, candles[cursor].start < midnight { cursor += 1 }
    }

    /// A candle's day is counted up from the one before: cheaper than dividing it out of its time.
    @inline(__always)
    private static func each(
        of candles: [Candle],
        from cursor: Int,
        _ first: Day,
        _ count: Int,
        _ body: (Int, Candle) -> Void
    ) {
        var slot = 0
        var midnight = first.advanced(by: 1).at(TimeOfDay(0, 0))
        for place in cursor..<candles.count {
            while candles[place].start >= midnight {
                slot += 1
                midnight = midnight.advanced(by: .seconds(86_400))
                if slot == count { return }
            }
            body(slot, candles[place])
        }
    }
}
