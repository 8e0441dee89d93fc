package import SaudaCore

/// Why a copy is made, left or ended: kept in the pair, counted by its code, told in its words.
package enum CopyReason: Hashable, Sendable {
    // The leader's order as it is
    case noOrderID, unknownInstrument, noQuantity
    /// A price or trigger that its kind needs is missing (CPY-6).
    case noLimit, noTrigger
    case echo
    case leaderCancelled, leaderRejected, leaderExpired
    /// First seen, or still not placed, so long after its last change.
    case stale(TimeSpan)
    // The follower
    case paused
    /// Its broker takes no such order.
    case notOffered(String)
    case zeroQuantity
    case nothingToClose
    case cap(limit: Money, lot: Money)
    case margin(need: Money, have: Money)
    case unknownMargin
    case refused(Refusal)
    /// A person cancelled or changed the copy, or it may exist and cannot be found.
    case byHand, edited, stuck
    // What is so, or not to be done
    case equal
    /// What is filled is as much as the leader wants by now.
    case enough
    case notModifiable, alreadyEnded
    case outsideHours
    case later(Timestamp)
    // Fills
    case slowFill(TimeSpan)
    case dearFill(CopySlippage)

    /// A short stable word.
    package var code: String {
        switch self {
        case .noOrderID: "no-order-id"
        case .unknownInstrument: "unknown-instrument"
        case .noQuantity: "no-quantity"
        case .noLimit: "no-limit"
        case .noTrigger: "no-trigger"
        case .echo: "echo"
        case .leaderCancelled: "leader-cancelled"
        case .leaderRejected: "leader-rejected"
        case .leaderExpired: "leader-expired"
        case .stale: "stale"
        case .paused: "paused"
        case .notOffered: "not-offered"
        case .zeroQuantity: "zero-quantity"
        case .nothingToClose: "nothing-to-close"
        case .cap: "cap"
        case .margin: "margin"
        case .unknownMargin: "unknown-margin"
        case .refused(let refusal): refusal.code
        case .byHand: "by-hand"
        case .edited: "edited"
        case .stuck: "stuck"
        case .equal: "equal"
        case .enough: "enough"
        case .notModifiable: "not-modifiable"
        case .alreadyEnded: "already-ended"
        case .outsideHours: "outside-hours"
        case .later: "later"
        case .slowFill: "slow-fill"
        case .dearFill: "slippage"
        }
    }

    /// Whether a later try may fare better: the order never left, so there is none.
    package var isTransient: Bool {
        if case .refused(.rejected(.notSent)) = self { true } else { false }
    }
}
