package import SaudaCore

/// An order in the leader's account as it is known now: totals, never differences.
package struct LeaderOrder: Hashable, Sendable {
    package enum Status: UInt8, Hashable, Sendable, CaseIterable {
        case open, complete, cancelled, rejected, expired
    }

    /// How it was given. What is not `regular` or `afterMarket` is known so that it can be refused by name.
    package enum Variety: UInt8, Hashable, Sendable, CaseIterable {
        case regular, afterMarket, cover, bracket
        /// Kept at the broker until a price trades (GTT).
        case trigger
    }

    package var id: BrokerOrderID
    /// Nil when the broker's symbol is not among the day's instruments.
    package var instrument: InstrumentID?
    package var side: Side
    package var product: Product
    package var terms: OrderTerms
    package var variety: Variety
    /// Filled so far, and its value; both cumulative.
    package var filled: Quantity
    package var value: Money
    package var status: Status
    /// The broker's time of this state.
    package var changed: Timestamp
    /// It carries the tag of a copy: somebody's order has come round.
    package var isCopy: Bool

    package init(
        id: BrokerOrderID,
        instrument: InstrumentID?,
        side: Side,
        product: Product,
        terms: OrderTerms,
        variety: Variety = .regular,
        filled: Quantity = .zero,
        value: Money = .zero,
        status: Status = .open,
        changed: Timestamp,
        isCopy: Bool = false
    ) {
        self.id = id
        self.instrument = instrument
        self.side = side
        self.product = product
        self.terms = terms
        self.variety = variety
        self.filled = filled
        self.value = value
        self.status = status
        self.changed = changed
        self.isCopy = isCopy
    }

    /// Takes in another message about the same order, in whatever sequence messages come: fills only grow, an end is an
    /// end, and of two sets of terms the newer ones stand; at the same moment those that came last.
    ///
    /// - Returns: whether anything is known now that was not before.
    package mutating func take(_ other: LeaderOrder) -> Bool {
        guard other.id == id else { return false }
        let before = self
        if other.filled > filled { (filled, value) = (other.filled, other.value) }
        if other.changed >= changed {
            terms = other.terms
            changed = other.changed
        }
        if status == .open { status = other.status }
        return self != before
    }
}
