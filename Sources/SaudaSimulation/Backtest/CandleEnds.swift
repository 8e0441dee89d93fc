import SaudaCore

/// The minutes of a day in the order in which they end; at equal times in the order of instruments.
struct CandleEnds: Sendable {
    struct End: Sendable {
        var time: Timestamp
        var instrument: InstrumentID
        fileprivate var place: Int32

        @inline(__always)
        fileprivate static func isBefore(_ a: End, _ b: End) -> Bool {
            a.time != b.time ? a.time < b.time : a.place < b.place
        }
    }

    private var ends: [End] = []
    private var candles: [Candle] = []
    private var position = 0
    private var isSorted = true

    /// When the next one ends; `distantFuture` when all have. Sort first.
    @inline(__always) var next: Timestamp { position < ends.count ? ends[position].time : .distantFuture }

    subscript(index: Int) -> End { ends[index] }

    func candle(of end: End) -> Candle { candles[Int(end.place)] }

    mutating func removeAll() {
        ends.removeAll(keepingCapacity: true)
        candles.removeAll(keepingCapacity: true)
        position = 0
        isSorted = true
    }

    /// Adds a candle; those of one instrument together, instruments in order. `sort` when all are in.
    mutating func add(_ candle: Candle, of instrument: InstrumentID, endingAt time: Timestamp) {
        if let last = ends.last, last.time > time { isSorted = false }
        ends.append(End(time: time, instrument: instrument, place: Int32(candles.count)))
        candles.append(candle)
    }

    /// Takes out all that end at `time`. They keep their places.
    mutating func pop(at time: Timestamp) -> Range<Int> {
        let start = position
        while position < ends.count, ends[position].time == time { position += 1 }
        return start..<position
    }

    /// - Precondition: none has been taken out since the last one was added.
    mutating func sort() {
        guard !isSorted else { return }
        ends[position...].sort { End.isBefore($0, $1) }
        isSorted = true
    }
}
