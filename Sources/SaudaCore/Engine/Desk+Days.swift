// What happens to the desk as a whole: the day's start, money in and out, the person in charge.

extension Desk {
    /// Starts a day. Said twice of one day (a restart, hours that were moved) it only takes the new hours.
    mutating func start(_ newDay: TradingDay) {
        let last = today?.day
        today = newDay
        midnight = newDay.day.at(TimeOfDay(0, 0))
        if last.map({ $0 < newDay.day }) ?? true { turn(to: newDay.day, isFirst: last == nil) }
        reconcileAll()
    }

    private mutating func turn(to day: Day, isFirst: Bool) {
        for id in orders.open { turn(id, to: day) }
        if !adopted.isEmpty {
            adopted = adopted.filter {
                orders.contains($0.value) && !orders.records[orders.place(of: $0.value)].isClosed
            }
        }
        for index in books.indices {
            rates[index].turn(to: day)
            books[index].settle(by: day)
            // What was seen before the first day, at the start of the desk, was seen now.
            if !isFirst { books[index].forgetForeignOrders(before: day) }
            gates[index].startDay()
            startEquity[index] = equity(of: index)
        }
        forget(before: day.advanced(by: -7))
    }

    private func equity(of account: Int) -> Money { books[account].equity(at: market) }

    /// Orders are for one session. One whose end was never reported has lapsed; a stuck one may be tried again.
    private mutating func turn(_ id: OrderID, to day: Day) {
        let place = orders.place(of: id)
        orders.records[place].isStuck = false
        guard let session = orders.records[place].session else {
            orders.records[place].session = day
            return
        }
        guard session < day else { return }
        tell(
            .critical,
            "order-unanswered",
            orders.records[place],
            "the end of order \(id.number) was never reported. It lapsed with its day; compare positions with the broker's."
        )
        carryOut(orders.records[place].lifecycle.expired(), for: id)
        close(id)
        changes.append(orders.records[place].key)
    }

    /// Targets of long ago are let go, once a week; `set` refuses their keys, so nothing of them can be placed again.
    private mutating func forget(before day: Day) {
        guard day >= forgottenBefore.advanced(by: 7) else { return }
        forgottenBefore = day
        orders.prune(before: day)
        guard targets.prune(before: day) else { return }
        for place in live.indices { live[place].slot = targets.slot(of: live[place].key) ?? live[place].slot }
    }

    /// Looks at every target that is not over, and tells the strategies of those that moved.
    mutating func reconcileAll() {
        for target in live {
            let before = status(at: target.slot)
            reconcile(target.slot)
            if status(at: target.slot) != before { changes.append(target.key) }
        }
    }

    // MARK: - Money

    /// Cash put in or taken out is neither gain nor loss of the day.
    mutating func add(cash amount: Money, to account: AccountID) {
        books[Int(account.index)].add(cash: amount)
        startEquity[Int(account.index)] += amount
    }

    mutating func take(_ deposit: Deposit) {
        let account = Int(deposit.account.index)
        let before = books[account].equity(at: market)
        books[account].deposit(deposit)
        startEquity[account] += books[account].equity(at: market) - before
    }

    // MARK: - The person in charge

    mutating func control(_ control: Control) {
        switch control {
        case .halt: for index in gates.indices { gates[index].halt() }
        case .stop: isStopped = true
        case .resume:
            isStopped = false
            for index in gates.indices { gates[index].resume() }
        }
        reconcileAll()
    }
}
