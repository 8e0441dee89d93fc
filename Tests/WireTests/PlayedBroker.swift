import DhanAdapter
import DhanCards
import KotakNeoAdapter
import KotakNeoCards
import SaudaBroker
import SaudaCommand
import SaudaCore
import SaudaServer
import SaudaTestKit
import Testing
import ZerodhaKiteAdapter
import ZerodhaKiteCards

/// A broker with both its sides: what cards, chaos and recovery times are played with.
enum PlayedBroker: String, CaseIterable, CustomTestStringConvertible {
    case kite = "zerodha-kite"
    case dhan
    case neo = "kotak-neo"

    var testDescription: String { rawValue }

    var cards: CardKit {
        switch self {
        case .kite: ZerodhaKite.cards
        case .dhan: Dhan.cards
        case .neo: KotakNeo.cards
        }
    }

    /// The adapter without a wire.
    var adapter: any BrokerAdapter { cards.adapter(http: "http://b", socket: "ws://b") }

    func floor(
        _ plan: PracticeDayPlan,
        from start: TimeOfDay,
        faults: [PracticeFault] = [],
        seed: UInt64
    ) -> PracticeFloor {
        plan.floor(cards, from: start, faults: faults, seed: seed)
    }

    /// What a client signs in with, of what the practice side gives.
    func credentials(_ given: [PracticeCredential]) -> Credentials { cards.credentials(given) }

    /// Of a card about its adapter. Dhan's sessions end by themselves or by a new token, Kotak Neo's by themselves: there is
    /// no sign-out to show. Kotak Neo's API changes nothing but orders.
    func expected(_ card: AdapterCard) -> CardResult {
        switch (self, card.card.id) {
        case (.dhan, "AUTH-12"), (.neo, "AUTH-12"): .notApplicable("there is no sample of one")
        case (.neo, "ORD-15"): .notApplicable("the broker changes nothing but orders")
        default: .passed
        }
    }
}
