public import SaudaCore

/// What is switchable about practice Dhan: limits, and what the reference leaves open.
public struct DhanSettings: Sendable {
    /// 1.8: per second, minute, hour and day.
    public var ordersPerSecond = 10
    public var ordersPerMinute = 250
    public var ordersPerHour = 1000
    public var ordersPerDay = 7000
    public var dataPerSecond = 5
    public var dataPerDay = 100_000
    public var quotesPerSecond = 1
    public var othersPerSecond = 20
    public var changesPerOrder = 25
    /// Between two tokens by PIN and one-time password (1.4 B).
    public var tokenPause = TimeSpan.seconds(120)
    public var tokenLife = TimeSpan.seconds(86_400)
    public var consentsPerDay = 25
    /// How long a consent and its token id are good.
    public var consentLife = TimeSpan.seconds(600)
    /// A token that has died is answered with 400 DH-906 `Invalid Token` instead of 401 DH-901 (T3).
    public var deadTokenIs400 = false
    /// The plan has quotes, candles and the feed.
    public var hasData = true
    public var feed = DhanFeedSettings()
    /// A span without candles is answered with 200 and empty arrays instead of DH-907 (2.16).
    public var noCandlesIsEmpty = false

    /// From where orders are taken (1.6); nil from everywhere.
    public var orderAddresses: Set<String>?
    /// A correlation id that stands in the book already is refused; otherwise it is taken again (8.3).
    public var refusesRepeatedCorrelation = false
    /// MARKET orders become limits inside a band, so that they may rest (2.7); otherwise they go to the exchange as asked.
    public var marketIsLimit = true
    /// How far that limit lies from the last price, in the scale of prices: 1 % is 10,000.
    public var marketBand = Price(paise: 100)
    public var stopMarket = StopMarket.works
    /// What is left of an IOC order is `EXPIRED`; `CANCELLED` otherwise.
    public var restIsExpired = true
    /// A cancel is answered with 202; 200 otherwise (2.5).
    public var cancelIs202 = true
    /// `GET /orders/{id}` of an unknown id is `[]`; otherwise DH-905 (2.6).
    public var unknownOrderIsEmpty = false
    /// `GET /orders/{id}` is an array, as recorded (T6).
    public var oneOrderIsArray = true
    /// Exits of super orders stand under their entry's number; otherwise they have one of their own, as was seen (4.5, 8.6).
    public var exitsShareNumbers = false
    public var tradesPerPage = 20
    /// After-market orders are taken during the market, too, for the day after.
    public var takesAfterMarketInHours = false
    /// From one state of an order to the next.
    public var step = TimeSpan.milliseconds(5)

    /// Order updates have keys in PascalCase, as the documents have them (4.3).
    public var updatesArePascalCase = false
    /// Every order update comes twice.
    public var repeatsUpdates = false
    /// Two order updates that follow each other within a quarter of a second change places.
    public var swapsUpdates = false
    /// Every so many-th order update is lost; 0 for none.
    public var losesEveryUpdate = 0
    /// Of the order updates; assumed to be as the feed's (section 5).
    public var ping = TimeSpan.seconds(10)
    public var pongWithin: TimeSpan? = .seconds(40)

    /// What becomes of STOP_LOSS_MARKET (T4).
    public enum StopMarket: Hashable, Sendable {
        case works
        /// DH-906.
        case refused
        /// Stored as LIMIT without a trigger, and filled at once.
        case isLimit
    }

    public init() {}
}
