import SaudaBroker
import SaudaCore

// The broker's words for ours, both ways (protocol sections 2.1, 4.3 and 4.4). A word that stands in no table is refused,
// never taken for another.

extension Side {
    var word: String { self == .buy ? "BUY" : "SELL" }

    init?(word: String) {
        switch word {
        case "BUY", "B": self = .buy
        case "SELL", "S": self = .sell
        default: return nil
        }
    }
}

extension OrderKind {
    var word: String {
        switch self {
        case .market: "MARKET"
        case .limit: "LIMIT"
        case .stopLimit: "STOP_LOSS"
        case .stopMarket: "STOP_LOSS_MARKET"
        }
    }

    /// REST's words and those of order messages.
    init?(word: String) {
        switch word {
        case "MARKET", "MKT": self = .market
        case "LIMIT", "LMT": self = .limit
        case "STOP_LOSS", "SL": self = .stopLimit
        case "STOP_LOSS_MARKET", "SLM": self = .stopMarket
        default: return nil
        }
    }

    var hasLimit: Bool { self == .limit || self == .stopLimit }
    var hasTrigger: Bool { self == .stopLimit || self == .stopMarket }
}

extension Validity {
    var word: String { self == .day ? "DAY" : "IOC" }

    init?(word: String) {
        guard let validity = Validity.allCases.first(where: { $0.word == word }) else { return nil }
        self = validity
    }
}

extension OrderOptions.Release {
    /// `amoTime`.
    var word: String {
        switch self {
        case .preOpen: "PRE_OPEN"
        case .open: "OPEN"
        case .open30: "OPEN_30"
        case .open60: "OPEN_60"
        }
    }
}

extension Product {
    /// Documented, and never sent by sauda: margin funding, cover and bracket orders.
    static let foreignWords: Set<String> = ["MTF", "CO", "BO", "F", "V", "B"]

    var word: String {
        switch self {
        case .delivery: "CNC"
        case .intraday: "INTRADAY"
        case .carryForward: "MARGIN"
        }
    }

    init?(word: String) {
        switch word {
        case "CNC", "C": self = .delivery
        case "INTRADAY", "I": self = .intraday
        case "MARGIN", "M": self = .carryForward
        default: return nil
        }
    }
}
