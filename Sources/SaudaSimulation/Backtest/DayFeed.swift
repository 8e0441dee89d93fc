import SaudaCore

/// What the market does for the rest of a day, in order of time: at equal times the candles that end come before the
/// prices, and both in the order of instruments.
struct DayFeed: Sendable {
    struct Move: Sendable {
        var time: Timestamp
        /// Order among equal times: instruments, then as the candles have it.
        private var rank: UInt64
        var price: Price
        var instrument: InstrumentID
        var kind: PathPoint.Kind

        init(_ instrument: InstrumentID, _ point: PathPoint, number: Int) {
            time = point.time
            price = point.price
            kind = point.kind
            self.instrument = instrument
            rank = UInt64(instrument.index) << 24 | UInt64(number)
        }

        /// Which of the instrument's prices of the day it is, four for each candle.
        var number: Int { Int(rank & 0xFF_FFFF) }

        @inline(__always)
        static func isBefore(_ a: Move, _ b: Move) -> Bool {
            a.time != b.time ? a.time < b.time : a.rank < b.rank
        }
    }

    private var moves: [Move] = []
    private var position = 0
    private var isSorted = true
    /// By instrument index: whether it is fed, and from which source. And the indices that are.
    private var fed: [Int32] = []
    private var fedOnes: [Int] = []
    private static let unfed: Int32 = -2
    private static let fedWithoutSource: Int32 = -1
    /// Of the instruments that have minutes.
    private(set) var sources: [MinuteSource] = []
    /// When the first of them has to go on or pause.
    private(set) var refill = Timestamp.distantFuture
    var ends = CandleEnds()

    /// The time of the next thing to happen; `distantFuture` when nothing does. Sort first.
    @inline(__always) var next: Timestamp {
        min(position < moves.count ? moves[position].time : .distantFuture, ends.next, refill)
    }

    subscript(index: Int) -> Move { moves[index] }

    /// Whether its prices of today were lined up, if only up to a pause.
    func feeds(_ instrument: InstrumentID) -> Bool {
        Int(instrument.index) < fed.count && fed[Int(instrument.index)] != Self.unfed
    }

    /// The day that is fed; its prices were made without its pause.
    var day: TradingDay?

    mutating func removeAll() {
        moves.removeAll(keepingCapacity: true)
        ends.removeAll()
        for index in fedOnes { fed[index] = Self.unfed }
        fedOnes.removeAll(keepingCapacity: true)
        sources.removeAll(keepingCapacity: true)
        refill = .distantFuture
        position = 0
        isSorted = true
    }

    /// Takes out all prices at `time`. They keep their places until `sort`.
    mutating func pop(at time: Timestamp) -> Range<Int> {
        let start = position
        while position < moves.count, moves[position].time == time { position += 1 }
        return start..<position
    }

    mutating func sort() {
        guard !isSorted else { return }
        moves.removeSubrange(..<position)
        position = 0
        moves.sort { Move.isBefore($0, $1) }
        isSorted = true
    }
}

// MARK: - Adding

extension DayFeed {
    /// A price and which of the day's it is, four for each candle.
    typealias Last = (point: PathPoint, number: Int)

    /// Adds an instrument's prices from `start` on and returns the last one before it. `sort` when all are in.
    mutating func add(
        _ instrument: InstrumentID,
        _ day: Candle,
        _ path: DailyPath,
        from start: Timestamp
    ) -> Last? {
        note(instrument, Self.fedWithoutSource)
        return append(path.points(of: day), instrument, 0, from: start)
    }

    /// The same of minutes, the first one from `start` on; `goOn` adds the others when their time has come.
    mutating func add(
        _ instrument: InstrumentID,
        _ minutes: ArraySlice<Candle>,
        _ path: MinutePath,
        from start: Timestamp
    ) -> Last? {
        note(instrument, Int32(sources.count))
        sources.append(MinuteSource(instrument, minutes))
        return goOn(sources.count - 1, path, from: start)
    }

    /// Lets an instrument go on after its pause, if it is in one: from `start`. Returns the last price before it.
    ///
    /// - Precondition: `feeds(instrument)`.
    mutating func resume(_ instrument: InstrumentID, _ path: MinutePath, from start: Timestamp) -> Last? {
        let place = Int(fed[Int(instrument.index)])
        guard place >= 0, sources[place].isPaused else { return nil }
        return goOn(place, path, from: start)
    }

    /// Begins to look which sources go on: `goOn` with each of them and the time returned.
    mutating func startRefill() -> Timestamp {
        defer { refill = .distantFuture }
        return refill
    }

    /// Adds the next minute of a source, if it is due and somebody waits for it; otherwise it pauses.
    mutating func goOn(_ place: Int, at time: Timestamp, isWanted: Bool, _ path: MinutePath) {
        guard !sources[place].isPaused else { return }
        if sources[place].next > time {
            refill = min(refill, sources[place].next)
        } else if isWanted {
            _ = goOn(place, path, from: time)
        } else {
            sources[place].isPaused = true
        }
    }

    /// Adds minutes up to the first that has prices from `start` on. On a day with a pause all of them: prices that
    /// fall into it come later than those of minutes behind it.
    private mutating func goOn(_ place: Int, _ path: MinutePath, from start: Timestamp) -> Last? {
        var last: Last?
        let before = moves.count
        let isWhole = day?.pause != nil
        sources[place].isPaused = false
        if !isWhole { sources[place].skip(before: start) }
        while sources[place].next < .distantFuture, moves.count == before || isWhole {
            let (minute, number) = sources[place].take()
            last = append(path.points(of: minute), sources[place].instrument, number, from: start) ?? last
        }
        refill = min(refill, sources[place].next)
        isSorted = false
        return last
    }

    /// Adds the ends of an instrument's minutes.
    mutating func addEnds(of minutes: ArraySlice<Candle>, _ instrument: InstrumentID) {
        for minute in minutes {
            let start = day?.afterPause(minute.start) ?? minute.start
            ends.add(minute, of: instrument, endingAt: start.advanced(by: .seconds(60)))
        }
    }

    private mutating func note(_ instrument: InstrumentID, _ source: Int32) {
        while fed.count <= Int(instrument.index) { fed.append(Self.unfed) }
        fed[Int(instrument.index)] = source
        fedOnes.append(Int(instrument.index))
        isSorted = false
    }

    private mutating func append(
        _ points: InlineArray<4, PathPoint>,
        _ instrument: InstrumentID,
        _ number: Int,
        from start: Timestamp
    ) -> Last? {
        var last: Last?
        for index in points.indices {
            var point = points[index]
            if let day { point.time = day.afterPause(point.time) }
            guard point.time >= start else {
                last = (point, number + index)
                continue
            }
            moves.append(Move(instrument, point, number: number + index))
        }
        return last
    }
}
