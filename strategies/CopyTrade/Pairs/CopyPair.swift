package import SaudaCore

/// One of the leader's orders and one follower's copy of it (CPY-13). There is one pair for each of both (DEC-18).
package struct CopyPair: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        /// Seen, and nothing asked for yet.
        case pending
        /// A copy was asked for; what became of it the engine knows.
        case placed
        /// Never to be asked for, or refused.
        case failed(CopyReason)
        /// Nothing shall be working any more.
        case cancelled(CopyReason)
        /// A person has the copy.
        case released(CopyReason)
    }

    package let leader: BrokerOrderID
    package let follower: AccountID
    package internal(set) var state = State.pending
    /// By what the copy is measured; nil until the follower's money was known.
    package internal(set) var scale: CopyScale?
    /// What was asked for last; nil when nothing shall be working.
    package internal(set) var asked: CopyTarget?
    /// Raised to ask anew after an end.
    package internal(set) var revision: UInt32 = 0
    /// When a copy was first asked for.
    package internal(set) var began: Timestamp?
    /// Tries after a refusal of the moment, and when the next one is due.
    package internal(set) var tries: Int64 = 0
    package internal(set) var retry: Timestamp?

    /// Filled when its rest was last asked for anew.
    package internal(set) var renewed = Quantity.zero

    package init(leader: BrokerOrderID, follower: AccountID) {
        self.leader = leader
        self.follower = follower
    }
}
