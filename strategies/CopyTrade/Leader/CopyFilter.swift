package import SaudaCore

/// Which of the leader's instruments are copied (CPY-3, step 4).
package enum CopyFilter: String, Hashable, Sendable, CaseIterable {
    case options
    /// Shares, funds, futures and options; an index cannot be traded.
    case all

    package func takes(_ kind: Instrument.Kind) -> Bool {
        switch (self, kind) {
        case (_, .option), (.all, .equity), (.all, .etf), (.all, .future): true
        case (_, .index), (.options, .equity), (.options, .etf), (.options, .future): false
        }
    }
}
