import DhanAdapter
import KotakNeoAdapter
import SaudaBroker
import SaudaCore
import SaudaServer
import SaudaTestKit
import Testing
import ZerodhaKiteAdapter

/// A broker with both its sides: what cards, chaos and recovery times are played with.
enum PlayedBroker: String, CaseIterable, CustomTestStringConvertible {
    case kite = "zerodha-kite"
    case dhan
    case neo = "kotak-neo"

    var testDescription: String { rawValue }

    /// The adapter without a wire.
    var adapter: any BrokerAdapter { adapter(http: "http://b", sockets: "ws://b") }

    func adapter(http: String, sockets: String) -> any BrokerAdapter {
        switch self {
        case .kite:
            ZerodhaKite(endpoints: Endpoints(["api": http, "login": "\(http)/login", "ticker": sockets]))
        case .dhan:
            Dhan(
                endpoints: Endpoints([
                    "api": "\(http)/v2", "auth": http,
                    "instruments": "\(http)/api-data/api-scrip-master-detailed.csv", "feed": "\(sockets)/",
                    "orders": "\(sockets)/",
                ])
            )
        case .neo:
            KotakNeo(
                endpoints: Endpoints([
                    "login": http, "api": http, "files": http, "feed": "\(sockets)/apifeed",
                    "hsm": "\(sockets)/mlhsm", "orders": "\(sockets)/realtime",
                ])
            )
        }
    }

    func floor(_ plan: PracticeDayPlan, from start: TimeOfDay, faults: [PracticeFault] = [], seed: UInt64)
        -> PracticeFloor
    {
        switch self {
        case .kite: plan.floor(from: start, faults: faults, seed: seed)
        case .dhan: plan.dhanFloor(from: start, faults: faults, seed: seed)
        case .neo: plan.neoFloor(from: start, faults: faults, seed: seed)
        }
    }

    /// What a client signs in with, of what the practice side gives.
    func credentials(_ given: [PracticeCredential]) -> Credentials {
        var secrets: [String: Secret] = [:]
        for credential in given where secretNames.contains(credential.name) {
            secrets[credential.name] = Secret(credential.value)
        }
        return Credentials(user: given.first { $0.name == "user" }?.value ?? "", secrets: secrets)
    }

    /// A day at Dhan begins with a token of the website: one by PIN and code can be made every two minutes only, and
    /// sessions die sooner here.
    private var secretNames: [String] {
        switch self {
        case .kite: ["api-key", "api-secret"]
        case .dhan: ["access-token", "pin", "totp-secret"]
        case .neo: ["access-token", "mobile-number", "mpin", "totp-secret"]
        }
    }

    /// Where a person's login ends.
    func redirect(_ given: [PracticeCredential]) -> Secret {
        switch self {
        case .kite:
            let token = given.first { $0.name == "request-token" }?.value ?? ""
            return Secret("http://app/?request_token=\(token)&status=success")
        case .dhan, .neo: return Secret("http://app/?nobody=needed")
        }
    }

    // MARK: - Cards

    func subject() throws -> CardSubject {
        switch self {
        case .kite: try KiteCards.subject()
        case .dhan: try DhanCards.subject()
        case .neo: try NeoCards.subject()
        }
    }

    /// Of a card about its adapter. Dhan's sessions end by themselves or by a new token, Kotak Neo's by themselves: there is
    /// no sign-out to show. Kotak Neo's API changes nothing but orders.
    func expected(_ card: AdapterCard) -> CardResult {
        switch (self, card.card.id) {
        case (.dhan, "AUTH-12"), (.neo, "AUTH-12"): .notApplicable("there is no sample of one")
        case (.neo, "ORD-15"): .notApplicable("the broker changes nothing but orders")
        default: .passed
        }
    }

    /// Of the broker's protocol, by card.
    var sections: [String: String] {
        switch self {
        case .kite: KiteSections.sections
        case .dhan: DhanSections.sections
        case .neo: NeoSections.sections
        }
    }
}
