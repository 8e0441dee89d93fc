package import SaudaCore
package import SaudaStore

/// What the books of the days before hand over, with today's handles.
package struct Handover: Sendable {
    /// By account, as `accounts` were given; nil for one that is new to the books.
    package private(set) var cash: [Money?]
    package private(set) var holdings: [CarriedHolding] = []
    /// In the order of their numbers.
    package private(set) var orders: [CarriedOrder] = []
    /// After-market orders whose placing was never answered: the broker's book tells whether they are there.
    package private(set) var doubted: [CarriedOrder] = []
    package private(set) var memos: [Memo] = []
    package private(set) var lastOrder: OrderID
    /// The day that all this is the end of.
    package private(set) var since: Day?
    /// How that day ended, when it was not played to its end.
    package private(set) var doubt: String?
    /// What could not be taken over, and why.
    package private(set) var warnings: [String] = []
    /// What is held or ordered and not among today's instruments.
    package private(set) var missing: [Missing] = []

    package struct Missing: Hashable, Sendable {
        package var name: String
        /// `held` or `ordered`.
        package var how: String
    }

    /// - Parameters:
    ///   - accounts: their names, in the order of their handles.
    ///   - strategies: those that run, in the order of theirs.
    package init(
        _ books: OpeningBooks,
        accounts: [String],
        strategies: [(name: String, account: AccountID)],
        _ instruments: InstrumentTable
    ) {
        cash = accounts.map { _ in nil }
        lastOrder = books.lastOrder
        func handle(_ name: DayHeader.Name) -> InstrumentID? { try? instruments.find(name.text, in: name.segment) }
        for (index, name) in accounts.enumerated() {
            guard let account = books.accounts.first(where: { $0.name == name }) else { continue }
            let id = AccountID(index: UInt16(index))
            cash[index] = account.cash
            since = max(since ?? account.day, account.day)
            if !account.isComplete { doubt = account.ending }
            for holding in account.holdings {
                guard let instrument = handle(holding.instrument) else {
                    missing.append(Missing(name: holding.instrument.text, how: "held"))
                    continue
                }
                var carried = holding.carried
                carried.account = id
                carried.instrument = instrument
                carried.trade?.instrument = instrument
                holdings.append(carried)
            }
            for order in account.orders {
                guard let instrument = handle(order.instrument) else {
                    missing.append(Missing(name: order.instrument.text, how: "ordered"))
                    continue
                }
                guard let place = strategies.firstIndex(where: { $0.name == order.strategy && $0.account == id }) else {
                    let reference = order.carried.brokerID.text
                    let what =
                        "the waiting order \(reference.isEmpty ? "without an answer" : reference) in \(order.instrument.text) lapses"
                    warnings.append("\(what): strategy '\(order.strategy)' does not run in that account any more")
                    continue
                }
                let strategy = StrategyID(index: UInt16(place))
                orders.append(order.carried.renamed(strategy: strategy, account: id, instrument: instrument))
            }
        }
        orders.sort { $0.request.id < $1.request.id }
        doubted = orders.filter(\.brokerID.text.isEmpty)
        orders.removeAll(where: \.brokerID.text.isEmpty)
        memos = books.memos.compactMap { memo in
            guard let place = strategies.firstIndex(where: { $0.name == memo.strategy }),
                let instrument = handle(memo.instrument)
            else { return nil }
            let strategy = StrategyID(index: UInt16(place))
            return Memo(strategy: strategy, instrument: instrument, topic: memo.topic, text: memo.text)
        }
    }

    /// Whether the books have days of the account.
    package func knows(_ account: AccountID) -> Bool {
        cash.indices.contains(Int(account.index)) && cash[Int(account.index)] != nil
    }

    /// For people.
    var note: String {
        let (held, waiting) = (holdings.count, orders.count)
        let orders = waiting == 0 ? "" : ", \(waiting) waiting order\(waiting == 1 ? "" : "s")"
        let doubts = doubt.map { ", a day not played to its end (\($0))" } ?? ""
        return
            "\(held) position\(held == 1 ? "" : "s")\(orders) from the books of \(since.map { "\($0)" } ?? "")\(doubts)"
    }
}
