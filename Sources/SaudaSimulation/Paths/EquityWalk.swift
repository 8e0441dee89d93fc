import SaudaCore

/// The daily walk of one made-up equity: a trend that changes about once a year, volatility that comes in clusters, and
/// about every two months a dip of some days that is mostly won back.
struct EquityWalk {
    private static let rise = 0.0014
    private static let fall = -0.0008
    /// A day closes and opens at most this far from the last close; wicks may go beyond.
    private static let band = 0.10

    private let key: UInt64
    private let tick: Price
    private let start: Price
    /// The deviation of a day's return that the clusters fall back to.
    private let calm: Double
    /// Turnover of a quiet day in 1/10,000 rupee: 10 to 200 crore rupees.
    private let turnover: Double

    private var last: Price
    /// Today's deviation; yesterday's shock raises it (a GARCH on deviations, which needs no square root).
    private var deviation: Double
    private var trend: Double
    private var slope = 0.0
    private var dipDays = 0
    private var reboundDays = 0
    private var isFirst = true

    init(key: UInt64, start: Price, tick: Price) {
        var random = SplitMix64(seed: key)
        self.key = key
        self.tick = tick
        self.start = start
        calm = 0.009 + 0.007 * random.uniform()
        turnover = Double((10 + random.below(191)) * 10_000_000) * Double(Price.scale)
        deviation = calm
        trend = random.below(4) == 0 ? EquityWalk.fall : EquityWalk.rise
        last = start
    }

    /// Returns the candle of the next trading day. All chance comes from the symbol's key and the date.
    mutating func next(on day: Day) -> Candle {
        let daySeed = SplitMix64.seed(key, for: UInt64(bitPattern: Int64(day.number)))
        var random = SplitMix64(seed: SplitMix64.seed(daySeed, for: "day"))
        let push = nextPush(&random)
        let noise = deviation * random.normal()
        let move = min(max(push + noise, -EquityWalk.band), EquityWalk.band)
        let gap = isFirst ? 0 : min(max(0.3 * deviation * random.normal(), -EquityWalk.band), EquityWalk.band)
        isFirst = false

        let open = price(last, times: 1 + gap)
        let close = price(last, times: 1 + move)
        let high = price(max(open, close), times: 1 + 0.5 * deviation * random.normal().magnitude)
        let low = price(min(open, close), times: 1 - 0.5 * deviation * random.normal().magnitude)
        let bustle = (0.6 + 0.8 * random.uniform()) * (1 + 0.5 * move.magnitude / calm)
        let volume = Quantity(Int64(turnover * bustle / Double(close.raw)))
        last = close
        deviation = min(0.035 * calm + 0.17 * noise.magnitude + 0.829 * deviation, 3 * calm)
        return Candle(
            start: day.at(TimeOfDay(0, 0)),
            open: open,
            high: high,
            low: low,
            close: close,
            volume: volume
        )
    }

    /// The part of the day's return that is not noise; moves trend and dip on by a day.
    private mutating func nextPush(_ random: inout SplitMix64) -> Double {
        if random.below(250) == 0 { trend = random.below(4) == 0 ? EquityWalk.fall : EquityWalk.rise }
        // Or else thirty years of trend make thousands of the start price.
        if last.raw / 8 > start.raw { trend = EquityWalk.fall }
        if dipDays == 0, reboundDays == 0, random.below(35) == 0 {
            dipDays = 4 + random.below(4)
            reboundDays = dipDays + random.below(3)
            slope = 0.011 + 0.009 * random.uniform()
        }
        if dipDays > 0 {
            dipDays -= 1
            return -slope
        }
        if reboundDays > 0 {
            reboundDays -= 1
            return 0.9 * slope
        }
        return trend
    }

    /// Never below one tick: all factors are above 0.8, and 0.8 ticks round to one.
    private func price(_ base: Price, times factor: Double) -> Price {
        let exact = Price(raw: Int64(Double(base.raw) * factor + 0.5))
        return min(exact, .limit).rounded(toTick: tick)
    }
}
