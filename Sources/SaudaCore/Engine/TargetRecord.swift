/// A target, the orders placed for it, and whether it is over.
struct TargetRecord: Sendable {
    var target: Target
    /// Orders not yet closed; more than one when sliced by the freeze quantity.
    var live: [OrderID] = []
    var filled = Quantity.zero
    /// The revision that has been placed for at least once.
    var placedRevision: UInt32?
    var ending: TargetEnding?
    /// A wake-up for `notBefore`, the opening or `expires` has been asked for.
    var wakeAsked: Timestamp?

    func status(in orders: OrderShelf) -> TargetStatus {
        if let ending { return .ended(ending, filled: filled) }
        guard let first = live.first else { return .waiting }
        return .working(limit: orders[first].lifecycle.requestedTerms?.limit ?? .zero, filled: filled)
    }
}
