/// A round trip: from the first fill of a position we track to the fill that closes it.
///
/// Re-entries and partial exits belong to the same trade. Times are those of the fills.
public struct Trade: Hashable, Sendable {
    public var instrument: InstrumentID
    public var product: Product
    /// What opened it: a short trade sells first.
    public var side: Side
    /// Still held, negative when short; zero when closed.
    public var quantity: Quantity
    /// Bought in all, with its value.
    public var bought: Quantity
    public var boughtValue: Money
    public var sold: Quantity
    public var soldValue: Money
    public var charges: Money
    public var entered: Timestamp
    public var exited: Timestamp?
    public var entryReason: String
    public var exitReason: String
    public var fills: Int32

    package init(
        _ instrument: InstrumentID,
        _ product: Product = .delivery,
        _ side: Side = .buy,
        at time: Timestamp,
        reason: String
    ) {
        self.instrument = instrument
        self.product = product
        self.side = side
        quantity = .zero
        bought = .zero
        boughtValue = .zero
        sold = .zero
        soldValue = .zero
        charges = .zero
        entered = time
        entryReason = reason
        exitReason = ""
        fills = 0
    }

    public var isOpen: Bool { exited == nil }
    /// Units that entered, and what they cost or brought; never negative.
    package var opened: (quantity: Quantity, value: Money) {
        side == .buy ? (bought, boughtValue) : (sold, soldValue)
    }
    /// Units that left, and what they brought or cost; never negative.
    package var closed: (quantity: Quantity, value: Money) {
        side == .buy ? (sold, soldValue) : (bought, boughtValue)
    }
    /// Average entry price over all fills (REN-6).
    public var entry: Price { opened.value.price(per: opened.quantity) }
    public var exit: Price { closed.value.price(per: closed.quantity) }
    /// Before charges, of what was closed so far (SEL-9).
    public var profit: Money {
        if sold == bought { return soldValue - boughtValue }
        let gain = closed.value - entry * closed.quantity
        return side == .buy ? gain : -gain
    }
    /// Before charges, with what is still held at `price`.
    package func profit(at price: Price) -> Money { soldValue - boughtValue + price * quantity }
}
