package import SaudaCore

/// What the sockets tell of an instrument besides its prices.
package struct NeoFeedListing: Hashable, Sendable {
    package var exchange: NeoFeedExchange
    package var token: UInt32
    /// `RELIANCE-EQ`; of an index its name, `Nifty 50`.
    package var symbol: String
    package var isIndex: Bool
    package var lot: UInt32
    package var yearHigh: Price
    package var yearLow: Price

    package init(
        _ exchange: NeoFeedExchange,
        _ token: UInt32,
        symbol: String,
        isIndex: Bool = false,
        lot: UInt32 = 1,
        yearHigh: Price = .zero,
        yearLow: Price = .zero
    ) {
        self.exchange = exchange
        self.token = token
        self.symbol = symbol
        self.isIndex = isIndex
        self.lot = lot
        self.yearHigh = yearHigh
        self.yearLow = yearLow
    }

    /// As clients ask for it: `nse_cm|2885`, an index by its name.
    package var key: String { "\(exchange.rawValue)|\(isIndex ? symbol : "\(token)")" }
    package var hasOpenInterest: Bool {
        !isIndex && exchange != .nseShares && exchange != .bseShares
    }
}
