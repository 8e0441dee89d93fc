package import SaudaCore

/// What a share's fundamentals allow (SIG-7). Missing values never block.
package enum FundamentalsGrade: UInt8, Hashable, Sendable {
    /// Anything.
    case sound
    /// A loss at a modest price over book: `watch` at best.
    case growth
    /// A loss; no buy. In profile `v2_1` it may still be watched.
    case loss
    /// A loss at a high or unknown price over book: `avoid`.
    case avoid

    package init(_ fundamentals: Fundamentals?, _ profile: Profile) {
        guard let pe = fundamentals?.pe, pe < 0 else {
            self = .sound
            return
        }
        guard let limit = profile.growthPriceToBook else {
            self = .loss
            return
        }
        self = (fundamentals?.pb).map { $0 < limit } ?? false ? .growth : .avoid
    }
}
