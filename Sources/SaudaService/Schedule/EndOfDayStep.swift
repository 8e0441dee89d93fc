/// What the end of a day consists of, in order (SVC-6). The numbers stand in files for good.
package enum EndOfDayStep: UInt8, Hashable, Sendable, CaseIterable {
    /// HIS-4.
    case removeExpired = 1
    case checkPending
    /// SEL-12.
    case reconcileManual
    /// Rows older than 24 h (HIS-7).
    case removeStale
    case statistics
    /// The summary, and the count of what is no longer tracked.
    case summary

    package var name: String {
        switch self {
        case .removeExpired: "remove expired failed orders"
        case .checkPending: "check pending orders"
        case .reconcileManual: "reconcile manual trades"
        case .removeStale: "remove pending rows older than a day"
        case .statistics: "daily statistics"
        case .summary: "summary"
        }
    }
}
