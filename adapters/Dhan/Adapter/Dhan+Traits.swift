package import SaudaBroker
import SaudaCore

extension EndpointClass {
    /// Place, modify, cancel, slicing.
    static let order: EndpointClass = "order"
    static let quote: EndpointClass = "quote"
    /// Candles.
    static let data: EndpointClass = "data"
    /// Option chains.
    static let chain: EndpointClass = "chain"
    /// All that only reads the account, and sign-ins.
    static let account: EndpointClass = "account"
}

extension Dhan {
    /// Protocol sections 1.6, 1.8, 2.1 and 3.1, state of July 2026.
    package var traits: BrokerTraits {
        BrokerTraits(
            venue: VenueTraits(
                // A bare SL-M was stored as a limit order without its trigger and filled at once (trap T4).
                kinds: [.market, .limit, .stopLimit],
                products: [.delivery, .intraday, .carryForward],
                // The broker says only that orders outside market hours are such; well inside them nothing is doubtful.
                afterMarket: [VenueTraits.Window(from: TimeOfDay(16, 0), to: TimeOfDay(9, 0))],
                tagLength: 30,
                modifyCap: 25,
                ordersPerSecond: 9
            ),
            budgets: [
                // The broker takes 10 a second; from ten on an algorithm needs registration.
                Budget([.order], 9, perSeconds: 1),
                Budget([.order], 250, perSeconds: 60),
                Budget([.order], 1000, perSeconds: 3600),
                Budget([.order], 7000, perSeconds: 86_400),
                Budget([.data], 5, perSeconds: 1),
                Budget([.data], 100_000, perSeconds: 86_400),
                Budget([.quote], 1, perSeconds: 1),
                // Of each underlying and expiry, that is; one of all is simpler.
                Budget([.chain], 1, perSeconds: 3),
                Budget([.account], 20, perSeconds: 1),
            ],
            feed: FeedLimits(instrumentsPerSocket: 5000, sockets: 5),
            depth: DepthFeed(levels: DepthPacket.levels, limits: FeedLimits(instrumentsPerSocket: 50, sockets: 5)),
            findsOrdersByTag: true,
            missing: [.signOut, .charges, .auctions],
            rules: Self.rules
        )
    }

    private static let rules: [BrokerRule] = [
        rule(2025, 9, 22, "An access token lives 24 hours, and a new one ends the one before.", "sections 1.3 and 1.4"),
        rule(2018, 1, 1, "An order is changed 25 times at most.", "section 1.8"),
        rule(
            2026,
            3,
            21,
            "Market orders become limit orders in a band and may rest unfilled.",
            "section 2.7, observed"
        ),
        rule(
            2026,
            4,
            1,
            "Orders are taken from registered addresses only; one address serves one account.",
            "section 1.6, observed"
        ),
    ].compactMap(\.self)

    private static func rule(_ year: Int, _ month: Int, _ day: Int, _ text: String, _ source: String) -> BrokerRule? {
        Day(year: year, month: month, day: day).map { BrokerRule(from: $0, text: text, source: source) }
    }
}
