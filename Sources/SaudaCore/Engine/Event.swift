/// One thing that happened. The engine knows the world by events only, and each stands in the journal.
///
/// Ticks come by the million, so the whole is kept at 72 bytes; a test holds it there.
public struct Event: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case tick(Tick)
        /// A finished candle.
        case candle(InstrumentID, CandleSpan, Candle)
        case clock(WakeKey)
        case report(Report)
        indirect case answer(RequestID, Answer)
        indirect case foreign(ForeignOrder)
        indirect case dayStarted(TradingDay)
        /// Shares that are there without an order of ours: the morning's carry-over, a positions file.
        indirect case deposit(Deposit)
        /// Cash put in or taken out; the account's capital at the start.
        case cash(AccountID, Money)
        /// What the exchange says of the day's limits for an instrument.
        indirect case reference(InstrumentID, previousClose: Price, band: PriceBand?)
        case control(Control)
        /// A person asks for a job now, whatever the schedule says.
        case job(Job)
        /// What the strategies have asked to be kept over the night, in the morning before the day starts.
        indirect case remembered([Memo])
        /// An after-market order of an evening before that still waits, in the morning before the day starts.
        indirect case carriedOrder(CarriedOrder)
        /// What is held in the morning, as the books of the day before have it.
        indirect case carriedHolding(CarriedHolding)
        /// The number of the last order of the days before: new ones count on from there.
        case lastOrder(OrderID)
        /// The day is over, evening and all: the next one may begin.
        case dayEnded
    }

    /// When it reached us, Asia/Kolkata by way of UTC. Never runs backwards.
    public var time: Timestamp
    public var kind: Kind

    @inlinable public init(_ time: Timestamp, _ kind: Kind) {
        self.time = time
        self.kind = kind
    }
}

/// Said by the person who runs the desk.
public enum Control: UInt8, Hashable, Sendable {
    /// No new orders but those that reduce a position; working orders stay.
    case halt
    /// Nothing leaves any more but cancels, and all that works is cancelled. Targets stay, and wait.
    case stop
    /// Ends both; targets that still stand are worked for again.
    case resume
}

public struct Deposit: Hashable, Sendable {
    public var account: AccountID
    public var instrument: InstrumentID
    public var quantity: Quantity
    public var price: Price
    public var entered: Timestamp
    public var reason: String
    /// Takes the cost out of the account's cash; the morning's carry-over does not.
    public var isPaid: Bool

    public init(
        account: AccountID,
        instrument: InstrumentID,
        quantity: Quantity,
        price: Price,
        entered: Timestamp,
        reason: String,
        isPaid: Bool
    ) {
        self.account = account
        self.instrument = instrument
        self.quantity = quantity
        self.price = price
        self.entered = entered
        self.reason = reason
        self.isPaid = isPaid
    }
}
