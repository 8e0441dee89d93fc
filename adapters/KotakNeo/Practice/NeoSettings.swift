public import SaudaCore

/// What is switchable about practice Kotak Neo: limits, and what the reference leaves open (section 12).
public struct NeoSettings: Sendable {
    /// Of all calls together, and of order calls (1.9).
    public var callsPerSecond = 10
    public var ordersPerSecond = 10
    /// `Retry-After` of 429, in seconds; none is known to come (12.10).
    public var retryAfter: Int?

    // MARK: Sessions
    /// Of a trade token; it dies at midnight at the latest (1.7).
    public var tokenLife = TimeSpan.seconds(86_400)
    /// One more ends the oldest; with 1 a new login ends the one before (12.2).
    public var sessionsAtOnce = 2
    /// A one-time password works once (1.2).
    public var codeWorksOnce = true
    /// After so many logins in a row that failed, none is taken for a while.
    public var loginTries = 5
    public var loginPause = TimeSpan.seconds(300)
    /// Failed logins have status 200 instead of 401.
    public var loginErrorsAre200 = false
    /// The login tells the addresses of the feeds, too.
    public var tellsFeeds = true
    /// In turn.
    public var deadSessions: [NeoDeadSession] = [.gateway]
    /// That goes with 900901 (12.1).
    public var gatewayStatus = 401
    /// Order calls need the access token (12.3).
    public var ordersNeedAuthorization = false
    /// Calls of a session need `neo-fin-key` (12.3).
    public var needsFinKey = false
    /// From where orders are taken (1.8); nil from everywhere.
    public var orderAddresses: Set<String>?
    /// Orders come from the address of the login (1.8).
    public var tiesAddress = true

    // MARK: Orders
    /// MKT becomes L inside a band (3.9); otherwise it goes to the exchange as asked.
    public var marketIsLimit = true
    /// From this day on SL-M is rejected (3.9); nil for never.
    public var stopMarketEnds: Day? = Day(number: 20_662)
    /// A price of 0 on L or SL becomes 1 rupee instead of being refused (3.2).
    public var zeroPriceIsOne = false
    /// A tag that was used today is refused by code 32.
    public var refusesUsedTags = true
    /// The tag becomes one of the broker's own with a change or a cancel (3.5).
    public var replacesTags = true
    /// The cancel of an after-market order needs `ts` (3.4).
    public var afterMarketCancelNeedsSymbol = false
    /// After-market orders are taken during the market, too, for the day after.
    public var takesAfterMarketInHours = false
    /// Empty books come as 5203; otherwise as empty lists.
    public var emptyIsError = true
    /// `Net` shows the noise of binary subtraction (3.7).
    public var netIsNoisy = true
    /// Most instruments in one call of quotes.
    public var quotesPerCall = 50
    /// Candles, expiries and option chains are served (from about August 2026).
    public var hasHistory = true
    /// From one state of an order to the next.
    public var step = TimeSpan.milliseconds(5)

    /// Of the sockets.
    public var feed = NeoFeedSettings()

    public init() {}
}
