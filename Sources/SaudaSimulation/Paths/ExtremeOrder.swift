package import SaudaCore

/// Which of a candle's extremes its path visits first (DEC-21); the candle itself does not tell.
package enum ExtremeOrder: UInt8, Hashable, Sendable, CaseIterable {
    /// The extreme nearer to the open. On a tie the low if the close is at or above the open, else the high, which is
    /// the shorter way to the close; a flat candle counts as low first.
    case nearerExtremeFirst
    case highFirst
    case lowFirst

    /// Returns the order that is worse for a trader with a resting order of this side, seen as the risk of no fill.
    ///
    /// A resting sell whose limit is only lowered (SEL-4): high first. The best price comes before the limit was
    /// lowered, so a high between the lowered and the first limit is missed. A resting buy, mirrored: low first.
    ///
    /// It is *not* worse where the first limit is reached anyway: a sell at or below the high fills at that limit here,
    /// but at the lowered one with `.lowFirst`. Nor is it for a holder whose stop lies below. A caller who knows the
    /// limit can choose per candle: `.lowFirst` if the high reaches it, else `.highFirst`.
    package static func worstCase(for resting: Side) -> ExtremeOrder { resting == .sell ? .highFirst : .lowFirst }

    @inline(__always)
    func putsHighFirst(in candle: Candle) -> Bool {
        switch self {
        case .highFirst: return true
        case .lowFirst: return false
        case .nearerExtremeFirst:
            let up = candle.high.raw - candle.open.raw
            let down = candle.open.raw - candle.low.raw
            return up == down ? candle.close < candle.open : up < down
        }
    }
}
