/// `orderStatus` (section 2.1).
enum DhanStatus: String, Hashable, Sendable {
    case transit = "TRANSIT"
    case pending = "PENDING"
    case partTraded = "PART_TRADED"
    case traded = "TRADED"
    case rejected = "REJECTED"
    case cancelled = "CANCELLED"
    case expired = "EXPIRED"
    /// Of super and forever orders alone.
    case closed = "CLOSED"
    case triggered = "TRIGGERED"
    case confirm = "CONFIRM"

    var isFinal: Bool {
        switch self {
        case .traded, .rejected, .cancelled, .expired, .closed: true
        case .transit, .pending, .partTraded, .triggered, .confirm: false
        }
    }
    /// It can be changed and cancelled.
    var isOpen: Bool { self == .pending || self == .partTraded }

    /// As order updates have it (4.4).
    var title: String {
        switch self {
        case .transit: "Transit"
        case .pending: "Pending"
        case .partTraded: "Part-Traded"
        case .traded: "Traded"
        case .rejected: "Rejected"
        case .cancelled: "Cancelled"
        case .expired: "Expired"
        case .closed: "Closed"
        case .triggered: "Triggered"
        case .confirm: "Confirm"
        }
    }
}
