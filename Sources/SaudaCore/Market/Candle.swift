/// Open, high, low and close of a span of time, as traded or adjusted, with the volume in units.
public struct Candle: Hashable, Sendable {
    /// The start of the span; midnight IST for a daily candle.
    public var start: Timestamp
    public var open: Price
    public var high: Price
    public var low: Price
    public var close: Price
    public var volume: Quantity

    @inlinable public init(start: Timestamp, open: Price, high: Price, low: Price, close: Price, volume: Quantity) {
        self.start = start
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
    }

    /// High and low enclose open and close, and every price is positive.
    @inlinable public var isConsistent: Bool {
        low.raw > 0 && high >= open && high >= close && low <= open && low <= close
    }
}

/// The length of a candle.
public enum CandleSpan: UInt8, Hashable, Sendable, CaseIterable {
    case minute, day

    public var description: String { self == .minute ? "minute" : "day" }
}
