package import SaudaCore

/// The one next thing to do for a pair, and why.
package struct CopyStep: Hashable, Sendable {
    package enum Action: Hashable, Sendable {
        case nothing
        /// The follower's or the leader's available money is not known; ask, then step again.
        case askFunds
        /// What the instrument costs is not known.
        case askPrice
        /// Step again at that time.
        case wait(Timestamp)
        /// Ask for the copy, under the pair's revision.
        case place(CopyTarget)
        /// Ask for other terms.
        case modify(CopyTarget)
        /// Nothing shall be working; what is filled stays.
        case cancel
        /// There will be no copy.
        case refuse
        /// Left to a person, who is told.
        case release
    }

    package var action: Action
    package var reason: CopyReason?
    /// Said to a person; what is done is done all the same.
    package var warning: CopyReason?
    /// What the follower's money is reserved for from now on.
    package var need: Money?

    package init(
        _ action: Action,
        _ reason: CopyReason? = nil,
        warning: CopyReason? = nil,
        need: Money? = nil
    ) {
        self.action = action
        self.reason = reason
        self.warning = warning
        self.need = need
    }
}
