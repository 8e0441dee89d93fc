public import SaudaCore

/// What is switchable about practice Upstox: limits, and what docs/brokers/upstox.md leaves open.
public struct UpstoxSettings: Sendable {
    /// 1.5: in a second, a minute and half an hour. Orders are counted together, every other call by itself.
    public var ordersPerSecond = 10
    public var othersPerSecond = 50
    public var callsPerMinute = 500
    public var callsPerHalfHour = 2000
    /// How long a code of the dialog is good.
    public var codeLife = TimeSpan.seconds(600)
    /// From where orders are taken (1.6); nil from everywhere.
    public var orderAddresses: Set<String>?
    /// Outside 05:30 to 24:00 orders are not taken (1.4).
    public var sleeps = true
    /// An AMO in a session is refused (UDAPI100039); otherwise the broker finds out by itself what it is (4.3).
    public var refusesAfterMarketInHours = true
    /// A market order without a protection is refused (UDAPI1158), as it is when nothing is said (4.1).
    public var protectionIsNeeded = true
    /// The order book comes without its envelope (1.3).
    public var bookIsBare = false
    /// An unknown tag is an empty list; UDAPI100010 otherwise (5.4).
    public var unknownTagIsEmpty = true
    /// From one state of an order to the next.
    public var step = TimeSpan.milliseconds(5)

    /// A socket's handshake is answered with 302 and an address that is good once (8.1); otherwise it is taken at once.
    public var redirectsSockets = true
    /// Connections of the market feed a user may have (8.2).
    public var connections = 2
    /// Keys of a connection; those above are dropped without a word (trap T19).
    public var keysPerConnection = 2000
    /// What has changed goes out together, this often.
    public var beat = TimeSpan.milliseconds(250)
    public var ping = TimeSpan.seconds(10)
    /// Prices are floats made wider (1.3).
    public var pricesAreFloats = false
    /// Nothing of its own accord goes out on the feed.
    public var feedIsSilent = false

    public init() {}
}
