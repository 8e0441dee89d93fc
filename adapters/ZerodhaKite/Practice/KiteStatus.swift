/// The states of an order (protocol section 3.5).
enum KiteStatus: String, Hashable, Sendable {
    case received = "PUT ORDER REQ RECEIVED"
    case validating = "VALIDATION PENDING"
    case openPending = "OPEN PENDING"
    case open = "OPEN"
    case triggerPending = "TRIGGER PENDING"
    case changeValidating = "MODIFY VALIDATION PENDING"
    case changePending = "MODIFY PENDING"
    case changed = "MODIFIED"
    case notChanged = "NOT MODIFIED"
    case cancelPending = "CANCEL PENDING"
    case afterMarket = "AMO REQ RECEIVED"
    case complete = "COMPLETE"
    case cancelled = "CANCELLED"
    case rejected = "REJECTED"

    var isFinal: Bool { self == .complete || self == .cancelled || self == .rejected }
    /// It can be changed and cancelled.
    var isOpen: Bool { self == .open || self == .triggerPending || self == .afterMarket }
}
