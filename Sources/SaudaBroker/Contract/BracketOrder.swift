public import SaudaCore

/// An entry whose ways out wait at the broker: a target, a stop-loss, or both, of which the one that fires ends the
/// other. Prices are absolute. The exits of a purchase sell, with the stop below its price and the target above; those
/// of a sale are the mirror of it.
///
/// The exits live at the broker alone: when one fires, its order has a number of its own and is seen in the account like
/// anybody else's (architecture, section 4).
public struct BracketOrder: Hashable, Sendable {
    public enum Leg: String, Hashable, Sendable, CaseIterable {
        case entry, target, stop
    }

    /// The exit that limits the loss.
    public struct Stop: Hashable, Sendable {
        /// The last price that fires it; it sells, or buys, at the market.
        public var trigger: Price
        /// How far the price has to gain for the trigger to follow by as much; zero for one that stays.
        public var trail: Price

        public init(_ trigger: Price, trail: Price = .zero) {
            self.trigger = trigger
            self.trail = trail
        }
    }

    public var instrument: InstrumentID
    /// Of the entry.
    public var side: Side
    public var product: Product
    /// A limit order or one at the market.
    public var kind: OrderKind
    public var quantity: Quantity
    /// The limit of the entry; at the market, the price that its exits are measured from, such as the last one.
    public var price: Price
    public var target: Price?
    public var stop: Stop?

    public init(
        _ instrument: InstrumentID,
        _ side: Side,
        _ product: Product,
        kind: OrderKind = .limit,
        quantity: Quantity,
        price: Price,
        target: Price? = nil,
        stop: Stop? = nil
    ) {
        self.instrument = instrument
        self.side = side
        self.product = product
        self.kind = kind
        self.quantity = quantity
        self.price = price
        self.target = target
        self.stop = stop
    }
}
