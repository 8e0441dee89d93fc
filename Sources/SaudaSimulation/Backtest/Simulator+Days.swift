package import SaudaCore

// A trading day, from the morning to midnight, one step at a time so that a shell can pace it.

extension Simulator {
    /// Starts a day: the books open, the engine is told, what is worth feeding is lined up.
    package mutating func begin(_ day: TradingDay, deposits: [Deposit] = []) throws {
        history.move(to: day.day)
        today = day
        path = DailyPath(session: day.open.time..<day.close.time, order: path.order)
        feed.removeAll()
        newlyActive.removeAll(keepingCapacity: true)
        try start(day, at: min(day.day.at(TimeOfDay(8, 30)), day.open))
        for deposit in deposits {
            exchange.deposit(deposit)
            try post(Event(now, .deposit(deposit)))
        }
        for index in history.indices {
            let id = InstrumentID(index: UInt32(index))
            if exchange.hasOrders(in: id) || engine.desk.market[id].isWatched { line(up: id, after: now) }
        }
        newlyActive.removeAll(keepingCapacity: true)
        feed.sort()
    }

    /// The time of the next thing to happen today; nil when only the night is left.
    package var nextTime: Timestamp? {
        guard let today else { return nil }
        if let move = feed.next, move < today.close { return earliest.map { min($0, move) } ?? move }
        return earliest.map { min($0, today.close) } ?? today.close
    }

    /// Plays the next moment of the day. Returns false when the close has been played.
    package mutating func step() throws -> Bool {
        guard let day = today else { return false }
        if let time = feed.next, time < day.close {
            if let wake = earliest, wake < time {
                try advance(to: wake, inclusive: true)
            } else if let move = feed.pop() {
                try trade(move.instrument, at: move.price, isGap: move.isGap, time: move.time)
            }
            if !newlyActive.isEmpty { lineUpNew() }
            return true
        }
        if let wake = earliest, wake < day.close {
            try advance(to: wake, inclusive: true)
            if !newlyActive.isEmpty { lineUpNew() }
            return true
        }
        try close(day)
        return false
    }

    /// The close: orders lapse, the day's candles are told, the evening's wake-ups fire until midnight.
    private mutating func close(_ day: TradingDay) throws {
        try end(at: day.close)
        for index in history.indices {
            guard let candle = history.todays(index) else { continue }
            let id = InstrumentID(index: UInt32(index))
            exchange.mark(id, at: candle.close)
            try post(Event(day.close, .candle(id, .day, candle)))
        }
        today = nil
        try advance(to: day.day.at(TimeOfDay(23, 59)), inclusive: true)
    }

    private mutating func lineUpNew() {
        for id in newlyActive where !feed.feeds(id) { line(up: id, after: now) }
        newlyActive.removeAll(keepingCapacity: true)
        feed.sort()
    }

    private mutating func line(up id: InstrumentID, after time: Timestamp) {
        let minutes = history.todaysMinutes(Int(id.index))
        if !minutes.isEmpty {
            feed.add(id, minutes, after: time)
        } else if let candle = history.todays(Int(id.index)) {
            feed.add(id, candle, path, after: time)
        }
    }
}
