import SaudaCore

// The broker's words for ours, both ways. A word that stands in no table is refused, never taken for another.

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
}

extension Validity {
    var word: String { self == .day ? "DAY" : "IOC" }

    init?(word: String) {
        guard let validity = Validity.allCases.first(where: { $0.word == word }) else { return nil }
        self = validity
    }
}

extension Product {
    /// Documented, and never sent by sauda.
    static let foreignWords: Set<String> = ["MTF", "CO", "BO"]

    var word: String {
        switch self {
        case .delivery: "CNC"
        case .intraday: "MIS"
        case .carryForward: "NRML"
        }
    }

    init?(word: String) {
        guard let product = Product.allCases.first(where: { $0.word == word }) else { return nil }
        self = product
    }
}
