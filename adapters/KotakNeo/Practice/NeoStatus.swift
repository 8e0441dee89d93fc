/// `ordSt` (section 4).
enum NeoStatus: String, Hashable, Sendable {
    case put = "put order req received"
    case validating = "validation pending"
    case openPending = "open pending"
    case open
    case triggerPending = "trigger pending"
    case modifyValidating = "modify validation pending"
    case modifyPending = "modify pending"
    case modified
    case cancelPending = "cancel pending"
    case complete
    case cancelled
    case rejected
    case afterMarket = "after market order req received"
    case afterMarketModified = "modify after market order req received"
    case afterMarketCancelled = "cancelled after market order"

    var isFinal: Bool {
        switch self {
        case .complete, .cancelled, .rejected, .afterMarketCancelled: true
        default: false
        }
    }
    /// It waits for the next session.
    var isAfterMarket: Bool { self == .afterMarket || self == .afterMarketModified }
    /// It can be changed and cancelled.
    var isLive: Bool { self == .open || self == .triggerPending || isAfterMarket }
}
