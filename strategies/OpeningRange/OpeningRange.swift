public import SaudaCore

/// Opening-range breakout: once an instrument and session, the way a candle closes out of the first minutes' range.
public struct OpeningRange: Strategy {
    private let settings: Parameters
    private let candle: TimeSpan
    private let silence: TimeSpan
    private var today: Day?
    /// Nil on a day that is not traded.
    private var hours: (open: Timestamp, rangeEnd: Timestamp, lastEntry: Timestamp, squareOff: Timestamp)?
    /// By instrument index.
    private var watches: [Watch] = []

    private struct Watch: Sendable {
        var high = Price.zero
        var low = Price.limit
        var last = Price.zero
        /// Of the last price.
        var time: Timestamp
        var isOut: Bool
        var trip: RoundTrip?
    }

    public init(_ parameters: Parameters) {
        settings = parameters
        candle = .seconds(60 * parameters.integer("candle_minutes"))
        silence = .seconds(parameters.integer("max_silence"))
    }

    public mutating func dayStarted(_ day: TradingDay, on desk: inout Desk) {
        // Where shares close in an auction, nothing is held into it.
        let end = min(day.close, day.auctionFrom)
        func minutes(_ name: String) -> TimeSpan { .seconds(60 * settings.integer(name)) }
        let rangeEnd = day.open.advanced(by: minutes("range_minutes"))
        let squareOff = end.advanced(by: -minutes("square_off"))
        let lastEntry = min(end.advanced(by: -minutes("last_entry")), squareOff)
        let isNew = today != day.day
        today = day.day
        if isNew {
            hours = nil
            if day.holdsPrices { return desk.note(.skipped, "needs-minutes") }
            if day.pause != nil || rangeEnd >= lastEntry { return desk.note(.skipped, "session-too-short") }
            if desk.now > day.open { return desk.note(.skipped, "started-late") }
            watches = desk.instruments.ids.map { Watch(time: day.open, isOut: desk.instruments[$0].kind == .index) }
            for id in desk.instruments.ids where desk.instruments[id].kind != .index { desk.watch(id) }
        } else if hours == nil {
            return
        }
        hours = (day.open, rangeEnd, lastEntry, squareOff)
        desk.wake(at: squareOff)
    }

    public mutating func tick(_ tick: Tick, on desk: inout Desk) {
        let (index, now) = (Int(tick.instrument.index), min(tick.exchangeTime, desk.now))
        guard let hours, !watches[index].isOut, now >= hours.open else { return }
        if watches[index].trip != nil { return follow(tick.instrument, on: &desk) }
        let (before, last) = (watches[index].time, watches[index].last)
        (watches[index].time, watches[index].last) = (now, tick.price)
        let isGap = now.since(before) > silence
        if before < hours.rangeEnd, isGap { return skip(tick.instrument, "range-incomplete", on: &desk) }
        if now < hours.rangeEnd {
            watches[index].high = max(watches[index].high, tick.price)
            watches[index].low = min(watches[index].low, tick.price)
        } else if before < hours.rangeEnd {
            let width = (watches[index].high.rupees / watches[index].low.rupees - 1) * 100
            if width < settings.number("min_range") { skip(tick.instrument, "range-narrow", on: &desk) }
            if width > settings.number("max_range") { skip(tick.instrument, "range-wide", on: &desk) }
        } else if !isGap, now < hours.lastEntry, candles(to: now, hours.rangeEnd) > candles(to: before, hours.rangeEnd)
        {
            if last > watches[index].high { enter(.buy, tick.instrument, close: last, on: &desk) }
            if last < watches[index].low, settings.bool("short") {
                enter(.sell, tick.instrument, close: last, on: &desk)
            }
        }
    }

    public mutating func woke(_ label: UInt32, on desk: inout Desk) {
        guard let hours, desk.now >= hours.squareOff else { return }
        for index in watches.indices { watches[index].trip?.leave("SQUARE_OFF", on: &desk) }
    }

    public mutating func targetChanged(_ key: TargetKey, on desk: inout Desk) { follow(key.instrument, on: &desk) }

