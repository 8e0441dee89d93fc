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
package struct Chart: Sendable {
    private var bars: [Bar] = []
    /// The index of the last bar of each week; of the running week, its last so far.
    private var weekEnds: [Int32] = []
    private var rsi: RSI
    private var ema9 = EMA(span: 9, variant: .seededByMean)
    private var ema20 = EMA(span: 20, variant: .seededByMean)
    private var ema50 = EMA(span: 50, variant: .seededByMean)
    private var ema200 = EMA(span: 200, variant: .seededByMean)
    /// Fed with the closes of weeks that are over.
    private var weekRSI: RSI
    private var weekEMA50 = EMA(span: 50, variant: .seededByMean)

    package init(rsi variant: RSI.Variant = .zeroSeed) {
        rsi = RSI(period: 10, variant: variant)
        weekRSI = rsi
    }

    package init(_ candles: some Collection<Candle>, rsi variant: RSI.Variant = .zeroSeed) {
        self.init(rsi: variant)
        bars.reserveCapacity(candles.count)
        for candle in candles { append(candle) }
    }

    package var count: Int { bars.count }
    package var lastDay: Day? { bars.last?.day }

    /// Adds the bar of a day. Weeks are Monday to Friday; a special session on a weekend counts to the week that ended.
    ///
    /// - Returns: false, and nothing is added, when the candle is not consistent or not later than the last bar.
    @discardableResult
    package mutating func append(_ candle: Candle) -> Bool {
        let day = candle.start.day
        guard candle.isConsistent, bars.last.map({ $0.day < day }) ?? true else { return false }
        let close = candle.close.rupees
        let high = candle.high.rupees
        let low = candle.low.rupees
        let open = candle.open.rupees
        let volume = Double(candle.volume.units)
        rsi.update(close)
        ema9.update(close)
        ema20.update(close)
        ema50.update(close)
        ema200.update(close)
        var bar = Bar(
            day: day,
            week: 0,
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
            weekOpen: open,
            weekHigh: high,
            weekLow: low,
            weekVolume: volume,
            weekRSI: .nan,
            weekEMA50: .nan
        )
        extendWeek(with: &bar)
        bars.append(bar)
        return true
    }

    private mutating func extendWeek(with bar: inout Bar) {
        let index = Int32(truncatingIfNeeded: bars.count)
        if let last = bars.last, monday(of: last.day) == monday(of: bar.day) {
            bar.weekOpen = last.weekOpen
            bar.weekHigh = max(last.weekHigh, bar.high)
            bar.weekLow = min(last.weekLow, bar.low)
            bar.weekVolume += last.weekVolume
            weekEnds[weekEnds.count - 1] = index
        } else {
            if let last = bars.last {
                weekRSI.update(last.close)
                weekEMA50.update(last.close)
            }
            weekEnds.append(index)
        }
        bar.week = Int32(truncatingIfNeeded: weekEnds.count - 1)
        bar.weekRSI = weekRSI.value(after: bar.close) ?? .nan
        bar.weekEMA50 = weekEMA50.value(after: bar.close) ?? .nan
    }

    private func monday(of day: Day) -> Int32 { day.number - Int32(day.weekday.rawValue) }
}

// MARK: - Reading as of a bar

extension Chart {
    /// The chart as of its last bar; nil while it is empty.
    package var latest: ChartView? { view(at: bars.count - 1) }

    /// Returns the chart as it stood on the evening of `day`, or of the last trading day before it.
    package func asOf(_ day: Day) -> ChartView? { latest?.asOf(day) }

    /// Returns the chart as it stood at its bar `index`, counted from 0; nil when there is no such bar.
    package func view(at index: Int) -> ChartView? {
        guard bars.indices.contains(index) else { return nil }
        return ChartView(bars: bars[...index], weekEnds: weekEnds[..<Int(bars[index].week)])
    }
}
