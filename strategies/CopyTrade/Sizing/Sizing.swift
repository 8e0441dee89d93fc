package import SaudaCore

/// How a follower's quantity is found from the leader's (CPY-4).
package enum Sizing: Hashable, Sendable {
    /// By the follower's money against the leader's.
    case capitalShare
    /// The leader's quantity times a ratio in parts per crore.
    case fixedRatio(perCrore: Int64)
    /// So many lots for every order of the leader.
    case fixedLots(Int64)
    /// What the cap pays for, at most the leader's lots.
    case riskBased
}

/// How much of the leader's trading one follower takes part in.
package struct FollowerRules: Hashable, Sendable {
    package var sizing: Sizing
    /// The largest share of the follower's money in one copy, in parts per crore (CPY-1: 10 %).
    package var capPerCrore: Int64
    /// The most lots of one copy.
    package var maxLots: Int64?
    /// The largest value of one copy.
    package var maxValue: Money?

    package init(
        _ sizing: Sizing,
        capPerCrore: Int64 = 1_000_000,
        maxLots: Int64? = nil,
        maxValue: Money? = nil
    ) {
        self.sizing = sizing
        self.capPerCrore = capPerCrore
        self.maxLots = maxLots
        self.maxValue = maxValue
    }
}
