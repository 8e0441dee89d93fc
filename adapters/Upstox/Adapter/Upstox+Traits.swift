package import SaudaBroker
import SaudaCore

extension EndpointClass {
    /// Place, change, cancel: counted together.
    static let order: EndpointClass = "order"
    /// Orders and trades, as often as the book is read.
    static let book: EndpointClass = "book"
    static let quote: EndpointClass = "quote"
    static let candle: EndpointClass = "candle"
    /// All that only reads the account, and sign-ins.
    static let account: EndpointClass = "account"
}

extension Upstox {
    /// Sections 1.5, 4 and 8.2, state of August 2026.
    package var traits: BrokerTraits {
        BrokerTraits(
            venue: VenueTraits(
                products: [.delivery, .intraday, .carryForward],
                // Of shares, whose windows are the shorter ones on both sides; the order calls sleep until 05:30.
                afterMarket: [
                    VenueTraits.Window(from: TimeOfDay(16, 5), to: TimeOfDay(24, 0)),
                    VenueTraits.Window(from: TimeOfDay(5, 30), to: TimeOfDay(8, 58)),
                ],
                tagLength: OrderRequests.tagLength,
                ordersPerSecond: 9
            ),
            budgets: Self.budgets,
            feed: Self.feedLimits,
            depth: DepthFeed(levels: 5, limits: Self.feedLimits),
            findsOrdersByTag: true,
            missing: [
                .renew, .auctions, .gtts, .gtt, .placeGTT, .changeGTT, .deleteGTT, .brackets, .placeBracket,
                .changeBracket, .cancelBracket, .tradingHalt, .setTradingHalt, .registerAddress,
            ],
            rules: Self.rules
        )
    }

    /// The limit of `full` alone. Whether a second connection has as many again is written in one way and was seen in
    /// another (section 8.2), and what is too much is dropped without a word.
    private static let feedLimits = FeedLimits(instrumentsPerSocket: 2000, sockets: 1)

    /// Somewhat below what the broker takes, for its windows may begin elsewhere than ours.
    private static let budgets: [Budget] = {
        // Ten a second are taken; from ten on an algorithm needs registration.
        var budgets = [
            Budget([.order], 9, perSeconds: 1), Budget([.order], 450, perSeconds: 60),
            Budget([.order], 1900, perSeconds: 1800),
        ]
        for endpoint in [EndpointClass.book, .quote, .candle, .account] {
            budgets += [
                Budget([endpoint], 25, perSeconds: 1), Budget([endpoint], 450, perSeconds: 60),
                Budget([endpoint], 1900, perSeconds: 1800),
            ]
        }
        return budgets
    }()

    private static let rules: [BrokerRule] = [
        rule(2025, 6, 30, "Orders are placed, changed and cancelled by version 3 of the calls.", "section 4.1"),
        rule(2026, 3, 11, "Market orders and stop orders without a limit carry a protection.", "section 4.1"),
        rule(
            2026,
            4,
            1,
            "Orders are taken from registered addresses only; ten a second and more need a registered algorithm.",
            "sections 1.5 and 1.6"
        ),
        rule(2026, 4, 1, "A user has one active app.", "section 2.1"),
    ].compactMap(\.self)

    private static func rule(_ year: Int, _ month: Int, _ day: Int, _ text: String, _ source: String) -> BrokerRule? {
        Day(year: year, month: month, day: day).map { BrokerRule(from: $0, text: text, source: source) }
    }
}
