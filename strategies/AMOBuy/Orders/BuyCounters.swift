/// What one run of the buy step did (BUY-4), and what else kept it from buying.
struct BuyCounters: Hashable, Sendable, CustomStringConvertible {
    /// Candidates and queued orders looked at.
    var attempted = 0
    var placed = 0
    var retried = 0
    var failedBalance = 0
    /// Those that were left when the portfolio was full.
    var portfolioLimit = 0
    var duplicates = 0
    var missingData = 0
    var invalidQuantity = 0
    /// BUY-6, BUY-7.
    var illiquid = 0
    /// The risk gate or the venue said no at once.
    var refused = 0
    /// Failed orders that had lived long enough (HIS-4).
    var expired = 0
    var reentries = 0

    var isEmpty: Bool { self == BuyCounters() }

    var description: String {
        let parts = [
            ("attempted", attempted), ("placed", placed), ("retried", retried), ("failed_balance", failedBalance),
            ("skipped_portfolio_limit", portfolioLimit), ("skipped_duplicates", duplicates),
            ("skipped_missing_data", missingData), ("skipped_invalid_qty", invalidQuantity), ("illiquid", illiquid),
            ("refused", refused), ("expired", expired), ("reentries", reentries),
        ]
        return parts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }
}
