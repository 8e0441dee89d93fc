/// One line of the day's schedule (SVC-2), as a person may also ask for it by name.
public enum Job: UInt8, Hashable, Sendable, CaseIterable {
    /// Works the queue of failed orders (BUY-12).
    case premarketRetry = 1
    /// Resizes waiting buys by the pre-market price (BUY-15).
    case premarketAdjustment
    /// Places the day's sells (SEL-1).
    case sellOrders
    /// The hourly position check (MON-1).
    case monitor
    /// The evening's analysis (sections 2 and 3).
    case analysis
    /// Places the evening's buys (section 4).
    case buyOrders
    /// The end of the day (SVC-6).
    case cleanup

    /// As written after `sauda task`.
    public var name: String {
        switch self {
        case .premarketRetry: "premarket-retry"
        case .premarketAdjustment: "premarket-adjustment"
        case .sellOrders: "sell-orders"
        case .monitor: "monitor"
        case .analysis: "analysis"
        case .buyOrders: "buy-orders"
        case .cleanup: "cleanup"
        }
    }
}
