package import SaudaBroker
package import SaudaCore
package import SaudaServer
package import SaudaTestKit

extension PracticeFloor: PracticeSide {
    package static func date(of time: Timestamp) -> String { time.httpDate }
}

/// Plays link cards with both sides of a broker on one thread and no wire: the same record every time.
package struct CardStage: Sendable {
    private let cards: CardKit
    private let plan: PracticeDayPlan

    package init(_ cards: CardKit, _ plan: PracticeDayPlan) {
        self.cards = cards
        self.plan = plan
    }

    /// - Parameter adapter: one with a fault; the broker's own unless named.
    /// - Throws: when the broker's list does not fit the market.
    package func play(_ scenario: LinkScenario, with adapter: (any BrokerAdapter)? = nil) throws -> LinkRecord {
        let day = PracticeDayPlan.day
        var floor = plan.floor(cards, from: LinkScenario.start, seed: Self.seed)
        let given = floor.broker.broker.makeCredentials(at: day.at(LinkScenario.start))
        var player = LinkPlayer(
            adapter ?? cards.adapter(http: "http://b", socket: "ws://b"),
            cards.credentials(given),
            floor,
            share: InstrumentID(index: 0),
            price: plan.prices[0],
            day: day,
            listings: { [plan] in try plan.listings($0) },
            logIn: { [cards] floor, _, now in
                .redirect(cards.end(ofLogin: floor.broker.broker.makeCredentials(at: now)))
            }
        )
        return try player.play(scenario)
    }

    package static let seed: UInt64 = 3
}
