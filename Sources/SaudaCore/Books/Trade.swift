/// A round trip: from the first fill of a position we track to the fill that closes it.
///
/// Re-entries and partial exits belong to the same trade. Times are those of the fills.
public struct Trade: Hashable, Sendable {
    public var instrument: InstrumentID
    /// Still held; zero when closed.
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

    package init(_ instrument: InstrumentID, at time: Timestamp, reason: String) {
        self.instrument = instrument
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
    /// Average entry price over all fills (REN-6).
    public var entry: Price { boughtValue.price(per: bought) }
    public var exit: Price { soldValue.price(per: sold) }
    /// Before charges, of what was sold so far (SEL-9).
    public var profit: Money {
        sold == bought ? soldValue - boughtValue : soldValue - entry * sold
    }
}
