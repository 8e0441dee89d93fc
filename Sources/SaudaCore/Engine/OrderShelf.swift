/// One order of ours and the intention it serves.
struct OrderRecord: Sendable {
    let id: OrderID
    let key: TargetKey
    /// Where its target was when it was placed (`TargetShelf.slot(of:near:)`).
    let slot: Int
    let side: Side
    let product: Product
    let variety: OrderRequest.Variety
    let placed: Day
    /// As last told to the journal.
    var reason: String
    var lifecycle = OrderLifecycle()
    /// The trading day it ends with; nil for an after-market order whose day has not begun.
    var session: Day?
    /// To be cancelled and placed anew, because a modification was refused (SEL-5).
    var isReplaced = false
    /// Cancelled because less is wanted, so that more may be placed again later.
    var isSurplus = false
    /// A cancel was refused: nothing is sent for it until it moves or a new day begins (SEL-5).
    var isStuck = false
    var isStuckKnown = false

    @inline(__always) var isClosed: Bool { if case .closed = lifecycle.state { true } else { false } }

    /// Our request in flight.
    var request: OrderLifecycle.Request { if case .working(let live) = lifecycle.state { live.request } else { .none } }

    /// The broker may hold other terms than we know of, and no answer is awaited that would tell.
    var areTermsInDoubt: Bool {
        if case .working(let live) = lifecycle.state { live.termsInDoubt && live.request == .none } else { false }
    }

    /// What may still be filled, an answer in flight either way.
    var outstanding: Quantity { max(lifecycle.totals.upperBound - lifecycle.filled, .zero) }

    /// What it asked for and did not get.
    var unfilled: Quantity {
        let asked = lifecycle.requestedTerms?.quantity ?? lifecycle.closedTerms?.quantity ?? .zero
        return max(asked - lifecycle.filled, .zero)
    }
}

/// The orders of the last days by number. Ours are dense, so a look-up is an index; old closed ones are let go.
struct OrderShelf: Sendable {
    /// Those handed over in the morning, few, oldest first; behind them ours by number. Read and changed in place.
    var records: [OrderRecord] = []
    private var carried = 0
    /// The number of the oldest of ours.
    private var first: UInt64 = 1

    private var count: UInt64 { UInt64(records.count - carried) }
    var next: OrderID { OrderID(number: first + count) }

    mutating func add(_ record: OrderRecord) { records.append(record) }

    /// Lets new numbers go on after `id`, unless there are new orders already.
    mutating func count(through id: OrderID) {
        if count == 0, id.number < .max { first = max(first, id.number + 1) }
    }

    /// Whether an order of earlier days may come in: before any new one, each once, in the order of their numbers.
    func canCarry(_ id: OrderID) -> Bool {
        let last = carried > 0 ? records[carried - 1].id.number : 0
        return id.number > last && id.number < .max && (id.number < first || count == 0)
    }

    /// - Precondition: `canCarry(record.id)`.
    mutating func carry(_ record: OrderRecord) {
        count(through: record.id)
        records.insert(record, at: carried)
        carried += 1
    }

    func contains(_ id: OrderID) -> Bool {
        id.number >= first ? id.number - first < count : records[..<carried].contains { $0.id == id }
    }

    /// Whether an order of that number was ours and has been let go.
    func hasForgotten(_ id: OrderID) -> Bool { id.number > 0 && id.number < first && !contains(id) }

    /// Where an order stands in `records`.
    ///
    /// - Precondition: `contains(id)`.
    @inline(__always)
    func place(of id: OrderID) -> Int {
        id.number >= first ? carried + Int(id.number - first) : placeOfCarried(id)
    }

    private func placeOfCarried(_ id: OrderID) -> Int {
        guard let place = records[..<carried].firstIndex(where: { $0.id == id }) else {
            preconditionFailure("no such order")
        }
        return place
    }

    /// Those that have not ended, oldest first.
    var open: [OrderID] { records.indices.filter { !records[$0].isClosed }.map { records[$0].id } }

    /// The terms last asked for; nil when the order has ended.
    @inline(__always)
    func asked(_ id: OrderID) -> OrderTerms? { records[place(of: id)].lifecycle.requestedTerms }

    /// Lets go of closed orders at the old end. Those of some days stay, for a fill that is heard of late.
    mutating func prune(before day: Day) {
        func isPast(_ record: OrderRecord) -> Bool { record.isClosed && record.placed < day }
        var end = carried
        while end < records.count, isPast(records[end]) { end += 1 }
        first += UInt64(end - carried)
        let waiting = records[..<carried].filter { !isPast($0) }
        records.replaceSubrange(..<end, with: waiting)
        carried = waiting.count
    }
}
