package import SaudaCore

/// What became of one order on a day that was played.
package struct PlayedOrder: Hashable, Sendable {
    package let id: OrderID
    package let account: AccountID
    package let strategy: StrategyID
    package let instrument: InstrumentID
    package let side: Side
    package let variety: OrderRequest.Variety
    /// When it was placed; on an earlier evening for one that was handed over.
    package let at: Timestamp
    package let isHandedOver: Bool
    package let terms: OrderTerms
    /// As asked for last, and how often it was changed.
    package private(set) var lastTerms: OrderTerms
    package private(set) var changes = 0
    package private(set) var reason: String
    package private(set) var filled = Quantity.zero
    package private(set) var value = Money.zero
    /// Of the last fill.
    package private(set) var filledAt: Timestamp?
    /// `filled`, `lapsed`, `cancelled`, `rejected: ...`; `open` while nothing of it is known.
    package private(set) var outcome = "open"

    init(_ request: OrderRequest, at: Timestamp, isHandedOver: Bool = false) {
        id = request.id
        account = request.account
        strategy = request.strategy
        instrument = request.instrument
        side = request.side
        variety = request.variety
        self.at = at
        self.isHandedOver = isHandedOver
        terms = request.terms
        lastTerms = request.terms
        reason = request.reason
    }

    mutating func change(to terms: OrderTerms) {
        lastTerms = terms
        changes += 1
    }

    mutating func serve(_ reason: String) { self.reason = reason }

    /// - Returns: whether something of it was filled.
    mutating func take(_ report: Report.Kind, at time: Timestamp) -> Bool {
        switch report {
        case .traded(let total, let value): return fill(total, value, time)
        case .completed(let total, let value):
            outcome = "filled"
            return fill(total, value, time)
        case .rejected(let rejection): outcome = "rejected: \(rejection)"
        case .cancelled: outcome = "cancelled"
        case .expired: outcome = "lapsed"
        default: break
        }
        return false
    }

    private mutating func fill(_ total: Quantity, _ value: Money, _ time: Timestamp) -> Bool {
        guard total > filled else { return false }
        filled = total
        self.value = value
        filledAt = time
        if total >= lastTerms.quantity { outcome = "filled" }
        return true
    }
}