    public mutating func foreignOrder(_ order: ForeignOrder, before: ForeignOrder?, on desk: inout Desk) {
        follow(order.instrument, on: &desk)
    }

    private mutating func follow(_ id: InstrumentID, on desk: inout Desk) {
        if hours != nil { watches[Int(id.index)].trip?.follow(on: &desk) }
    }

    private func candles(to time: Timestamp, _ start: Timestamp) -> Int64 {
        time.since(start).microseconds / candle.microseconds
    }

    private mutating func skip(_ id: InstrumentID, _ code: String, on desk: inout Desk) {
        watches[Int(id.index)].isOut = true
        desk.watch(id, false)
        desk.note(.skipped, code, id)
    }

    private mutating func enter(_ side: Side, _ id: InstrumentID, close: Price, on desk: inout Desk) {
        let (high, low) = (watches[Int(id.index)].high, watches[Int(id.index)].low)
        let edge = side == .buy ? high : low
        let limit = desk.price(edge, moved: settings.number("chase") / 100, of: edge, for: side, in: id)
        let stop = desk.price(edge, moved: -settings.number("stop"), of: high - low, for: side, in: id)
        let lot = desk.instruments[id].lot
        let quantity = settings.money("capital_per_trade").units(at: limit).roundedDown(toLot: lot)
        let held = watches.count { $0.trip?.isOver == false }
        if side.gains(from: limit, to: close) { return desk.note(.skipped, "too-far", id) }
        if held >= settings.integer("max_positions") { return desk.note(.skipped, "max-positions", id) }
        if desk.market[id].band?.contains(stop) == false { return desk.note(.skipped, "stop-outside-band", id) }
        if quantity == .zero { return skip(id, "dearer-than-capital", on: &desk) }
        var trip = RoundTrip(desk.key(id), side, quantity, limit: limit, stop: stop, reason: "RANGE_BREAKOUT")
        trip.protection = settings.number("protection") / 100
        trip.reward = settings.number("target")
        trip.expires = desk.now.advanced(by: candle)
        trip.enter(on: &desk)
        watches[Int(id.index)].trip = trip
    }

    /// `use: opening-range` in config.yaml.
    public static let plugin = StrategyPlugin(
        name: "opening-range",
        summary: "trades the first close outside the range of the session's first minutes, once a day, intraday",
        parameters: parameters,
        make: { OpeningRange($0) },
        warmUp: 0,
        notes: { _ in ["opening-range trades on days that have minutes; the others count as needs-minutes."] },
        duties: { OpeningRange.duties($0, $1) }
    )

    public static let parameters: [Parameter] = [
        .integer("range_minutes", 15, in: 1...180, "minutes", "of the session's beginning make the range"),
        .integer("candle_minutes", 5, in: 1...60, "minutes", "length of the candles that follow the range"),
        .number("min_range", 0.2, in: 0.01...20, "% of the low", "a narrower range is not traded that day"),
        .number("max_range", 2.5, in: 0.05...50, "% of the low", "a wider range is not traded that day"),
        .number("chase", 0.3, in: 0.05...10, "% of the edge", "how far outside the range is paid, the entry's limit"),
        .number("stop", 1, in: 0.1...1, "parts of the range", "from the edge to the stop; 1 is the other edge"),
        .number("protection", 0.5, in: 0...10, "% of the stop", "how far beyond its trigger the stop still trades"),
        .number("target", 2, in: 0...50, "times the risk", "profit that is taken at the market; 0 takes none"),
        .bool("short", false, "sells short below the range, too"),
        .rupees("capital_per_trade", 100_000, in: 1000...100_000_000, "for whole lots at the entry's limit"),
        .integer("max_positions", 5, in: 1...500, "positions", "held and on their way at a time"),
        .integer("last_entry", 60, in: 1...360, "minutes", "before the end of continuous trading, none later"),
        .integer("square_off", 15, in: 1...360, "minutes", "before the end all is closed at the market"),
        .integer("max_silence", 120, in: 5...1800, "seconds", "without a price end a range, or void a candle"),
    ]
}
