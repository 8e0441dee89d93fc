public import SaudaCore

/// What is switchable about the practice broker: limits, rights, and what the reference leaves open.
public struct KiteSettings: Sendable {
    /// 1.5: per second, minute and day.
    public var quotesPerSecond = 1
    public var historicalPerSecond = 3
    public var ordersPerSecond = 10
    public var othersPerSecond = 10
    public var ordersPerMinute = 400
    public var ordersPerDay = 5000
    public var changesPerOrder = 25
    public var tokensPerSocket = 3000
    public var sockets = 3
    /// The plan has quotes, candles and the ticker.
    public var hasData = true
    /// From where orders are taken; nil from everywhere, empty when none was configured.
    public var orderAddresses: Set<String>?
    /// Refuses an order without funds at once (400), otherwise it is taken and then rejected.
    public var checksFundsFirst = true
    /// Shares can be sold only after they were authorised at the depository (428).
    public var needsAuthorisation = false
    /// The shape of an autoslice answer before 27 March 2026: a list.
    public var answersSlicesAsList = false
    /// The 429 body comes with status 200, as one report has it.
    public var tooManyIs200 = false
    /// When sessions end, India time.
    public var expiry = TimeOfDay(6, 0)
    /// From one state of an order to the next.
    public var step = TimeSpan.milliseconds(5)
    public var beat = TimeSpan.milliseconds(250)
    public var heartbeat = TimeSpan.seconds(3)
    /// How long a request token is good.
    public var requestTokenLife = TimeSpan.seconds(600)

    public init() {}
}
