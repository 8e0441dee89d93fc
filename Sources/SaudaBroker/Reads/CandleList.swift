public import SaudaCore

/// Candles as they come in, page after page, oldest first. What cannot be one of them is counted.
public struct CandleList: Sendable {
    public private(set) var candles: [Candle] = []
    public private(set) var skipped: [String: Int] = [:]

    public init() {}

    public mutating func append(_ candle: Candle) {
        // Both ends of a page may be inclusive, and pages repeat bars.
        if let before = candles.last, candle.start <= before.start {
            skip("a candle that is not later than the one before")
        } else if candle.isConsistent {
            candles.append(candle)
        } else {
            skip("a candle whose high and low do not enclose it")
        }
    }

    public mutating func skip(_ reason: String) { skipped[reason, default: 0] += 1 }
}

extension Candle {
    /// Of numbers as they stand in an answer, prices in rupees; nil where one is missing, negative or out of range.
    ///
    /// - Parameter prices: open, high, low and close.
    public init?(_ span: CandleSpan, at time: Timestamp, prices: some Collection<JSON>, volume: JSON) {
        let raw = prices.compactMap { $0.decimal(places: 4) }
        guard raw.count == 4, raw.allSatisfy({ (0...Price.limit.raw).contains($0) }),
            let units = volume.integer, units >= 0
        else { return nil }
        self.init(
            // Whatever hour a day's candle is stamped with.
            start: span == .day ? time.day.at(TimeOfDay(0, 0)) : time,
            open: Price(raw: raw[0]),
            high: Price(raw: raw[1]),
            low: Price(raw: raw[2]),
            close: Price(raw: raw[3]),
            volume: Quantity(units)
        )
    }
}
