public import SaudaCore

/// What a link asks of a broker beside orders. Each is carried out by a `Dialogue`.
public enum Errand: Hashable, Sendable {
    case signIn
    /// Prolongs the session, where a broker can.
    case renew
    /// The cheapest call that a dead session refuses.
    case probe
    case instruments
    case orderBook
    /// The states of one order, oldest first.
    case orderHistory(BrokerOrderID)
    case trades
    case positions
    case holdings
    case funds
    case quotes([InstrumentID])
    /// Both days included.
    case candles(InstrumentID, CandleSpan, from: Day, through: Day)
}

public enum ErrandResult: Hashable, Sendable {
    case session(BrokerSession)
    case alive
    case instruments(InstrumentList)
    case orders([OrderRow])
    case trades([TradeRow])
    case positions([PositionRow])
    case holdings([HoldingRow])
    case funds(available: Money)
    /// Instruments that the broker has no quote for are left out.
    case quotes([Tick])
    case candles([Candle])
}

public struct InstrumentList: Hashable, Sendable {
    public var listings: [Listing]
    /// Rows left out, by reason: kinds and segments that sauda does not trade, rows that cannot be read.
    public var skipped: [String: Int]

    public init(_ listings: [Listing], skipped: [String: Int] = [:]) {
        self.listings = listings
        self.skipped = skipped
    }
}
