import SaudaCore

/// The moves of one day still to come, in order of time, then of instrument.
struct DayFeed: Sendable {
    struct Move: Sendable {
        var time: Timestamp
        var instrument: InstrumentID
        var price: Price
        var isGap: Bool
        /// Keeps the moves of one instrument in order where times are equal.
        var order: UInt32

        static func isBefore(_ a: Move, _ b: Move) -> Bool {
            if a.time != b.time { return a.time < b.time }
            return a.instrument != b.instrument ? a.instrument < b.instrument : a.order < b.order
        }
    }

    private var moves: [Move] = []
    private var position = 0
    private var fed: Set<InstrumentID> = []

    var next: Timestamp? { position < moves.count ? moves[position].time : nil }

    mutating func pop() -> Move? {
        guard position < moves.count else { return nil }
        position += 1
        return moves[position - 1]
    }

    func feeds(_ instrument: InstrumentID) -> Bool { fed.contains(instrument) }

    mutating func removeAll() {
        moves.removeAll(keepingCapacity: true)
        fed.removeAll(keepingCapacity: true)
        position = 0
    }

    /// Adds an instrument's moves that are later than `time`. Call `sort` when all are in.
    mutating func add(_ instrument: InstrumentID, _ day: Candle, _ path: DailyPath, after time: Timestamp) {
        fed.insert(instrument)
        append(path.points(of: day), instrument, 0, after: time)
    }

    mutating func add(_ instrument: InstrumentID, _ minutes: ArraySlice<Candle>, after time: Timestamp) {
        fed.insert(instrument)
        let path = MinutePath()
        var order: UInt32 = 0
        for minute in minutes {
            append(path.points(of: minute), instrument, order, after: time)
            order += 4
        }
    }

    mutating func sort() { moves[position...].sort(by: Move.isBefore) }

    private mutating func append(
        _ points: InlineArray<4, PathPoint>,
        _ instrument: InstrumentID,
        _ order: UInt32,
        after time: Timestamp
    ) {
        for index in points.indices where points[index].time > time {
            let point = points[index]
            moves.append(
                Move(
                    time: point.time,
                    instrument: instrument,
                    price: point.price,
                    isGap: point.kind == .open,
                    order: order + UInt32(index)
                )
            )
        }
    }
}
