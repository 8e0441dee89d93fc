import SaudaBroker
import SaudaCore

// The broker's words for ours, both ways (protocol sections 4.1 and 5). A word that stands in no table is refused, never
// taken for another.

extension Side {
    var word: String { self == .buy ? "BUY" : "SELL" }

    init?(word: String) {
        switch word {
        case "BUY": self = .buy
        case "SELL": self = .sell
        default: return nil
        }
    }
}

extension OrderKind {
    var word: String {
        switch self {
        case .market: "MARKET"
        case .limit: "LIMIT"
        case .stopLimit: "SL"
        case .stopMarket: "SL-M"
        }
    }

    init?(word: String) {
        guard let kind = OrderKind.allCases.first(where: { $0.word == word }) else { return nil }
        self = kind
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

extension Product {
    /// Documented, and never sent by sauda: margin funding, cover and bracket orders.
    static let foreignWords: Set<String> = ["MTF", "CO", "OCO"]

    /// `D` is delivery of shares and what is carried of derivatives.
    var word: String { self == .intraday ? "I" : "D" }

    init?(word: String, in segment: ExchangeSegment) {
        switch word {
        case "I": self = .intraday
        case "D": self = segment.isEquity ? .delivery : .carryForward
        default: return nil
        }
    }
}
