public import SaudaCore

// What is kept over the night, and taken up again in the morning (HIS-1).

extension AMOBuy {
    public mutating func remembered(_ memo: Memo, on desk: inout Desk) {
        guard let topic = Topic(rawValue: memo.topic), Int(memo.instrument.index) < desk.instruments.count else {
            return
        }
        switch topic {
        case .failedOrder: put(FailedOrder(memo.text, of: memo.instrument))
        case .pending:
            let buy = PendingBuy(memo.text) { day, leg in desk.key(memo.instrument, day: day, leg: leg) }
            if let buy { put(buy) } else { unreadable(memo, "a waiting buy", on: &desk) }
        case .levels: restore(memo, on: &desk) { $0.read(levels: memo.text) }
        case .tracking: restore(memo, on: &desk) { $0.read(tracking: memo.text) }
        }
    }

    private mutating func restore(_ memo: Memo, on desk: inout Desk, _ read: (inout Tracking) -> Bool) {
        var position =
            tracked.first { $0.instrument == memo.instrument }
            ?? Tracking(memo.instrument, entryRSI: nil, since: desk.now, entryType: EntryType.recommended)
        if !read(&position) { unreadable(memo, "a position's levels", on: &desk) }
        keep(position)
    }

    private func unreadable(_ memo: Memo, _ what: String, on desk: inout Desk) {
        desk.alert(
            .warning,
            "memo-unreadable",
            memo.instrument,
            "What was kept of \(what) cannot be read; look at the broker's order book and positions."
        )
    }

    // MARK: - Failed orders

    private mutating func put(_ order: FailedOrder) {
        queue.put(order, by: { $0.instrument })
    }

    mutating func keep(_ order: FailedOrder, on desk: inout Desk) {
        put(order)
        desk.remember(Topic.failedOrder.rawValue, order.instrument, order.text)
    }

    mutating func forget(failed instrument: InstrumentID, on desk: inout Desk) {
        queue.removeAll { $0.instrument == instrument }
        desk.remember(Topic.failedOrder.rawValue, instrument, "")
    }

    // MARK: - Waiting buys

    private mutating func put(_ buy: PendingBuy) { pending.put(buy, by: { $0.instrument }) }

    mutating func keep(_ buy: PendingBuy, on desk: inout Desk) {
        put(buy)
        remember(buy, on: &desk)
    }

    func remember(_ buy: PendingBuy, on desk: inout Desk) {
        desk.remember(Topic.pending.rawValue, buy.instrument, buy.text)
    }

    mutating func forget(pending instrument: InstrumentID, on desk: inout Desk) {
        pending.removeAll { $0.instrument == instrument }
        desk.remember(Topic.pending.rawValue, instrument, "")
    }

    // MARK: - Positions

    mutating func keep(_ position: Tracking) { tracked.put(position, by: { $0.instrument }) }

    func remember(_ position: Tracking, on desk: inout Desk) {
        desk.remember(Topic.levels.rawValue, position.instrument, position.levelsText)
        desk.remember(Topic.tracking.rawValue, position.instrument, position.trackingText)
    }

    mutating func forget(position instrument: InstrumentID, on desk: inout Desk) {
        tracked.removeAll { $0.instrument == instrument }
        desk.remember(Topic.levels.rawValue, instrument, "")
        desk.remember(Topic.tracking.rawValue, instrument, "")
    }
}

extension Array {
    /// Puts an element into its place by instrument, in place of the one that is there.
    fileprivate mutating func put(_ element: Element, by key: (Element) -> InstrumentID) {
        let wanted = key(element)
        let place = firstIndex { key($0) >= wanted } ?? count
        if place < count, key(self[place]) == wanted {
            self[place] = element
        } else {
            insert(element, at: place)
        }
    }
}
