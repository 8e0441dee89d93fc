package import SaudaCore

// How the books write the words of the core. They stand in files: a word once written keeps its meaning.

extension Segment {
    package var bookWord: String {
        switch self {
        case .nseEquity: "nse-equity"
        case .nseDerivatives: "nse-derivatives"
        case .nseCurrency: "nse-currency"
        case .nseIndex: "nse-index"
        case .bseEquity: "bse-equity"
        case .bseDerivatives: "bse-derivatives"
        case .bseCurrency: "bse-currency"
        case .bseIndex: "bse-index"
        case .mcxCommodity: "mcx-commodity"
        }
    }
}

extension Product {
    package var bookWord: String {
        switch self {
        case .delivery: "delivery"
        case .intraday: "intraday"
        case .carryForward: "carry-forward"
        }
    }
}

extension Validity {
    package var bookWord: String {
        switch self {
        case .day: "DAY"
        case .ioc: "IOC"
        }
    }
}

extension OrderRequest.Variety {
    package var bookWord: String {
        switch self {
        case .regular: "regular"
        case .afterMarket: "after-market"
        }
    }
}

extension ForeignOrder.Status {
    package var bookWord: String {
        switch self {
        case .open: "working"
        case .complete: "filled"
        case .cancelled: "cancelled"
        case .rejected: "rejected"
        }
    }
}

extension OrderLifecycle.State {
    package var bookWord: String {
        switch self {
        case .idle: "idle"
        case .placing: "placing"
        case .inDoubt: "in-doubt"
        case .working: "working"
        case .closed(.filled): "filled"
        case .closed(.cancelled): "cancelled"
        case .closed(.rejected): "rejected"
        case .closed(.expired): "expired"
        case .closed(.absent): "absent"
        }
    }
}

extension Report.Kind {
    package var bookWord: String {
        switch self {
        case .accepted: "accepted"
        case .rejected: "rejected"
        case .placeTimedOut: "place-timed-out"
        case .traded: "traded"
        case .completed: "completed"
        case .modified: "modified"
        case .modifyRefused: "modify-refused"
        case .cancelled: "cancelled"
        case .cancelRefused: "cancel-refused"
        case .requestTimedOut: "request-timed-out"
        case .expired: "expired"
        case .foundInBook: "found-in-book"
        case .absentFromBook: "absent-from-book"
        }
    }
}

extension Alert.Level {
    package var bookWord: String {
        switch self {
        case .info: "info"
        case .warning: "warning"
        case .critical: "critical"
        }
    }
}

extension Decision.Kind {
    package var bookWord: String {
        switch self {
        case .skipped: "skipped"
        case .acted: "acted"
        case .seen: "seen"
        }
    }
}

extension Charges {
    /// The parts that are not zero, by the names of the columns' contract.
    var bookParts: [(name: String, amount: Money)] {
        [
            ("brokerage", brokerage), ("stt", stt), ("exchange", exchange), ("ipft", ipft), ("sebi", sebi),
            ("stamp", stamp), ("gst", gst), ("dp", dp),
        ].filter { $0.1 != .zero }
    }
}

extension Timestamp {
    /// ISO 8601 in Indian time. The last five and a half hours of what 64 bits can say have no such text.
    package var bookText: String {
        Timestamp(microseconds: min(microseconds, .max - Timestamp.indiaOffset)).description
    }
}
