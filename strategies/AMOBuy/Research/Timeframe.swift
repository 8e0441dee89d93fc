/// The days or the weeks of a chart under one reading, so that SIG-4 is written once.
protocol Timeframe {
    var count: Int { get }
    /// RSI10 and EMA50 of the last bar; NaN while undefined.
    var rsi: Double { get }
    var ema50: Double { get }
    /// Returns a bar, 0 being the last.
    func bar(back: Int) -> Prices
}

/// Prices in rupees and units of a day or a week.
struct Prices {
    var open: Double
    var high: Double
    var low: Double
    var close: Double
    var volume: Double

    var isDown: Bool { close < open }
}

struct Days: Timeframe {
    let view: ChartView

    var count: Int { view.count }
    var rsi: Double { view.last.rsi }
    var ema50: Double { view.last.ema50 }

    func bar(back: Int) -> Prices {
        let bar = view.bars[view.bars.endIndex - 1 - back]
        return Prices(open: bar.open, high: bar.high, low: bar.low, close: bar.close, volume: bar.volume)
    }
}

struct Weeks: Timeframe {
    let view: ChartView

    var count: Int { view.weeks }
    var rsi: Double { view.last.weekRSI }
    var ema50: Double { view.last.weekEMA50 }

    func bar(back: Int) -> Prices {
        let bar = view.week(back: back)
        return Prices(
            open: bar.weekOpen,
            high: bar.weekHigh,
            low: bar.weekLow,
            close: bar.close,
            volume: bar.weekVolume
        )
    }
}
