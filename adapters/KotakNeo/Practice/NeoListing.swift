package import SaudaCore

/// One row of a scrip file (section 6). Tokens are unique only inside a segment.
package struct NeoListing: Hashable, Sendable {
    /// Nil for what the practice exchange does not trade: a made index, a second series.
    package var instrument: InstrumentID?
    package var segment: NeoSegment
    /// `pSymbol`.
    package var token: UInt32
    /// `pTrdSymbol`: `RELIANCE-EQ`, `NIFTY2692225000CE`.
    package var tradingSymbol: String
    /// `pSymbolName`: of the share, or of what a derivative hangs on.
    package var symbol: String
    /// `pGroup`: the series, `XX` of derivatives, blank of an index.
    package var group: String
    /// `pInstType`: `OPTIDX`, `FUTSTK` ..., blank in cash segments.
    package var kind = ""
    /// `pDesc`.
    package var name = ""
    package var isin = ""
    package var lot: Quantity
    package var tick: Price
    package var freeze: Quantity?
    package var expiry: Day?
    package var strike = Price.zero
    /// `CE`, `PE`, `XX` of a future, blank in cash segments.
    package var optionType = ""
    /// By which quotes and feeds know an index besides its token: `Nifty 50`.
    package var indexName: String?

    package var isIndex: Bool { indexName != nil }
    package var isOption: Bool { optionType == "CE" || optionType == "PE" }
    /// `RELIANCE-EQ`, `SENSEX-IN`.
    package var displaySymbol: String { isIndex ? symbol + "-IN" : tradingSymbol }
}
