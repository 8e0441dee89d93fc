/// The daily candles one analysis may see, oldest first (IND-5). Nothing later than its last day can get in.
public struct DailyHistory: Hashable, Sendable {
    public private(set) var candles: [Candle]
    /// The as-of day, or today.
    public let lastDay: Day

    /// Takes what of `candles` starts on `lastDay` or before, so that a backtest cannot look ahead.
    ///
    /// - Precondition: `candles` are daily and in order, oldest first.
    public init(_ candles: some Sequence<Candle>, asOf lastDay: Day) {
        self.candles = candles.filter { $0.start.day <= lastDay }
        self.lastDay = lastDay
    }

    /// Appends the bar of `lastDay` from the day's quote, unless the history has it. For live analysis only: an as-of
    /// analysis never calls it.
    ///
    /// - Parameter open: when nil the previous close stands in, moved into `low...high`.
    /// - Returns: false when nothing was appended: the bar is there, the quote is not a candle, or it has no open and
    ///   there is no previous close.
    @discardableResult
    public mutating func appendToday(
        open: Price?,
        high: Price,
        low: Price,
        last: Price,
        volume: Quantity
    ) -> Bool {
        guard candles.last?.start.day != lastDay else { return false }
        guard let open = open ?? candles.last.map({ max(low, min(high, $0.close)) }) else { return false }
        let start = lastDay.at(TimeOfDay(0, 0))
        let today = Candle(start: start, open: open, high: high, low: low, close: last, volume: volume)
        guard today.isConsistent else { return false }
        candles.append(today)
        return true
    }

    /// The candles of whole or running weeks, Monday to Friday IST, each starting on its Monday at midnight.
    ///
    /// A special session on a weekend counts to the week that just ended; whoever ignores such sessions (BT-9) leaves
    /// them out beforehand.
    public var weekly: [Candle] {
        var weeks: [Candle] = []
        for candle in candles {
            let day = candle.start.day
            let monday = day.advanced(by: -Int(day.weekday.rawValue)).at(TimeOfDay(0, 0))
            if let last = weeks.indices.last, weeks[last].start == monday {
                weeks[last].high = max(weeks[last].high, candle.high)
                weeks[last].low = min(weeks[last].low, candle.low)
                weeks[last].close = candle.close
                weeks[last].volume += candle.volume
            } else {
                var week = candle
                week.start = monday
                weeks.append(week)
            }
        }
        return weeks
    }
}
