import SaudaCore
import SaudaStore

// What the broker says of an order, and what it comes to.

extension OrderStory {
    mutating func take(_ order: ForeignOrder, _ record: UInt64) {
        if !isPlaced {
            isPlaced = true
            describe(order.account, order.instrument, order.side, order.product, order.terms)
        }
        explanation.brokerID = order.id.text
        seen = order
        let filled = order.filled > .zero ? ", \(order.filled) filled" : ""
        add("seen", "\(order.status.bookWord), \(JournalWords.text(order.terms))\(filled)", record)
    }

    /// What was placed by hand is followed as one of ours from its first change on.
    mutating func adopt(_ broker: BrokerOrderID) {
        guard let seen, !isFollowed else { return }
        follow(seen.terms)
        if seen.filled > .zero { _ = lifecycle.traded(total: seen.filled, value: seen.value) }
        _ = lifecycle.accepted(broker)
    }

    /// Begins anew: what a journal says, however little sense it makes, must not end this process.
    mutating func follow(_ terms: OrderTerms) {
        lifecycle = OrderLifecycle()
        if terms.quantity > .zero { _ = lifecycle.place(terms) }
    }

    var isFollowed: Bool { if case .idle = lifecycle.state { false } else { true } }

    mutating func take(_ kind: Report.Kind, _ record: UInt64) {
        let before = lifecycle.filled
        _ = lifecycle.take(kind)
        if case .accepted(let id) = kind { explanation.brokerID = id.text }
        if case .foundInBook(let id) = kind { explanation.brokerID = id.text }
        add(kind.bookWord, Self.text(kind, isNew: lifecycle.filled > before), record)
    }

    static func text(_ kind: Report.Kind, isNew: Bool) -> String {
        switch kind {
        case .accepted(let id), .foundInBook(let id): "the broker has it as \(id)"
        case .rejected(let why), .modifyRefused(let why, _), .cancelRefused(let why, _): "\(why)"
        case .placeTimedOut, .requestTimedOut: "no answer came: it is in doubt"
        case .traded(let total, let value), .completed(let total, let value):
            "\(total) in all at an average of \(average(value, total)), \(value) rupees\(isNew ? "" : " (known before)")"
        case .modified: "the broker has changed it"
        case .cancelled: "the broker has cancelled it"
        case .expired: "it ended unfilled"
        case .absentFromBook: "the broker's order book does not have it"
        }
    }

    /// A dash for figures that no fill has.
    private static func average(_ value: Money, _ quantity: Quantity) -> String {
        let isPlausible = quantity > .zero && quantity <= .limit && value.raw.magnitude < 1 << 62
        return isPlausible ? "\(value.price(per: quantity))" : "-"
    }

    // MARK: - Words

    var because: String {
        trail.current.map { ", after \(words.text($0.kind))" } ?? ""
    }

    /// A change of ours, after what its strategy found just before.
    mutating func act(_ what: String, _ text: String, _ record: UInt64) {
        explanation.steps += found
        found.removeAll()
        changed = trail.current?.record ?? 0
        add(what, text, record)
    }

    mutating func add(_ what: String, _ text: String, _ record: UInt64) {
        explanation.steps.append(step(what, text, record))
        judge()
    }

    func step(
        _ what: String,
        _ text: String,
        _ record: UInt64,
        _ time: Timestamp? = nil
    ) -> OrderExplanation.Step {
        let at = time ?? trail.current?.time ?? Timestamp(microseconds: 0)
        return OrderExplanation.Step(day: "\(day)", record: record, at: at.bookText, what: what, text: text)
    }

    /// The state as far as the journal goes.
    mutating func judge() {
        var filled = (quantity: lifecycle.filled, value: lifecycle.value)
        explanation.outcome = lifecycle.state.bookWord
        if case .idle = lifecycle.state, let seen {
            explanation.outcome = seen.status.bookWord
            filled = (seen.filled, seen.value)
            explanation.isOver = seen.status != .open
        }
        if case .closed = lifecycle.state { explanation.isOver = true }
        var text = explanation.outcome
        if case .closed(.rejected(let why)) = lifecycle.state { text += ": \(why)" }
        if filled.quantity > .zero {
            text += "; \(filled.quantity) filled at an average of \(Self.average(filled.value, filled.quantity))"
        } else if explanation.isOver {
            text += "; nothing was filled"
        }
        explanation.outcomeText = text
    }

    /// - Parameter remarks: What reading the journals has left open.
    func finished(_ remarks: [String]) -> OrderExplanation {
        var result = explanation
        result.unknown = remarks
        result.findingsLeftOut += found.count
        if entry.strategy == nil {
            result.unknown.append("why it was placed: it is not one of ours")
        } else {
            if result.causes.isEmpty { result.unknown.append("the event that led to it") }
            if result.price == nil { result.unknown.append("the price at that moment: the journal has none before it") }
            if result.decisions.isEmpty {
                result.unknown.append("a decision beyond its reason \(result.reason): its strategy noted none")
            }
        }
        if !result.isOver { result.unknown.append("what became of it after the journal's last record") }
        return result
    }
}
