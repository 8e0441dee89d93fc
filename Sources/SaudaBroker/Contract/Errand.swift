public import SaudaCore

/// What a link asks of a broker beside orders. Each is carried out by a `Dialogue`; an adapter refuses
/// (`changeRequest`) what its broker has not.
public enum Errand: Hashable, Sendable {
    case signIn
    /// Prolongs the session, where a broker can.
    case renew
    /// Ends the session at the broker.
    case signOut
    /// The cheapest call that a dead session refuses.
    case probe
    case instruments
    case orderBook
    /// The states of one order, oldest first.
    case orderHistory(BrokerOrderID)
    /// The orders that carry the tag: none when the broker says that it has none, never when it only says no.
    case ordersTagged(String)
    case trades
    case positions
    case holdings
    case funds
    case quotes([InstrumentID])
    /// Last price and the day so far.
    case dayQuotes([InstrumentID])
    /// Both days included.
    case candles(InstrumentID, CandleSpan, from: Day, through: Day)
    /// The days on which options of it end, from today on.
    case optionExpiries(InstrumentID)
    case optionChain(InstrumentID, expiry: Day)
    /// What each order alone would set aside.
    case margins([PlannedOrder])
    /// What they would set aside together, with the positions there are or without.
    case basketMargin([PlannedOrder], withPositions: Bool)
    /// What each would cost, as the broker's contract note would have it.
    case charges([PlannedOrder])
    /// What of the holdings can be sold in an auction.
    case auctions
    case convert(PositionConversion)
    /// Those that are active, and those of the last days.
    case gtts
    case gtt(GTTID)
    case placeGTT(GTT)
    /// In place of what it was, whole.
    case changeGTT(GTTID, GTT)
    case deleteGTT(GTTID)
    /// Those of the day.
    case brackets
    /// `tag` as of any order: the entry carries it.
    case placeBracket(BracketOrder, tag: String)
    /// By the number of its entry.
    case changeBracket(BrokerOrderID, BracketChange)
    /// The entry's leg takes all that still waits with it; what has filled stays.
    case cancelBracket(BrokerOrderID, BracketOrder.Leg)
    /// Whether the broker takes no order of the account, by its owner's word (kill switch).
    case tradingHalt
    case setTradingHalt(Bool)
    /// From where the broker takes orders, and from where it sees us.
    case orderAddresses
    /// Sets an address, or puts it in place of the one before; brokers allow that seldom.
    case registerAddress(String, as: OrderAddresses.Place)

    /// Something changes by it: when it is in doubt whether it happened, it is not done again.
    public var isWrite: Bool { kind.isWrite }
}

public enum ErrandResult: Hashable, Sendable {
    case session(BrokerSession)
    case alive
    /// A change was made.
    case done
    case instruments(InstrumentList)
    case orders([OrderRow])
    case trades([TradeRow])
    case positions([PositionRow])
    case holdings([HoldingRow])
    case funds(available: Money)
    /// Instruments that the broker has no quote for are left out.
    case quotes([Tick])
    case dayQuotes([DayQuote])
    case candles([Candle])
    case optionExpiries([Day])
    case optionChain(OptionChain)
    /// In the order asked.
    case margins([OrderMargin])
    case basketMargin(BasketMargin)
    /// In the order asked.
    case charges([OrderCharges])
    case auctions([AuctionRow])
    case gtts([GTTRow])
    /// One was placed or changed.
    case gtt(GTTID)
    case brackets([BracketRow])
    /// One was placed or changed: the number of its entry.
    case bracket(BrokerOrderID)
    case tradingHalt(Bool)
    case orderAddresses(OrderAddresses)
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
