public import SaudaCore

/// What a broker offers and how much of it: plain data that the link obeys.
public struct BrokerTraits: Hashable, Sendable {
    /// What the engine needs to know of order kinds, products and after-market hours.
    public var venue: VenueTraits
    /// All of them hold at once for a request they cover.
    public var budgets: [Budget]
    /// Sign-ins a day before the link refuses to try again, so that a wrong password cannot lock the account.
    public var signInsPerDay: Int
    /// How often the order book is read while the order stream is silent.
    public var orderPolling: TimeSpan
    public var feed: FeedLimits
    /// Nil where no depth is fed.
    public var depth: DepthFeed?
    /// The broker is asked for an order in doubt by its tag, before the whole book is read.
    public var findsOrdersByTag: Bool
    /// What the broker, or this adapter of it, cannot be asked: refused before anything is sent. Orders by their tag are
    /// `findsOrdersByTag`'s to say.
    public var missing: Set<ErrandKind>
    /// What is asked of orders through the API, for people to look at; the adapter refuses what breaks them.
    public var rules: [BrokerRule]

    public init(
        venue: VenueTraits,
        budgets: [Budget],
        signInsPerDay: Int = 5,
        orderPolling: TimeSpan = .seconds(2),
        feed: FeedLimits,
        depth: DepthFeed? = nil,
        findsOrdersByTag: Bool = false,
        missing: Set<ErrandKind> = [],
        rules: [BrokerRule] = []
    ) {
        self.venue = venue
        self.budgets = budgets
        self.signInsPerDay = signInsPerDay
        self.orderPolling = orderPolling
        self.feed = feed
        self.depth = depth
        self.findsOrdersByTag = findsOrdersByTag
        self.missing = missing
        self.rules = rules
    }

    /// Whether the broker can be asked that.
    public func has(_ kind: ErrandKind) -> Bool {
        kind == .ordersTagged ? findsOrdersByTag : !missing.contains(kind)
    }
}

/// A rule of the broker, an exchange or the regulator, from a date on.
public struct BrokerRule: Hashable, Sendable {
    public var from: Day
    /// What holds, in a sentence.
    public var text: String
    /// Where it is written.
    public var source: String

    public init(from: Day, text: String, source: String) {
        self.from = from
        self.text = text
        self.source = source
    }
}

/// So many requests in each calendar window of the broker's clock.
public struct Budget: Hashable, Sendable {
    /// Whose requests are counted together.
    public var endpoints: Set<EndpointClass>
    public var limit: Int
    /// Any number of seconds above zero; windows begin at multiples of it, India time.
    public var seconds: Int64
    /// Counts each exchange segment by itself.
    public var isPerSegment: Bool

    public init(_ endpoints: Set<EndpointClass>, _ limit: Int, perSeconds seconds: Int64, isPerSegment: Bool = false) {
        self.endpoints = endpoints
        self.limit = limit
        self.seconds = seconds
        self.isPerSegment = isPerSegment
    }
}

public struct FeedLimits: Hashable, Sendable {
    public var instrumentsPerSocket: Int
    public var sockets: Int

    public init(instrumentsPerSocket: Int, sockets: Int) {
        self.instrumentsPerSocket = instrumentsPerSocket
        self.sockets = sockets
    }
}

/// How much of the order book a broker feeds.
public struct DepthFeed: Hashable, Sendable {
    /// Of each side, at most.
    public var levels: Int
    public var limits: FeedLimits

    public init(levels: Int, limits: FeedLimits) {
        self.levels = levels
        self.limits = limits
    }
}
