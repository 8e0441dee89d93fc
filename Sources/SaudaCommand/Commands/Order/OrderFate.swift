import SaudaCore

/// What became of one request, by what is told of it.
struct OrderFate {
    enum Sign {
        case accepted(BrokerOrderID), refused(Rejection), silent, absent, nothing
    }

    let sentence: String
    private var misses = 0
    /// Nil while it is not known.
    private(set) var report: OrderReport?

    init(_ sentence: String) { self.sentence = sentence }

    /// Returns whether it is known now.
    mutating func hear(_ sign: Sign) -> Bool {
        switch sign {
        case .accepted(let id):
            report = OrderReport(.accepted, sentence, "")
            report?.id = id.text
        case .refused(let why): report = OrderReport(.refused, sentence, "\(why)")
        case .silent:
            Terminal.err("No answer came; it may have happened. Looking in the order book, for a minute ...")
        case .absent:
            misses += 1
            guard misses >= 3 else { break }
            report = OrderReport(.refused, sentence, "three looks over a minute do not find it: it was not placed")
        case .nothing: break
        }
        return report != nil
    }

    /// When nobody waits any longer.
    var inDoubt: OrderReport {
        var report = OrderReport(.inDoubt, sentence, "its fate is not known: no answer, and the book could not tell")
        report.next =
            "Look at `sauda order list`, and in the broker's own app; do not send it again before it shows or a minute is over."
        return report
    }

    /// What is said of a new order.
    static func ofPlace(_ kind: Report.Kind) -> Sign {
        switch kind {
        case .accepted(let id), .foundInBook(let id): .accepted(id)
        case .rejected(let why): .refused(why)
        case .placeTimedOut: .silent
        case .absentFromBook: .absent
        case .traded, .completed, .cancelled, .expired, .modified, .modifyRefused, .cancelRefused, .requestTimedOut:
            .nothing
        }
    }

    /// What is said of a change or cancel of an order.
    static func ofChange(_ kind: Report.Kind, to id: BrokerOrderID, isCancel: Bool) -> Sign {
        switch kind {
        case .modified: isCancel ? .nothing : .accepted(id)
        case .cancelled: isCancel ? .accepted(id) : .refused(.other(code: "", text: "it was cancelled before"))
        case .modifyRefused(let why, _), .cancelRefused(let why, _), .rejected(let why): .refused(why)
        case .completed: .refused(.other(code: "", text: "it was filled before"))
        case .expired: .refused(.other(code: "", text: "it had ended before"))
        // Still as it was after a silent request: it did not happen.
        case .foundInBook: .refused(.notSent("no answer came, and the book shows the order as it was"))
        case .requestTimedOut: .silent
        case .absentFromBook: .absent
        case .accepted, .placeTimedOut, .traded: .nothing
        }
    }
}
