package import SaudaBroker
import SaudaCore

extension EndpointClass {
    /// Place, modify, cancel.
    static let order: EndpointClass = "order"
    static let quote: EndpointClass = "quote"
    /// Candles.
    static let history: EndpointClass = "history"
    /// The instrument list.
    static let files: EndpointClass = "files"
    static let login: EndpointClass = "login"
    /// All that only reads the account.
    static let account: EndpointClass = "account"
}

extension KotakNeo {
    /// Protocol sections 1.9, 3.2, 3.9, 7.2 and 8, state of September 2026.
    package var traits: BrokerTraits {
        BrokerTraits(
            venue: VenueTraits(
                // A stop without a limit is rejected by the exchanges since July 2026.
                kinds: [.market, .limit, .stopLimit],
                products: [.delivery, .intraday, .carryForward],
                // The broker's pages of several years differ; in these hours all of them take such orders.
                afterMarket: [
                    VenueTraits.Window(from: TimeOfDay(16, 15), to: TimeOfDay(21, 30)),
                    VenueTraits.Window(from: TimeOfDay(22, 30), to: TimeOfDay(7, 30)),
                    VenueTraits.Window(from: TimeOfDay(8, 30), to: TimeOfDay(8, 57)),
                ],
                tagLength: 20,
                ordersPerSecond: 8
            ),
            budgets: [
                // Ten a second over all calls together by the broker's documents, and at nine orders a second the order
                // book was seen to hang for a minute.
                Budget([.order, .quote, .history, .files, .login, .account], 8, perSeconds: 1),
                // About fifty a minute had history refused for almost three hours.
                Budget([.history], 30, perSeconds: 60),
            ],
            // A one-time password that is refused again and again locks for minutes.
            signInsPerDay: 5,
            feed: FeedLimits(instrumentsPerSocket: 3000, sockets: 1),
            depth: DepthFeed(levels: 5, limits: FeedLimits(instrumentsPerSocket: 3000, sockets: 1)),
            missing: [
                .renew, .signOut, .basketMargin, .charges, .auctions, .convert, .gtts, .gtt, .placeGTT, .changeGTT,
                .deleteGTT, .brackets, .placeBracket, .changeBracket, .cancelBracket, .tradingHalt, .setTradingHalt,
                .orderAddresses, .registerAddress,
            ],
            rules: Self.rules
        )
    }

    private static let rules: [BrokerRule] = [
        rule(2026, 4, 1, "Orders are taken from registered static addresses only, two at most.", "section 1.8"),
        rule(2026, 4, 1, "There are no cover and bracket orders.", "section 3.9"),
        rule(2026, 4, 1, "Market orders become limit orders in a band and may rest unfilled.", "section 3.9"),
        rule(2026, 7, 28, "A stop order without a limit is rejected.", "section 3.9, observed"),
    ].compactMap(\.self)

    private static func rule(_ year: Int, _ month: Int, _ day: Int, _ text: String, _ source: String) -> BrokerRule? {
        Day(year: year, month: month, day: day).map { BrokerRule(from: $0, text: text, source: source) }
    }
}
