import SaudaCore

// The order book at the start of a day. A desk that lost its journal knows nothing of a sell that is still working, so
// nothing is placed before the book has been read: there are never two sells (SEL-1 step 3, SEL-8).

extension EMA9Sell {
    /// How the reading of the day's book stands.
    struct BookReading: Sendable {
        var request: RequestID?
        var asked = Timestamp(microseconds: .min)
        var isRead = false
        var failures = 0
        /// Delivery sells that were open when it was read.
        var sells: [ForeignOrder] = []
    }

    /// Asks for the book once there is something to sell; a failed reading is repeated with the next cycle.
    mutating func checkBook(on desk: inout Desk) {
        if book.isRead || watches.isEmpty { return }
        if book.request != nil {
            guard desk.now.since(book.asked) >= Self.patience else { return }
            read(.failure("no answer in three minutes"), on: &desk)
        }
        book.request = desk.fetch(.orderBook(desk.account))
        book.asked = desk.now
    }

    mutating func read(_ answer: Answer, on desk: inout Desk) {
        book.request = nil
        if case .orderBook(let rows) = answer {
            book.isRead = true
            book.sells = rows.filter { $0.side == .sell && $0.status == .open && $0.product == .delivery }
            for index in watches.indices { look(at: index, on: &desk) }
            return
        }
        book.failures += 1
        guard book.failures == settings.attempts else { return }
        desk.alert(
            .critical,
            "no-order-book",
            nil,
            "The order book cannot be read; no sell is placed before it is. Check the account."
        )
    }
}
