public import SaudaCore

/// What one may believe of the market, as plain values. The defaults are the plain market: orders fill at their price,
/// whole, when it is reached, under the exchange's rules.
///
/// The same values, dice included, give the same fills.
public struct ExchangeModel: Hashable, Sendable {
    /// Of the dice for `jitter` and `slippage`.
    public var seed: UInt64
    /// The latency of a command is longer by up to this much, evenly distributed.
    public var jitter: TimeSpan
    /// What a market order pays for taking the price there is.
    public var slippage: Slippage
    /// The share of a candle's volume that one account may take, in basis points (1,000 is a tenth); nil fills whole
    /// orders whatever traded. Of four prices of a candle each opens another quarter of the share.
    public var participation: Int?
    /// Fixed price bands by share; nil where none are known, and orders are then checked against none.
    public var bands: BandList?
    /// With `bands`: shares with derivatives have a range of 10 % around the previous close that widens.
    public var hasWorkingRange: Bool
    /// Finds a locked share by its price: it closed at the edge of a band of 2, 5, 10 or 20 % around the previous
    /// close, where its day's extreme was. Nobody buys at an upper lock, nobody sells at a lower one.
    public var locksFromPrices: Bool
    /// From the pre-open on, a quote is the opening price, as the exchange shows it (BUY-15).
    public var showsIndicativePrice: Bool
    /// Shares with derivatives close in an auction from 2026-08-03 on.
    public var hasClosingAuction: Bool
    /// When the broker closes intraday positions; nil never.
    public var squareOff: SquareOff?

    public init(
        seed: UInt64 = 1,
        jitter: TimeSpan = .zero,
        slippage: Slippage = .none,
        participation: Int? = nil,
        bands: BandList? = nil,
        hasWorkingRange: Bool = true,
        locksFromPrices: Bool = true,
        showsIndicativePrice: Bool = true,
        hasClosingAuction: Bool = true,
        squareOff: SquareOff? = .standard
    ) {
        self.seed = seed
        self.jitter = jitter
        self.slippage = slippage
        self.participation = participation
        self.bands = bands
        self.hasWorkingRange = hasWorkingRange
        self.locksFromPrices = locksFromPrices
        self.showsIndicativePrice = showsIndicativePrice
        self.hasClosingAuction = hasClosingAuction
        self.squareOff = squareOff
    }

    /// Whether fills depend on what a candle traded.
    var needsVolume: Bool {
        if case .impact = slippage { return true }
        return participation != nil
    }
}
