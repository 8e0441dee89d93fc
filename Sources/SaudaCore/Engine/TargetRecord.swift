/// A target, the orders placed for it, and whether it is over.
struct TargetRecord: Sendable {
    var target: Target
    /// Orders not yet closed; more than one when sliced by the freeze quantity.
    var live: [OrderID] = []
    var filled = Quantity.zero
    /// Of what was filled on this day.
    var value = Money.zero
    /// The revision that has been placed for at least once, or that a working order was amended to.
    var placedRevision: UInt32?
    /// Placed under this revision and ended unfilled, and not to be placed again under it.
    var spent = Quantity.zero
    /// The venue turned down one of the orders; the target ends with the last of the others.
    var refusal: Refusal?
    var ending: TargetEnding?
    /// The opening that it waits for.
    var opening: Timestamp?
    /// When an order last ended by itself with a rest that is to be placed again.
    var lastEnd: Timestamp?
    /// Wake-ups asked for: to start (`notBefore`, an opening, a breath), and to expire.
    var startWake: Timestamp?
    var expiryWake: Timestamp?
    /// What the broker would not let an order become for want of funds; the order stays as it is.
    var declined: OrderTerms?
    /// An amendment that was not sent, so that it is noted once.
    var unsent: OrderTerms?

    init(target: Target) { self.target = target }

    /// Placed for under the revision it has now.
    @inline(__always) var isPlaced: Bool { placedRevision == target.revision }
    @inline(__always) var isOver: Bool { if case .some = ending { true } else { false } }

    /// Takes new terms; a raised revision is a new try.
    mutating func restate(_ newTarget: Target) {
        if newTarget.revision > target.revision {
            spent = .zero
            refusal = nil
            opening = nil
        }
        target = newTarget
    }
}
