package import SaudaCore

/// One instrument's daily bars with RSI10, EMA9, EMA20, EMA50 and EMA200 (variant S), and its weeks with RSI10 and
/// EMA50, all kept up bar by bar (IND-1, IND-2, SIG-2 step 3).
///
/// A bar costs some tens of nanoseconds, whatever the length of the chart. Nothing is read from a chart but through
/// `ChartView`, which ends at one bar and holds none later (IND-5).
///
///     var chart = Chart()
///     for candle in history { chart.append(candle) }
///     if let view = chart.latest { let analysis = Analyst().analysis(of: view) }
///
/// A chart that grows for years may keep its last bars alone: the indicators and all counts go on from those let go.
package struct Chart: Sendable {
    private var bars: [Bar] = []
    /// The index of the last bar of each week, counted from the first bar ever; of the running week, its last so far.
    private var weekEnds: [Int32] = []
    /// The bars and weeks before those.
    private var gone = ChartView.Earlier()
    /// At least that many bars are kept, and less than twice as many.
    private let kept: Int
    private var rsi: RSI
    private var ema9 = EMA(span: 9, variant: .seededByMean)
    private var ema20 = EMA(span: 20, variant: .seededByMean)
    private var ema50 = EMA(span: 50, variant: .seededByMean)
    private var ema200 = EMA(span: 200, variant: .seededByMean)
    /// Fed with the closes of weeks that are over.
    private var weekRSI: RSI
    private var weekEMA50 = EMA(span: 50, variant: .seededByMean)
    /// The running week so far, and the day that ends it.
    private var week = (open: 0.0, high: 0.0, low: 0.0, volume: 0.0)
    private var nextMonday = Day(number: .min)
    private var lastClose = 0.0

    /// - Parameters:
    ///   - kept: how many bars may be read at least; nil for all.
    ///   - count: how many there will be, if that is known.
    package init(rsi variant: RSI.Variant = .zeroSeed, keeping kept: Int? = nil, expecting count: Int = 0) {
        self.kept = max(kept ?? .max / 2, 1)
        bars.reserveCapacity(kept.map { 2 * $0 } ?? count)
        rsi = RSI(period: 10, variant: variant)
        weekRSI = rsi
    }

    package init(_ candles: ArraySlice<Candle>, rsi variant: RSI.Variant = .zeroSeed, keeping kept: Int? = nil) {
        self.init(rsi: variant, keeping: kept, expecting: candles.count)
        for candle in candles { append(candle) }
    }

    package init(_ candles: [Candle], rsi variant: RSI.Variant = .zeroSeed, keeping kept: Int? = nil) {
        self.init(candles[...], rsi: variant, keeping: kept)
    }

    /// Nil while it is empty.
    package var last: Bar? { bars.last }
    package var count: Int { gone.bars + bars.count }
    package private(set) var lastDay: Day?

    /// Adds the bar of a day. Weeks are Monday to Friday; a special session on a weekend counts to the week that ended.
    ///
    /// - Returns: false, and nothing is added, when the candle is not consistent or not later than the last bar.
    @discardableResult
    package mutating func append(_ candle: Candle) -> Bool {
        let day = candle.start.day
        if let lastDay, day <= lastDay { return false }
        guard candle.isConsistent else { return false }
        add(
            day,
            candle.open.rupees,
            candle.high.rupees,
            candle.low.rupees,
            candle.close.rupees,
            Double(candle.volume.units)
        )
        return true
    }

    /// Adds a bar that is known to be later and consistent.
    mutating func add(
        _ day: Day,
        _ open: Double,
        _ high: Double,
        _ low: Double,
        _ close: Double,
        _ volume: Double
    ) {
        extendWeek(day, open, high, low, volume)
        rsi.update(close)
        ema9.update(close)
        ema20.update(close)
        ema50.update(close)
        ema200.update(close)
        bars.append(
            Bar(
                day: day,
                week: Int32(truncatingIfNeeded: gone.weeks + weekEnds.count - 1),
                open: open,
                high: high,
                low: low,
                close: close,
                volume: volume,
                rsi: rsi.value ?? .nan,
                ema9: ema9.value ?? .nan,
                ema20: ema20.value ?? .nan,
                ema50: ema50.value ?? .nan,
                ema200: ema200.value ?? .nan,
                weekOpen: week.open,
                weekHigh: week.high,
                weekLow: week.low,
                weekVolume: week.volume,
                weekRSI: weekRSI.value(after: close) ?? .nan,
                weekEMA50: weekEMA50.value(after: close) ?? .nan
            )
        )
        lastDay = day
        lastClose = close
        if bars.count == 2 * kept { letGo() }
    }

    /// Lets go of the bars before those to be kept, and of the weeks that ended among them.
    private mutating func letGo() {
        gone.bars += bars.count - kept
        bars.removeFirst(bars.count - kept)
        let weeks = weekEnds.prefix { $0 < gone.bars }.count
        gone.weeks += weeks
        weekEnds.removeFirst(weeks)
    }

    private mutating func extendWeek(_ day: Day, _ open: Double, _ high: Double, _ low: Double, _ volume: Double) {
        let index = Int32(truncatingIfNeeded: count)
        if day < nextMonday {
            week.high = max(week.high, high)
            week.low = min(week.low, low)
            week.volume += volume
            weekEnds[weekEnds.count - 1] = index
        } else {
            if lastDay != nil {
                weekRSI.update(lastClose)
                weekEMA50.update(lastClose)
            }
            week = (open, high, low, volume)
            nextMonday = day.advanced(by: 7 - Int(day.weekday.rawValue))
            weekEnds.append(index)
        }
    }
}

// MARK: - Reading as of a bar

extension Chart {
    /// The chart as of its last bar; nil while it is empty.
    package var latest: ChartView? { view(at: count - 1) }

    /// Returns the chart as it stood on the evening of `day`, or of the last trading day before it.
    package func asOf(_ day: Day) -> ChartView? { latest?.asOf(day) }

    /// Returns the chart as it stood at its bar `index`, counted from 0; nil when there is no such bar, or none any more.
    package func view(at index: Int) -> ChartView? {
        let place = index - gone.bars
        guard bars.indices.contains(place) else { return nil }
        return ChartView(
            bars: bars[...place],
            weekEnds: weekEnds[..<(Int(bars[place].week) - gone.weeks)],
            earlier: gone
        )
    }
}
