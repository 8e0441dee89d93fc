package import SaudaCore

/// Which instruments the evening looks at (SIG-1).
package enum Universe {
    /// Shares of series EQ whose name does not say ETF.
    package static func admits(_ instrument: Instrument) -> Bool {
        instrument.kind == .equity && instrument.series == "EQ" && !instrument.symbol.uppercased().contains("ETF")
    }
}
