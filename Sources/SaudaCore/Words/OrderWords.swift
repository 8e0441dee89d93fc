public enum Side: UInt8, Hashable, Sendable, CaseIterable {
    case buy, sell

    @inlinable public var opposite: Side { self == .buy ? .sell : .buy }
    /// +1 for a buy, -1 for a sell.
    @inlinable public var sign: Int64 { self == .buy ? 1 : -1 }
}

/// What the exchange is asked to do with the price.
public enum OrderKind: UInt8, Hashable, Sendable, CaseIterable {
    case market, limit
    /// A limit order that sleeps until the trigger trades (SL).
    case stopLimit
    /// A market order that sleeps until the trigger trades (SL-M).
    case stopMarket
}

public enum Validity: UInt8, Hashable, Sendable, CaseIterable {
    /// Until the end of the day's session.
    case day
    /// At once, the rest is cancelled.
    case ioc
}

public enum Product: UInt8, Hashable, Sendable, CaseIterable {
    /// Shares held overnight, fully paid (CNC).
    case delivery
    /// Squared off the same day (MIS).
    case intraday
    /// Derivatives held overnight (NRML).
    case carryForward
}

/// The market segment an instrument trades in; sessions, charges and ticks depend on it.
public enum Segment: UInt8, Hashable, Sendable, CaseIterable {
    case nseEquity, nseDerivatives, nseCurrency, nseIndex
    case bseEquity, bseDerivatives, bseCurrency, bseIndex
    case mcxCommodity
}

extension Side: CustomStringConvertible {
    public var description: String { self == .buy ? "BUY" : "SELL" }
}

extension OrderKind: CustomStringConvertible {
    public var description: String {
        switch self {
        case .market: "MARKET"
        case .limit: "LIMIT"
        case .stopLimit: "SL"
        case .stopMarket: "SL-M"
        }
    }
}
