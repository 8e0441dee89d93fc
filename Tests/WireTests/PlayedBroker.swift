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
import UpstoxAdapter
import UpstoxCards
import ZerodhaKiteAdapter
import ZerodhaKiteCards

/// A broker with both its sides: what cards, chaos and recovery times are played with.
enum PlayedBroker: String, CaseIterable, CustomTestStringConvertible {
    case kite = "zerodha-kite"
    case dhan
    case neo = "kotak-neo"
    case upstox

    var testDescription: String { rawValue }

    var cards: CardKit {
        switch self {
        case .kite: ZerodhaKite.cards
        case .dhan: Dhan.cards
        case .neo: KotakNeo.cards
        case .upstox: Upstox.cards
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

    /// Cards that have nothing to show here, each by a trait: sessions of Dhan end by a new token or by themselves, those
    /// of Kotak Neo by themselves; orders are found by their tag at Dhan and Upstox only; Kotak Neo's API changes nothing but orders.
    var notApplicable: Set<String> {
        switch self {
        case .kite: ["ORD-28"]
        case .dhan: ["AUTH-12"]
        case .neo: ["AUTH-12", "ORD-15", "ORD-28"]
        case .upstox: []
        }
    }

    func isExpected(_ result: CardResult, of card: Card) -> Bool {
        if case .notApplicable(let why) = result {
            notApplicable.contains(card.id) && why.hasPrefix("traits.")
        } else {
            result == .passed && !notApplicable.contains(card.id)
        }
    }
}
