/// A handle to one instrument, dense from 0, got only from the day's `InstrumentTable`.
///
/// Prices, subscriptions and orders are keyed by it; nothing looks a price up by a string (S0 fix 1).
public struct InstrumentID: Hashable, Comparable, Sendable {
    public var index: UInt32

    @inlinable public init(index: UInt32) { self.index = index }
    @inlinable public static func < (a: InstrumentID, b: InstrumentID) -> Bool { a.index < b.index }
}

/// One tradable thing as the day's instrument list describes it.
public struct Instrument: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case equity, etf, index
        case future(expiry: Day)
        case option(expiry: Day, strike: Price, isCall: Bool)
    }

    /// The base symbol, upper case, without a series suffix: `DALBHARAT`, `BAJAJ-AUTO`.
    public var symbol: String
    /// `EQ`, `BE`, ... or empty for derivatives.
    public var series: String
    public var segment: Segment
    public var kind: Kind
    /// The exchange's own number for it, 0 when unknown.
    public var token: Int64
    /// From the day's instrument list; nil where there is none and the dated ladder decides (DEC-14).
    public var tick: Price?
    public var lot: Quantity
    /// The largest quantity of one order; larger ones are sliced. Nil when the exchange sets none.
    public var freeze: Quantity?
    /// Whether the stock has derivatives, and so a closing auction from 2026-08-03 and no fixed price band.
    public var hasDerivatives: Bool

    public init(
        symbol: String,
        series: String = "EQ",
        segment: Segment = .nseEquity,
        kind: Kind = .equity,
        token: Int64 = 0,
        tick: Price? = nil,
        lot: Quantity = Quantity(1),
        freeze: Quantity? = nil,
        hasDerivatives: Bool = false
    ) {
        self.symbol = symbol
        self.series = series
        self.segment = segment
        self.kind = kind
        self.token = token
        self.tick = tick
        self.lot = lot
        self.freeze = freeze
        self.hasDerivatives = hasDerivatives
    }

    /// The full name, unique within a segment: `DALBHARAT-EQ`.
    public var name: String { series.isEmpty ? symbol : "\(symbol)-\(series)" }
}
