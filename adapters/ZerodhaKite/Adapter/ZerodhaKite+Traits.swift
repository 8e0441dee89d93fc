package import SaudaBroker
import SaudaCore

extension EndpointClass {
    static let quote: EndpointClass = "quote"
    static let historical: EndpointClass = "historical"
    static let place: EndpointClass = "place"
    /// Modify and cancel.
    static let change: EndpointClass = "change"
    static let other: EndpointClass = "other"
}

extension ZerodhaKite {
    /// Protocol sections 1.5, 3.2 and 3.3, state of 2026.
    package var traits: BrokerTraits {
        BrokerTraits(
            venue: VenueTraits(
                products: [.delivery, .intraday, .carryForward],
                // Those of shares; derivatives are taken from 15:45 to 09:10. None from 01:00 to 05:30.
                afterMarket: [
                    VenueTraits.Window(from: TimeOfDay(16, 0), to: TimeOfDay(1, 0)),
                    VenueTraits.Window(from: TimeOfDay(5, 30), to: TimeOfDay(8, 58)),
                ],
                tagLength: 20,
                modifyCap: 25,
                ordersPerSecond: RulePack.ordersPerSecond
            ),
            budgets: [
                // From ten a second on an exchange segment one counts as an algorithm that needs registration. Whether
                // changes count is not stated: they do here.
                Budget([.place, .change], RulePack.ordersPerSecond, perSeconds: 1, isPerSegment: true),
                // The broker's own cap, over all segments of the account.
                Budget([.place, .change], 10, perSeconds: 1),
                Budget([.place, .change], 400, perSeconds: 60),
                // Changes do not count for the day.
                Budget([.place], 5000, perSeconds: 86_400),
                Budget([.quote], 1, perSeconds: 1),
                Budget([.historical], 3, perSeconds: 1),
                Budget([.other], 10, perSeconds: 1),
            ],
            feed: FeedLimits(instrumentsPerSocket: 3000, sockets: 3),
            depth: DepthFeed(levels: 5, limits: FeedLimits(instrumentsPerSocket: 3000, sockets: 3)),
            missing: [
                .brackets, .placeBracket, .changeBracket, .cancelBracket, .optionExpiries, .optionChain, .tradingHalt,
                .setTradingHalt, .orderAddresses, .registerAddress,
            ],
            rules: RulePack.texts
        )
    }
}
