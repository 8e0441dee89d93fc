import SaudaCore

/// What the market does for the rest of a day, in order of time: at equal times the candles that end come before the
/// prices, and both in the order of instruments.
struct DayFeed: Sendable {
    struct Move: Sendable {
        var time: Timestamp
        /// Order among equal times: ends of candles first, then instruments, then as the candles have it.
        private var rank: UInt64
        var price: Price
        var instrument: InstrumentID
        var kind: Kind

        enum Kind: UInt8, Sendable {
            case endOfCandle, open, travel
        }

        init(_ kind: Kind, _ instrument: InstrumentID, _ price: Price, at time: Timestamp, number: Int) {
            self.time = time
            self.price = price
            self.instrument = instrument
            self.kind = kind
            rank = (kind == .endOfCandle ? 0 : 1 << 63) | UInt64(instrument.index) << 24 | UInt64(number)
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
    /// By instrument index, and the indices that are set.
    private var fed: [Bool] = []
    private var fedOnes: [Int] = []
    private var isSorted = true
    /// The candles whose ends are in `moves`, each found by the move's price as its number.
    private var ending: [Candle] = []

    /// The time of the next move. Sort first.
    var next: Timestamp? { position < moves.count ? moves[position].time : nil }

    subscript(index: Int) -> Move { moves[index] }

    func feeds(_ instrument: InstrumentID) -> Bool {
        Int(instrument.index) < fed.count && fed[Int(instrument.index)]
    }

    /// The day that is fed; its prices were made without its pause.
    var day: TradingDay?

    mutating func removeAll() {
        moves.removeAll(keepingCapacity: true)
        ending.removeAll(keepingCapacity: true)
        for index in fedOnes { fed[index] = false }
        fedOnes.removeAll(keepingCapacity: true)
        position = 0
        isSorted = true
    }

    /// Takes out all that happens at `time`, ends of candles or prices. They keep their places until `sort`.
    mutating func pop(at time: Timestamp, endsOfCandles: Bool) -> Range<Int> {
        let start = position
        while position < moves.count, moves[position].time == time,
            (moves[position].kind == .endOfCandle) == endsOfCandles
        {
            position += 1
        }
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
        note(instrument)
        return append(path.points(of: day), instrument, 0, from: start)
    }

    mutating func add(
        _ instrument: InstrumentID,
        _ minutes: ArraySlice<Candle>,
        _ path: MinutePath,
        from start: Timestamp
    ) -> Last? {
        note(instrument)
        var last: Last?
        for (number, minute) in minutes.enumerated() {
            last = append(path.points(of: minute), instrument, number * 4, from: start) ?? last
        }
        return last
    }

    /// Adds the ends of an instrument's minutes.
    mutating func addEnds(of minutes: ArraySlice<Candle>, _ instrument: InstrumentID) {
        for minute in minutes {
            let end = (day?.afterPause(minute.start) ?? minute.start).advanced(by: .seconds(60))
            moves.append(
                Move(.endOfCandle, instrument, Price(raw: Int64(ending.count)), at: end, number: 0)
            )
            ending.append(minute)
        }
        isSorted = false
    }

    /// Adds the bar of a closing auction, which ends with the day.
    mutating func addAuction(_ candle: Candle, _ instrument: InstrumentID, endingAt end: Timestamp) {
        moves.append(Move(.endOfCandle, instrument, Price(raw: Int64(ending.count)), at: end, number: 1))
        ending.append(candle)
        isSorted = false
    }

    /// The candle that ends with a move.
    func candle(endingWith move: Move) -> Candle { ending[Int(move.price.raw)] }

    private mutating func note(_ instrument: InstrumentID) {
        while fed.count <= Int(instrument.index) { fed.append(false) }
        fed[Int(instrument.index)] = true
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
            let kind: Move.Kind = point.kind == .open ? .open : .travel
            moves.append(Move(kind, instrument, point.price, at: point.time, number: number + index))
        }
        return last
    }
}
