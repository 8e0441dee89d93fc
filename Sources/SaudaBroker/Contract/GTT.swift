public import SaudaCore

/// The broker's number of a GTT.
public struct GTTID: Hashable, Sendable, CustomStringConvertible {
    public var text: String

    public init(_ text: String) { self.text = text }

    public var description: String { text }
}

/// An order that the broker keeps for weeks and places when a price is reached: good till triggered. With two legs, the
/// one that fires first ends the other.
public struct GTT: Hashable, Sendable {
    public struct Leg: Hashable, Sendable {
        /// The last price that fires it.
        public var trigger: Price
        public var side: Side
        public var product: Product
        public var quantity: Quantity
        /// Of the order it places; zero for one at the market, which sauda itself does not place.
        public var limit: Price

        public init(trigger: Price, side: Side, product: Product, quantity: Quantity, limit: Price) {
            self.trigger = trigger
            self.side = side
            self.product = product
            self.quantity = quantity
            self.limit = limit
        }
    }

    public var instrument: InstrumentID
    /// One or two, the lower trigger first.
    public var legs: [Leg]
    /// From where the trigger is looked at; nil asks the broker for the last price.
    public var last: Price?

    public init(_ instrument: InstrumentID, _ legs: [Leg], last: Price? = nil) {
        self.instrument = instrument
        self.legs = legs
        self.last = last
    }
}

/// A GTT as the broker has it.
public struct GTTRow: Hashable, Sendable {
    public enum Status: Hashable, Sendable {
        case active, triggered, disabled, expired, cancelled, rejected, deleted
        case unknown(String)
    }

    /// What came of a leg that fired.
    public enum Outcome: Hashable, Sendable {
        /// The order's number, as the broker shows it to people, where it does; the book has its reference.
        case placed(String?)
        case failed(Rejection)
    }

    public var id: GTTID
    /// Nil when the broker's symbol is not among the day's listings.
    public var instrument: InstrumentID?
    public var symbol: String
    public var legs: [GTT.Leg]
    /// By leg; nil for one that has not fired.
    public var outcomes: [Outcome?]
    public var status: Status
    public var created: Timestamp?
    public var expires: Timestamp?

    public init(
        id: GTTID,
        instrument: InstrumentID?,
        symbol: String,
        legs: [GTT.Leg],
        outcomes: [Outcome?],
        status: Status,
        created: Timestamp? = nil,
        expires: Timestamp? = nil
    ) {
        self.id = id
        self.instrument = instrument
        self.symbol = symbol
        self.legs = legs
        self.outcomes = outcomes
        self.status = status
        self.created = created
        self.expires = expires
    }
}
