package import SaudaCore

/// Days of a market played into a practice exchange for traders from outside: prices second by second, in order, with
/// nobody's engine in the loop.
///
/// At equal times the exchange acts first, then prices move. Every share trades to the day's close.
package struct PracticeMarket: Sendable {
    /// One price, and what traded on the way to it.
    package struct Move: Hashable, Sendable {
        package var instrument: InstrumentID
        package var price: Price
        package var quantity: Quantity
    }

    package private(set) var exchange: PracticeExchange
    package let instruments: InstrumentTable
    private let history: MarketHistory
    private let seed: UInt64
    private let path = MinutePath()
    /// The day whose market is open; nil from its close on.
    private var day: TradingDay?
    /// Today's minutes by instrument, and the next of each.
    private var minutes: [[Candle]] = []
    private var next: [Int] = []
    /// The prices of the minute at hand.
    private var points: [Point] = []
    private var position = 0

    private struct Point: Sendable {
        var time: Timestamp
        var move: Move
        var number: Int
        var isGap: Bool
    }

    /// - Parameter seed: of the minutes of days that have none.
    package init(
        _ instruments: InstrumentTable,
        _ history: MarketHistory,
        plan: ChargePlan,
        settings: ExchangeSettings,
        seed: UInt64
    ) {
        self.instruments = instruments
        self.history = history
        self.seed = seed
        exchange = PracticeExchange(instruments: instruments, plans: [plan], settings: settings)
    }

    package mutating func fund(_ amount: Money) { exchange.add(cash: amount, to: AccountID(index: 0)) }
    package mutating func deposit(_ deposit: Deposit) { exchange.deposit(deposit) }

    package mutating func accept(_ command: Command, at time: Timestamp, into events: inout [Event]) {
        exchange.accept(command, at: time, into: &events)
    }

    package mutating func convert(
        _ instrument: InstrumentID,
        _ side: Side,
        _ quantity: Quantity,
        from: Product,
        to: Product,
        _ average: Price,
        at time: Timestamp
    ) {
        exchange.convert(instrument, side, quantity, from: from, to: to, average, of: AccountID(index: 0), at: time)
    }

    /// All of the account's cash, and what no order has set aside.
    package var funds: (cash: Money, available: Money) {
        (exchange.accounts[0].cash, exchange.accounts[0].cash - exchange.blocked[0])
    }
}

// MARK: - A day

extension PracticeMarket {
    package mutating func begin(_ day: TradingDay, at time: Timestamp, into events: inout [Event]) {
        self.day = day
        minutes = instruments.ids.map { minutes(of: $0, on: day) }
        next = Array(repeating: 0, count: minutes.count)
        points.removeAll(keepingCapacity: true)
        position = 0
        if exchange.hasBands(on: day) {
            let closes = instruments.ids.map { (instrument: $0, previousClose: close(of: $0, before: day.day)) }
            exchange.setBands(on: day, closes, at: time, into: &events)
        } else {
            exchange.clearBands()
        }
        exchange.start(day, at: time, into: &events)
        refill()
    }

    /// The time of the next thing to happen today; nil when the day is over.
    package var nextTime: Timestamp? {
        guard let day else { return nil }
        return min(position < points.count ? points[position].time : .distantFuture, exchange.turns.next, day.close)
    }

    /// Plays the next moment.
    ///
    /// - Parameter moves: the prices of that moment are added.
    package mutating func step(into events: inout [Event], moves: inout [Move]) {
        guard let day, let time = nextTime else { return }
        if exchange.turns.next <= time { return exchange.turn(at: time, into: &events) }
        if time >= day.close { return end(day, into: &events) }
        while position < points.count, points[position].time == time {
            let point = points[position]
            position += 1
            moves.append(point.move)
            exchange.trade(
                point.move.instrument,
                at: point.move.price,
                isGap: point.isGap,
                number: point.number,
                time: time,
                into: &events
            )
        }
        if position == points.count { refill() }
    }

    private mutating func end(_ today: TradingDay, into events: inout [Event]) {
        day = nil
        exchange.end(at: today.close, into: &events)
        if exchange.hasContracts { exchange.settleExpired(on: today.day, at: today.close, into: &events) }
    }

    /// The last close before a day; zero when there is none.
    package func close(of instrument: InstrumentID, before day: Day) -> Price {
        history.daily[Int(instrument.index)].last { $0.start.day < day }?.close ?? .zero
    }
}

// MARK: - Prices

extension PracticeMarket {
    /// The day's own minutes, else those made from its daily candle.
    private func minutes(of id: InstrumentID, on day: TradingDay) -> [Candle] {
        let index = Int(id.index)
        let own = history.minutes[index].filter { $0.start >= day.open && $0.start < day.close && $0.isConsistent }
        if !own.isEmpty { return own }
        guard let candle = history.daily[index].last(where: { $0.start.day == day.day }), candle.isConsistent else {
            return []
        }
        let made = DailyPath(session: day.unbroken).minutes(
            of: candle,
            tick: exchange.tick(of: id, at: candle.close),
            seed: SplitMix64.seed(seed, for: instruments[id].symbol)
        )
        return made.map { minute in
            var minute = minute
            minute.start = day.afterPause(minute.start)
            return minute
        }
    }

    /// Lines up the prices of the next minute that has any.
    private mutating func refill() {
        points.removeAll(keepingCapacity: true)
        position = 0
        let ahead = minutes.indices.filter { next[$0] < minutes[$0].count }
        guard let start = ahead.map({ minutes[$0][next[$0]].start }).min() else { return }
        for index in ahead where minutes[index][next[index]].start == start {
            append(minutes[index][next[index]], InstrumentID(index: UInt32(index)), next[index])
            next[index] += 1
        }
        points.sort { ($0.time, $0.move.instrument) < ($1.time, $1.move.instrument) }
    }

    /// A price each second on the straight way between the minute's four.
    private mutating func append(_ minute: Candle, _ id: InstrumentID, _ number: Int) {
        let stops = path.points(of: minute)
        let tick = exchange.tick(of: id, at: minute.close)
        // Not every share in the same microsecond of a second.
        let shift = TimeSpan.milliseconds(Int64(id.index) * 37 % 700)
        var given: Int64 = 0
        for second in 0..<60 {
            let quarter = second < 15 ? 0 : second < 40 ? 1 : second < 59 ? 2 : 3
            var price = stops[quarter].price
            let starts = [0, 15, 40, 59]
            if quarter < 3, second > starts[quarter] {
                let part = Double(second - starts[quarter]) / Double(starts[quarter + 1] - starts[quarter])
                let way = Double(stops[quarter + 1].price.raw - price.raw) * part
                let exact = Price(raw: price.raw + Int64(way)).rounded(toTick: tick)
                price = min(max(exact, minute.low), minute.high)
            }
            let due = minute.volume.units * Int64(second + 1) / 60
            let isFirst = second == 0
            points.append(
                Point(
                    time: minute.start.advanced(
                        by: TimeSpan(microseconds: Int64(second) * 1_000_000 + (isFirst ? 0 : shift.microseconds))
                    ),
                    move: Move(instrument: id, price: price, quantity: Quantity(due - given)),
                    number: number * 4 + quarter,
                    isGap: isFirst
                )
            )
            given = due
        }
    }
}
