/// How far a target has come, as the strategy that set it may see it.
public enum TargetStatus: Hashable, Sendable {
    /// Accepted by the engine, nothing sent yet (before `notBefore`, or the market is closed).
    case waiting
    /// At least one order is placed or on its way. `limit` is what we asked for, zero for a market order.
    case working(limit: Price, filled: Quantity)
    case ended(TargetEnding, filled: Quantity)
}

/// Why a target is over. Sticky per revision.
public enum TargetEnding: Hashable, Sendable {
    case done
    /// The risk gate or the venue said no.
    case refused(Refusal)
    /// Its order ended unfilled and it was to be placed once.
    case exhausted
    /// The strategy dropped it, or it expired.
    case dropped
    /// Our order was cancelled by hand at the broker; nothing is placed under this key again that day.
    case handsOff
    /// An order of ours may or may not still exist; nothing more is done before a person has looked.
    case stuck
}
