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
    /// The last bars of the weeks before the running one.
    private var weekEnds: [Bar] = []
    /// The bars and weeks before those.
    private var gone = ChartView.Earlier()
    /// Kept at least, and less than half as many more; nil for all.
    private let kept: Reach?

    /// How far back a chart can be read.
    package struct Reach: Hashable, Sendable {
        package var bars: Int
        package var weeks: Int

        package init(bars: Int, weeks: Int) {
            self.bars = max(bars, 1)
            self.weeks = max(weeks, 1)
        }

        var mostBars: Int { bars + (bars + 1) / 2 }
        var mostWeeks: Int { weeks + (weeks + 1) / 2 }
    }

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
    ///   - kept: how much may be read at least; nil for all.
    ///   - count: how many bars there will be, if that is known.
    package init(rsi variant: RSI.Variant = .zeroSeed, keeping kept: Reach? = nil, expecting count: Int = 0) {
        self.kept = kept
        bars.reserveCapacity(kept.map { min($0.mostBars, max(count, $0.bars)) } ?? count)
        rsi = RSI(period: 10, variant: variant)
        weekRSI = rsi
    }

    package init(_ candles: ArraySlice<Candle>, rsi variant: RSI.Variant = .zeroSeed, keeping kept: Reach? = nil) {
        self.init(rsi: variant, keeping: kept, expecting: candles.count)
        for candle in candles { append(candle) }
    }

    package init(_ candles: [Candle], rsi variant: RSI.Variant = .zeroSeed, keeping kept: Reach? = nil) {
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
                week: Int32(truncatingIfNeeded: gone.weeks + weekEnds.count),
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
        if let kept { letGo(before: kept) }
    }

    private mutating func letGo(before kept: Reach) {
        if bars.count == kept.mostBars {
            gone.bars += bars.count - kept.bars
            bars.removeFirst(bars.count - kept.bars)
        }
        if weekEnds.count == kept.mostWeeks {
            gone.weeks += weekEnds.count - kept.weeks
            weekEnds.removeFirst(weekEnds.count - kept.weeks)
        }
    }

    private mutating func extendWeek(_ day: Day, _ open: Double, _ high: Double, _ low: Double, _ volume: Double) {
        if day < nextMonday {
            week.high = max(week.high, high)
            week.low = min(week.low, low)
            week.volume += volume
        } else {
            if let last = bars.last {
                weekRSI.update(lastClose)
                weekEMA50.update(lastClose)
                weekEnds.append(last)
            }
            week = (open, high, low, volume)
            nextMonday = day.advanced(by: 7 - Int(day.weekday.rawValue))
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
            weekEnds: weekEnds.prefix(max(0, Int(bars[place].week) - gone.weeks)),
            earlier: gone
        )
    }
}
