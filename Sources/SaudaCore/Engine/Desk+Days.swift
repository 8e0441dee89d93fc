// What happens to the desk as a whole: the day's start, foreign orders, the person in charge.

extension Desk {
    mutating func start(_ newDay: TradingDay) {
        today = newDay
        for index in books.indices {
            rates[index] = DayRates(charges, accounts[index].plan, on: newDay.day)
            books[index].settle(by: newDay.day)
            books[index].forgetForeignOrders()
            gates[index].startDay()
            startEquity[index] = books[index].equity(at: market)
        }
        forget(before: newDay.day.advanced(by: -7))
        for key in liveKeys { reconcileAndTell(key) }
    }

    /// Targets of long ago are let go; `set` refuses their keys, so nothing of them can be placed again.
    private mutating func forget(before day: Day) {
        orders.prune()
        let old = targets.keys.filter { $0.day < day && targets[$0]?.ending != nil }
        for key in old { targets.removeValue(forKey: key) }
    }

    mutating func reconcileAndTell(_ key: TargetKey) {
        let before = status(of: key)
        reconcile(key)
        if status(of: key) != before { changes.append(key) }
    }

    /// Keeps a foreign order and books what it filled since we last saw it.
    mutating func take(_ order: ForeignOrder) -> ForeignOrder? {
        let account = Int(order.account.index)
        let before = books[account].note(order)
        let quantity = order.filled - (before?.filled ?? .zero)
        guard quantity.units > 0 else { return before }
        let fill = Fill(
            instrument: order.instrument,
            product: order.product,
            side: order.side,
            quantity: quantity,
            value: order.value - (before?.value ?? .zero),
            time: now,
            reason: order.side == .buy ? "MANUAL_BUY" : "MANUAL_EXIT"
        )
        books[account].fill(
            fill,
            charges: books[account].charges(
                for: fill,
                of: instruments[order.instrument],
                earlier: before?.value ?? .zero,
                at: rates[account]
            ),
            settlement: today?.settlement ?? day.advanced(by: 1)
        )
        return before
    }

    mutating func control(_ control: Control) {
        for index in gates.indices {
            switch control {
            case .halt: gates[index].halt()
            case .resume: gates[index].resume()
            }
        }
    }
}
