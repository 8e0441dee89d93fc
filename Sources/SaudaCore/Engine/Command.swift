/// What the engine wants done. Order commands are in the journal, synced, before they are handed out.
public enum Command: Hashable, Sendable {
    indirect case place(OrderRequest)
    /// `request` counts the requests sent for the order; reports that answer it carry it back.
    indirect case modify(OrderID, AccountID, BrokerOrderID, OrderTerms, request: UInt32)
    indirect case cancel(OrderID, AccountID, BrokerOrderID, request: UInt32)
    case fetch(RequestID, Question)
    case wake(at: Timestamp, WakeKey)
    /// Ticks of this instrument are wanted, or no longer.
    case watch(InstrumentID, Bool)
    indirect case note(Decision)
    indirect case alert(Alert)
    /// What the engine booked that no event says, for the journal.
    indirect case writeOff(WriteOff)
    /// Shares that the engine tracks from now on, for the journal.
    indirect case takeUp(TakeUp)
    /// An order of ours now works for another reason: a limit that became an exit at the market.
    case explain(OrderID, String)
    /// A row of the candidates table (SCO-7).
    indirect case candidate(Candidate)
    /// To be given back tomorrow morning.
    indirect case remember(Memo)
    /// Whose a waiting after-market order is, for the books.
    indirect case tie(OrderTie)

    /// Whether this changes an order, and so must be on disk before it leaves.
    @inlinable public var isIntent: Bool {
        switch self {
        case .place, .modify, .cancel: true
        case .fetch, .wake, .watch, .note, .alert, .writeOff, .takeUp, .explain, .candidate, .remember, .tie: false
        }
    }
}

/// A new order, complete.
public struct OrderRequest: Hashable, Sendable {
    public enum Variety: UInt8, Hashable, Sendable {
        case regular
        /// Taken now, sent to the exchange for the next opening (AMO).
        case afterMarket
    }

    public var id: OrderID
    public var account: AccountID
    public var instrument: InstrumentID
    public var side: Side
    public var product: Product
    public var variety: Variety
    public var terms: OrderTerms
    /// Whose intention it serves, and why.
    public var strategy: StrategyID
    public var reason: String

    @inlinable public init(
        id: OrderID,
        account: AccountID,
        instrument: InstrumentID,
        side: Side,
        product: Product,
        variety: Variety,
        terms: OrderTerms,
        strategy: StrategyID,
        reason: String
    ) {
        self.id = id
        self.account = account
        self.instrument = instrument
        self.side = side
        self.product = product
        self.variety = variety
        self.terms = terms
        self.strategy = strategy
        self.reason = reason
    }
}

/// Why something was done or left: kept in the journal, counted in results.
public struct Decision: Hashable, Sendable {
    public enum Kind: UInt8, Hashable, Sendable {
        /// A signal that was not acted on; `code` is the reason it is counted under.
        case skipped
        /// Something done.
        case acted
        /// A finding without an action.
        case seen
    }

    public var strategy: StrategyID
    public var instrument: InstrumentID?
    public var kind: Kind
    /// A short stable word: `no-cash`, `ema9-below-entry`.
    public var code: String
    public var text: String

    public init(strategy: StrategyID, instrument: InstrumentID?, kind: Kind, code: String, text: String = "") {
        self.strategy = strategy
        self.instrument = instrument
        self.kind = kind
        self.code = code
        self.text = text
    }
}

/// Something a person should see now.
public struct Alert: Hashable, Sendable {
    public enum Level: UInt8, Hashable, Sendable, Comparable {
        case info, warning, critical

        public static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
    }

    public var level: Level
    public var strategy: StrategyID?
    public var instrument: InstrumentID?
    /// A short stable word: `exit`, `large-move`, `order-stuck`.
    public var code: String
    public var text: String

    public init(
        _ level: Level,
        strategy: StrategyID? = nil,
        instrument: InstrumentID? = nil,
        code: String,
        text: String
    ) {
        self.level = level
        self.strategy = strategy
        self.instrument = instrument
        self.code = code
        self.text = text
    }
}
