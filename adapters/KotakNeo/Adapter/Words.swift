import SaudaBroker
import SaudaCore

// The broker's words for ours (protocol sections 4 and 5). A word that stands in no table is refused, never taken for
// another.

extension Side {
    init?(word: String) {
        switch word {
        case "B": self = .buy
        case "S": self = .sell
        default: return nil
        }
    }
}

extension OrderKind {
    /// The broker turns a market order into a protected limit order and shows it as one (section 3.9).
    init?(word: String) {
        switch word {
        case "L", "LMT": self = .limit
        case "MKT": self = .market
        case "SL": self = .stopLimit
        case "SL-M": self = .stopMarket
        default: return nil
        }
    }
}

extension Validity {
    init?(word: String) {
        switch word {
        case "DAY": self = .day
        case "IOC": self = .ioc
        default: return nil
        }
    }
}

extension Product {
    /// Documented, and never sent by sauda.
    static let foreignWords: Set<String> = ["MTF", "CO", "BO"]

    init?(word: String) {
        switch word {
        case "CNC": self = .delivery
        case "MIS", "INTRADAY": self = .intraday
        case "NRML": self = .carryForward
        default: return nil
        }
    }
}

extension OrderRow.Status {
    /// Every word of section 4; letters of either case.
    init(word: String) {
        switch word.lowercased() {
        case "put order req received", "validation pending", "open pending", "modify validation pending",
            "modify pending", "cancel pending":
            self = .pending
        case "open", "trigger pending", "modified", "after market order req received",
            "modify after market order req received":
            self = .open
        case "complete", "traded": self = .complete
        case "cancelled", "canceled", "cancelled after market order": self = .cancelled
        case "rejected": self = .rejected
        default: self = .unknown(word)
        }
    }
}
