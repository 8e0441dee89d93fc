// What happens to the desk as a whole: the day's start, the person in charge.

extension Desk {
    mutating func start(_ newDay: TradingDay) {
        today = newDay
        adopted.removeAll()
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

    mutating func control(_ control: Control) {
        for index in gates.indices {
            switch control {
            case .halt: gates[index].halt()
            case .resume: gates[index].resume()
            }
        }
    }
}
