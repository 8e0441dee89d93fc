import DhanAdapter
import SaudaBroker
import SaudaCore
import SaudaServer
import Testing
import ZerodhaKiteAdapter

/// A broker of the chaos world: both its sides, and what a client signs in with.
enum ChaosBroker: String, CaseIterable, CustomTestStringConvertible {
    case kite = "zerodha-kite"
    case dhan

    var testDescription: String { rawValue }

    var adapter: any BrokerAdapter {
        switch self {
        case .kite:
            ZerodhaKite(endpoints: Endpoints(["api": "http://b", "login": "http://b/login", "ticker": "ws://b"]))
        case .dhan:
            Dhan(
                endpoints: Endpoints([
                    "api": "http://b/v2", "auth": "http://b",
                    "instruments": "http://b/api-data/api-scrip-master-detailed.csv", "feed": "ws://b",
                    "orders": "ws://b",
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
        }
    }

    /// Of what the practice side gives. A day at Dhan begins with a token of the website: one by PIN and code can be
    /// made every two minutes only, and sessions die sooner here.
    var secretNames: [String] {
        switch self {
        case .kite: ["api-key", "api-secret"]
        case .dhan: ["access-token", "pin", "totp-secret"]
        }
    }
}
