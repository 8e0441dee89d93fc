package import SaudaCore

// A trading day, from the morning to midnight, one step at a time so that a shell can pace it.

extension Simulator {
    /// Starts a day: the books open, the engine is told, what is worth feeding is lined up. Wake-ups of the days
    /// between fire first.
    package mutating func begin(_ day: TradingDay, deposits: [Deposit] = []) throws {
        let start = min(day.day.at(TimeOfDay(8, 30)), day.open)
        try advance(to: start, inclusive: false)
        history.move(to: day.day)
        feed.removeAll()
        path = DailyPath(session: day.unbroken, order: path.order)
        auctionPath = auctionHours(of: day).map { DailyPath(session: $0, order: path.order) }
        feed.day = day
        today = day
        try tellBands(of: day, at: start)
        // Before the day is told, so that a strategy asked in the morning sees what it has.
        for deposit in deposits {
            exchange.deposit(deposit)
            try handle(Event(start, .deposit(deposit)))
        }
        try open(day, at: start)
        for place in history.today {
            let id = history.table.instruments[place]
            let isWanted = exchange.hasOrders(in: id) || engine.desk.market.isWatched(id)
            if isWanted || exchange.hasBand(id) { line(up: id, history.table.candles[place]) }
            if candles == .minute { addEnds(of: id, history.table.candles[place]) }
        }
        for id in exchange.intradayInstruments { line(up: id) }
        feed.ends.sort()
        feed.sort()
    }

    /// The time of the next thing to happen today, the evening's wake-ups included; nil when only the night is left.
    package var nextTime: Timestamp? {
        guard let today else { return nextOfEvening }
        return [feed.next, earliest, exchange.turns.next, today.close].compactMap(\.self).min()
    }

    /// Plays the next moment of the day. Returns false when there is none.
    package mutating func step() throws -> Bool {
        guard let end = today?.close else { return try stepEvening() }
        while feed.refill <= min(feed.next, end) { goOn() }
        let move = min(feed.next, end)
        let wake = earliest
        if exchange.turns.next <= min(move, wake ?? move) {
            try turn(at: exchange.turns.next)
        } else if let wake, wake < move {
            try advance(to: wake, inclusive: true)
        } else if move < end {
            try play(move)
        } else if let today {
            try close(today)
        }
        feed.sort()
        return true
    }

    /// Evenings end at midnight, wherever a day's close is.
    private var nextOfEvening: Timestamp? {
        guard let evening, let next = earliest, next <= evening else { return nil }
        return next
    }

    private mutating func stepEvening() throws -> Bool {
        guard let next = nextOfEvening else {
            evening = nil
            return false
        }
        try advance(to: next, inclusive: true)
        return true
    }

    /// Plays what the market does at a moment. Candles end before the next price; all prices move before anybody
    /// hears of one, so that nothing depends on the order of instruments.
    private mutating func play(_ time: Timestamp) throws {
        try tellEnds(at: time)
        feed.sort()
        let moves = feed.pop(at: time)
        try trade(moves, at: time)
        for index in moves where engine.desk.market.isWatched(feed[index].instrument) {
            let tick = Tick(
                instrument: feed[index].instrument,
                price: feed[index].price,
                exchangeTime: time,
                source: .simulated
            )
            try handle(Event(time, .tick(tick)))
        }
    }

    private mutating func tellEnds(at time: Timestamp) throws {
        let ends = feed.ends.pop(at: time)
        for index in ends {
            let end = feed.ends[index]
            exchange.endCandle(of: end.instrument, at: feed.ends.candle(of: end).close, time: time)
        }
        for index in ends {
            let end = feed.ends[index]
            try tell(feed.ends.candle(of: end), .minute, of: end.instrument, at: time)
        }
    }

    /// The close: orders lapse, the day's candles are told.
    private mutating func close(_ day: TradingDay) throws {
        today = nil
        evening = day.day.at(TimeOfDay(23, 59))
        try end(at: day.close)
        try tellAuctions(at: day.close)
        try tellEnds(at: day.close)
        for place in history.today {
            exchange.mark(history.table.instruments[place], at: history.table.candles[place].close, time: day.close)
        }
        if exchange.hasContracts { try tell { $0.settleExpired(on: day.day, at: day.close, into: &$1) } }
        try tellCandles(at: day.close)
    }

    /// Feeds an instrument from here on, and tells the exchange where its market stands by now.
    mutating func line(up id: InstrumentID) {
        guard today != nil else { return }
        guard feed.feeds(id) else { return line(up: id, history.todays(id)) }
        mark(id, feed.resume(id, MinutePath(order: path.order), from: unplayed))
    }

    /// Minutes that have been played are followed by the next where something waits for prices.
    private mutating func goOn() {
        let time = feed.startRefill()
        for place in feed.sources.indices where !feed.sources[place].isPaused {
            let id = feed.sources[place].instrument
            let isWanted =
                exchange.hasOrders(in: id) || engine.desk.market.isWatched(id) || exchange.hasBand(id)
                || exchange.hasIntraday
            feed.goOn(place, at: time, isWanted: isWanted, MinutePath(order: path.order))
        }
        feed.sort()
    }

    private mutating func mark(_ id: InstrumentID, _ last: DayFeed.Last?) {
        if let last { exchange.mark(id, at: last.point.price, number: last.number, time: last.point.time) }
    }

    /// The same for one whose candle of the day is at hand.
    private mutating func line(up id: InstrumentID, _ candle: Candle?) {
        guard !feed.feeds(id) else { return }
        let minutes = minutes(of: id)
        if let candle { list(id, candle, minutes) }
        if !minutes.isEmpty {
            mark(id, feed.add(id, minutes, MinutePath(order: path.order), from: unplayed))
        } else if let candle {
            mark(id, feed.add(id, candle, path(of: id), from: unplayed))
        }
    }

    func minutes(of id: InstrumentID) -> ArraySlice<Candle> {
        guard let today else { return [] }
        let end = exchange.closesInAuction(id) ? today.auctionFrom : today.close
        return history.minutes(of: id, from: today.open, to: end)
    }
}
