import SaudaCore

/// What a link knows of one of our orders at the broker, and what the engine has been told of it.
struct LinkedOrder: Sendable {
    /// A change or cancel under way.
    struct Request: Hashable, Sendable {
        var kind: AdoptedOrder.Change
        var number: UInt32
        /// When the broker took it, or went silent; rows read from then on tell what came of it. Nil before.
        var since: Timestamp?
        /// No answer came.
        var isSilent = false
    }

    /// The look-up by tag of one in doubt.
    enum LookUp: Hashable, Sendable {
        case none, due
        case asked(at: Timestamp)
    }

    let request: OrderRequest
    let tag: String
    /// Several orders of the broker may have its tag; the first of them is followed.
    var mayBecomeMany = false
    /// As last asked for and not refused.
    var terms: OrderTerms
    /// Nil until the broker has named it.
    var id: BrokerOrderID?
    /// No answer came to the placing, since then.
    var inDoubtSince: Timestamp?
    var lookUp = LookUp.none
    /// Since when the placing is unanswered.
    var placedAt: Timestamp?
    var change: Request?
    /// Told so far.
    var filled = Quantity.zero
    /// Nil when an earlier process told it.
    var value: Money? = .zero
    var isOver = false
    /// As the broker showed it last, and when the change under way was asked for.
    var row: OrderRow?
    var rowBefore: OrderRow?
    /// When the book was last said not to have it.
    var missedAt: Timestamp?
    /// How often that was told.
    var misses = 0

    init(_ request: OrderRequest, tag: String) {
        self.request = request
        self.tag = tag
        terms = request.terms
    }

    /// Whether its fate hangs on a read of the book.
    func needsBook(at now: Timestamp, after check: TimeSpan) -> Bool {
        guard !isOver else { return false }
        if inDoubtSince != nil { return misses < 3 && !isLookedUp(at: now, within: check) }
        if change?.since != nil { return true }
        return placedAt.map { now.since($0) >= check } ?? false
    }

    /// Whether the look-up by tag may still bring it; a slow one holds the book up no longer than `check`.
    private func isLookedUp(at now: Timestamp, within check: TimeSpan) -> Bool {
        switch lookUp {
        case .none: false
        case .due: true
        case .asked(let asked): now.since(asked) < check
        }
    }
}

// MARK: - Rows

extension LinkedOrder {
    /// Takes a row of it in, and returns what the engine has not been told yet.
    ///
    /// - Parameter read: when the read that brought it was sent; for a message of the stream, now. A read sent before
    ///   our request says nothing about it.
    mutating func take(_ row: OrderRow, read: Timestamp) -> [Report.Kind] {
        var reports: [Report.Kind] = []
        let wasInDoubt = inDoubtSince != nil
        if id == nil {
            id = row.id
            placedAt = nil
            inDoubtSince = nil
            // One that was told as refused and is there after all.
            if isOver, !row.isFinal { reports.append(.foundInBook(row.id)) }
            if !isOver, !wasInDoubt { reports.append(.accepted(row.id)) }
        }
        missedAt = nil
        misses = 0
        defer { self.row = row }
        if row.status == .complete, !isOver {
            isOver = true
            filled = max(filled, row.filled)
            value = row.value
            return reports + [.completed(total: row.filled, value: row.value)]
        }
        // Cumulative: an old message that comes late shows less and says nothing.
        if row.filled > filled || (row.filled == filled && value.map { row.value > $0 } == true) {
            filled = row.filled
            value = row.value
            reports.append(.traded(total: row.filled, value: row.value))
        }
        guard !isOver else { return reports }
        switch row.status {
        case .cancelled:
            isOver = true
            reports.append(.cancelled)
        case .rejected:
            isOver = true
            reports.append(.rejected(row.rejection ?? .other(code: "rejected", text: "no reason given")))
        case .expired:
            isOver = true
            reports.append(.expired)
        case .open:
            if wasInDoubt { reports.append(.foundInBook(row.id)) }
            reports += outcome(of: row, read: read)
        case .pending, .unknown:
            if wasInDoubt { reports.append(.foundInBook(row.id)) }
        case .complete: break
        }
        return reports
    }

    /// What an open row says about the change or cancel under way.
    private mutating func outcome(of row: OrderRow, read: Timestamp) -> [Report.Kind] {
        guard let change, let since = change.since, read >= since else { return [] }
        if let updated = row.updated, let before = rowBefore?.updated, updated < before { return [] }
        switch change.kind {
        case .modify(let asked):
            let echoesIt = row.terms.quantity == asked.quantity && row.terms.hasPrices(of: asked)
            // A protected market order is echoed as a priced limit.
            let hasMoved = asked.kind == .market && !row.terms.hasPrices(of: rowBefore?.terms ?? terms)
            if echoesIt || hasMoved {
                terms = asked
                self.change = nil
                return [.modified(request: change.number)]
            }
            if let rejection = newRejection(in: row), !change.isSilent {
                self.change = nil
                return [.modifyRefused(rejection, request: change.number)]
            }
        case .cancel:
            if let rejection = newRejection(in: row), !change.isSilent {
                self.change = nil
                return [.cancelRefused(rejection, request: change.number)]
            }
        }
        guard change.isSilent else { return [] }
        // Still as before the silent request: the life cycle sends it again.
        self.change = nil
        return [.foundInBook(row.id)]
    }

    /// Why the change was refused; not why an earlier one was, which the row still shows.
    private func newRejection(in row: OrderRow) -> Rejection? {
        if let before = rowBefore, before.rejection == row.rejection, before.updated == row.updated { return nil }
        return row.rejection
    }
}

extension OrderTerms {
    fileprivate func hasPrices(of other: OrderTerms) -> Bool {
        kind == other.kind && limit == other.limit && trigger == other.trigger
    }
}
