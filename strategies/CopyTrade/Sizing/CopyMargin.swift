package import SaudaCore

/// What a copy ties up of the follower's money, as far as that can be said without the broker (CPY-5).
package enum CopyMargin {
    /// Returns the amount, or nil when only the exchange's margin calculation knows it: for options sold and futures.
    ///
    /// What closes a position ties up nothing.
    package static func need(_ size: CopySize, _ side: Side, at price: Price, of instrument: Instrument) -> Money? {
        guard size.opening > .zero else { return .zero }
        switch (instrument.kind, side) {
        case (.option, .buy), (.equity, _), (.etf, _): return price * size.opening
        case (.option, .sell), (.future, _), (.index, _): return nil
        }
    }
}
