/// One order of ours and the intention it serves.
struct OrderRecord: Sendable {
    let id: OrderID
    let key: TargetKey
    let side: Side
    let product: Product
    let variety: OrderRequest.Variety
    var lifecycle: OrderLifecycle
    /// To be cancelled and placed anew, because a modification was refused (SEL-5).
    var isReplaced = false

    var isClosed: Bool { if case .closed = lifecycle.state { true } else { false } }
}

/// The orders of the last days by number. Numbers are dense, so a look-up is an index; old closed ones are let go.
struct OrderShelf: Sendable {
    private var records: [OrderRecord] = []
    private var first: UInt64 = 1

    var next: OrderID { OrderID(number: first + UInt64(records.count)) }

    mutating func add(_ record: OrderRecord) { records.append(record) }

    func contains(_ id: OrderID) -> Bool { id.number >= first && id.number - first < UInt64(records.count) }

    /// - Precondition: `contains(id)`.
    subscript(id: OrderID) -> OrderRecord {
        get { records[Int(id.number - first)] }
        _modify { yield &records[Int(id.number - first)] }
    }

    /// Lets go of closed orders at the old end.
    mutating func prune() {
        let open = records.firstIndex { !$0.isClosed } ?? records.count
        first += UInt64(open)
        records.removeFirst(open)
    }
}
