import SaudaCore

// Before anything is placed the account is read: holdings, order book, funds (BUY-1, BUY-8).

extension AMOBuy {
    /// What a run of the buy step knows of the account.
    struct Preflight: Sendable {
        var scope = Scope.evening
        var step = Step.holdings
        var attempts = 0
        var holdings: [HoldingRow]?
        var orders: [ForeignOrder]?
        /// Nil when nobody could tell: then nothing new is affordable.
        var funds: Money?
        /// Spent by this run already, which the answer does not know of.
        var reserved = Money.zero
        /// Re-entries that are due (REN).
        var reentries: [DueReentry] = []

        enum Scope: Sendable {
            /// 09:00: the queue only (BUY-14).
            case retry
            case evening
        }

        enum Step: Sendable {
            case holdings, orders, funds
        }

        var isComplete: Bool { holdings != nil && orders != nil }
    }

    mutating func readAccount(on desk: inout Desk) {
        preflight.step = .holdings
        preflight.attempts += 1
        watchPatience(on: &desk)
        ask(.holdings(desk.account), on: &desk)
    }

    mutating func takeAccount(_ answer: Answer, on desk: inout Desk) {
        switch (preflight.step, answer) {
        case (.holdings, .holdings(let rows)):
            preflight.holdings = rows
            preflight.step = .orders
            ask(.orderBook(desk.account), on: &desk)
        case (.orders, .orderBook(let rows)):
            preflight.orders = rows
            preflight.step = .funds
            ask(.funds(desk.account), on: &desk)
        case (.funds, .funds(let available)):
            preflight.funds = max(available, .zero)
            work(on: &desk)
        case (.funds, _):
            work(on: &desk)
        default:
            readingFailed(answer, on: &desk)
        }
    }

    /// Two seconds apart, then the run is given up: a blind run could double positions. `current` goes on when our own
    /// books show nothing on its way for any candidate.
    private mutating func readingFailed(_ answer: Answer, on desk: inout Desk) {
        if preflight.attempts < settings.readAttempts {
            return desk.wake(at: desk.now.advanced(by: .seconds(2)), label: Label.again)
        }
        let what = preflight.step == .holdings ? "holdings" : "order book"
        var why = "it gave another answer"
        if case .failure(let text) = answer { why = text }
        if settings.isCurrent, !hasOwnBusiness(on: desk) {
            desk.alert(
                .warning,
                "account-unread",
                nil,
                "The \(what) could not be read (\(why)); the run goes on, as our books show no buy or position of any "
                    + "candidate."
            )
            preflight.holdings = preflight.holdings ?? []
            preflight.orders = preflight.orders ?? []
            preflight.step = .funds
            return ask(.funds(desk.account), on: &desk)
        }
        desk.alert(
            .critical,
            "account-unread",
            nil,
            "The \(what) could not be read \(preflight.attempts) times (\(why)); nothing is bought in this run. Check the "
                + "account, then ask for the job again."
                + (triedTwice.contains(errand ?? .load) ? "" : " It is tried once more in a minute.")
        )
        giveUp(on: &desk)
    }

    /// The wake-up between two attempts.
    mutating func readAgain(on desk: inout Desk) {
        guard question.request == nil, errand == .premarketRetry || errand == .buyOrders, !preflight.isComplete
        else { return }
        readAccount(on: &desk)
    }

    /// Not done: it is tried once more a minute later (SVC-4), and a person may ask for it again.
    private mutating func giveUp(on desk: inout Desk) {
        guard let ended = errand else { return }
        preflight = Preflight()
        finish(ended, on: &desk)
        done.remove(ended)
        if triedTwice.insert(ended).inserted {
            desk.wake(at: desk.now.advanced(by: .seconds(60)), label: Label.secondTry + ended.rawValue)
        }
    }

    private func hasOwnBusiness(on desk: Desk) -> Bool {
        let wanted =
            queue.map(\.instrument) + preflight.reentries.map(\.instrument)
            + (preflight.scope == .evening ? picks.rows.map(\.instrument) : [])
        return wanted.contains { instrument in
            desk.book.openTrade(in: instrument) != nil || pending.contains { $0.instrument == instrument }
        }
    }

    // MARK: - Reading

    /// Cash for new orders; nil when it is not known.
    var cash: Money? { preflight.funds.map { $0 - preflight.reserved } }

    /// BUY-3 step 2: under any series.
    func isHeld(_ instrument: InstrumentID, on desk: Desk) -> Bool {
        let symbol = desk.instruments[instrument].symbol
        if desk.book.held.contains(where: { $0 == instrument || desk.instruments[$0].symbol == symbol }) { return true }
        return preflight.holdings?.contains {
            $0.quantity > .zero && ($0.instrument == instrument || desk.instruments[$0.instrument].symbol == symbol)
        } ?? false
    }

    /// BUY-3 step 1: whether there is no place for one more symbol.
    func isFull(beside instrument: InstrumentID, on desk: Desk) -> Bool {
        // Some are counted twice here; where even so there are few, nothing need be told apart.
        let most =
            desk.book.held.count + (preflight.holdings?.count ?? 0) + pending.count + desk.book.foreignOrders.count
            + (preflight.orders?.count ?? 0)
        return most >= settings.mostPositions && positions(beside: instrument, on: desk) >= settings.mostPositions
    }

    /// Distinct symbols held or on their way, but for one.
    private func positions(beside instrument: InstrumentID, on desk: Desk) -> Int {
        var symbols: Set<String> = []
        func add(_ id: InstrumentID) { symbols.insert(desk.instruments[id].symbol) }
        desk.book.held.forEach(add)
        for row in preflight.holdings ?? [] where row.quantity > .zero { add(row.instrument) }
        for buy in pending { add(buy.instrument) }
        for order in foreignBuys(on: desk) { add(order.instrument) }
        symbols.remove(desk.instruments[instrument].symbol)
        return symbols.count
    }

    /// Pending delivery buys that are not ours.
    func foreignBuys(on desk: Desk) -> [ForeignOrder] {
        let seen = desk.book.foreignOrders
        let told = (preflight.orders ?? []).filter { row in !seen.contains { $0.id == row.id } }
        return (seen + told).filter { order in
            order.side == .buy && order.status == .open && order.product == .delivery
                && !pending.contains { $0.instrument == order.instrument }
        }
    }
}
