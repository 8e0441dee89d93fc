import SaudaCore
import SaudaStore

/// Follows one order through a day's records, and on into the next day where it waits over the night.
struct OrderStory {
    var explanation = OrderExplanation()
    var entry: DayOrders.Entry
    var day: Day
    var words: JournalWords
    var trail = CauseTrail()
    var prices: PriceMemory
    var lifecycle = OrderLifecycle()
    /// Of an order by hand, as last seen.
    var seen: ForeignOrder?
    /// The event that the order followed from; 0 before it was placed.
    var cause: UInt64 = 0
    var isPlaced = false
    var noted: [OrderExplanation.Step] = []
    /// What its strategy found at the event at hand; kept when the order is changed at that event.
    var found: [OrderExplanation.Step] = []
    /// Orders of its account that day, itself included.
    private var ordersToday = 0
    /// Nil when they were not kept.
    private let settings: DaySettings?
    /// The last event at which the order was changed.
    var changed: UInt64 = 0

    /// How many decisions are kept.
    static let limit = 12

    init(of entry: DayOrders.Entry, on orders: DayOrders, settings: DaySettings?) {
        self.settings = settings
        self.entry = entry
        day = orders.day
        words = JournalWords(names: orders.names)
        prices = PriceMemory(entry.instrument)
        explanation.day = "\(day)"
        explanation.config = orders.names.header.config
    }

    /// The next day's journal, where the same order has other handles.
    mutating func goOn(with entry: DayOrders.Entry, on orders: DayOrders) {
        self.entry = entry
        day = orders.day
        words = JournalWords(names: orders.names)
        prices = PriceMemory(entry.instrument)
        trail = CauseTrail()
    }

    mutating func take(_ item: JournalEntry, _ record: UInt64) {
        switch item {
        case .event(let event):
            explanation.findingsLeftOut += found.count
            found.removeAll()
            trail.take(event, record)
            prices.take(event, record)
            take(event, record)
        case .command(let command):
            prices.take(command)
            take(command, record)
            trail.take(command, record, words)
        }
    }

    private mutating func check(_ request: OrderRequest) {
        explanation.settings =
            settings?.lines(of: explanation.strategy ?? "", in: explanation.account) ?? []
        let limits = settings.map { _ in explanation.settings }
        explanation.checks =
            PassedChecks(request: request, settings: limits, number: ordersToday, price: prices.last?.price).lines
    }

    // MARK: - What it says of the order

    private mutating func take(_ event: Event, _ record: UInt64) {
        switch event.kind {
        case .report(let report) where report.order == entry.number: take(report.kind, record)
        case .foreign(let order) where order.account == entry.account && entry.brokerIDs.contains(order.id.text):
            take(order, record)
        case .carriedOrder(let carried) where carried.request.id == entry.number:
            if !isPlaced { begin(carried.request) }
            follow(carried.request.terms)
            _ = lifecycle.accepted(carried.brokerID)
            explanation.brokerID = carried.brokerID.text
            add("carried", "taken over from \(carried.placed): \(JournalWords.text(carried.request.terms))", record)
        default: break
        }
    }

    private mutating func take(_ command: Command, _ record: UInt64) {
        switch command {
        case .place(let request):
            if request.account == entry.account { ordersToday += 1 }
            guard request.id == entry.number else { return }
            begin(request)
            cause = trail.current?.record ?? 0
            explain(request)
            check(request)
            follow(request.terms)
            add("sent", "\(request.side) \(JournalWords.text(request.terms)), for \(request.reason)", record)
        case .modify(let id, _, let broker, let terms, _) where id == entry.number:
            explanation.order = id.number
            adopt(broker)
            if isFollowed, terms.quantity > .zero { _ = lifecycle.modify(terms) }
            act("change", "to \(JournalWords.text(terms))\(because)", record)
        case .cancel(let id, _, let broker, _) where id == entry.number:
            explanation.order = id.number
            adopt(broker)
            if isFollowed { _ = lifecycle.cancel() }
            act("cancel", "asked for\(because)", record)
        case .explain(let id, let reason) where id == entry.number:
            act("explained", "it works for \(reason) from now on\(because)", record)
        case .tie(let tie) where tie.order == entry.number:
            add("waits", "after-market, for the next opening; \(tie.target.reason)", record)
        case .note(let decision): take(decision, record)
        case .candidate(let candidate) where candidate.strategy == entry.strategy:
            guard candidate.instrument == entry.instrument else { return }
            note(step("candidate", words.text(candidate), record), isActed: false)
        default: break
        }
    }

    private mutating func take(_ decision: Decision, _ record: UInt64) {
        guard decision.strategy == entry.strategy else { return }
        // Of the strategy as a whole only what it said in the same breath.
        let isSameEvent = isPlaced && trail.current?.record == cause
        guard decision.instrument == entry.instrument || (decision.instrument == nil && isSameEvent) else { return }
        let text = decision.text.isEmpty ? decision.code : "\(decision.code): \(decision.text)"
        note(step(decision.kind.bookWord, text, record), isActed: decision.kind == .acted)
    }

    /// Before the order, and with it, it is a decision; afterwards a step, if something was done at that event.
    private mutating func note(_ step: OrderExplanation.Step, isActed: Bool) {
        let event = trail.current?.record
        guard isPlaced, event != cause else {
            noted.append(step)
            if noted.count > Self.limit { noted.removeFirst() }
            return explanation.decisions = noted
        }
        guard !explanation.isOver else { return }
        if isActed || event == changed { explanation.steps.append(step) } else { found.append(step) }
    }
}
