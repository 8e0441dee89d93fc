import SaudaCore
import SaudaStore

/// From the handles of a recorded day to those of a cast: accounts and strategies by name, instruments of its universe
/// and what is held or ordered.
struct StageHandles {
    let table: InstrumentTable
    /// Recorded handles in the order of the new ones.
    let kept: [InstrumentID]
    private let instruments: [InstrumentID: InstrumentID]
    private let accounts: [AccountID?]
    private let strategies: [StrategyID?]

    init(_ stage: DayStage, _ cast: DayCast) throws {
        let opening = stage.opening
        let needed = Set(
            opening.holdings.map(\.instrument) + opening.orders.map(\.request.instrument)
                + opening.deposits.map(\.instrument) + opening.memos.map(\.instrument)
        )
        var table = InstrumentTable()
        var kept: [InstrumentID] = []
        var map: [InstrumentID: InstrumentID] = [:]
        for id in stage.instruments.ids {
            let instrument = stage.instruments[id]
            let isWanted = cast.universe.contains(instrument.symbol) || cast.universe.contains(instrument.name)
            guard isWanted || needed.contains(id) else { continue }
            map[id] = try table.add(instrument)
            kept.append(id)
        }
        self.table = table
        self.kept = kept
        instruments = map
        let header = stage.recorded.header
        accounts = header.accounts.map { name in
            cast.accounts.firstIndex { $0.name == name }.map { AccountID(index: UInt16($0)) }
        }
        strategies = header.strategies.map { name in
            cast.strategies.firstIndex { $0.name == name }.map { StrategyID(index: UInt16($0)) }
        }
    }

    /// The morning under the new handles. What a strategy kept or ordered that does not run now is gone, and said.
    func opening(_ opening: PaperPlan.Opening) -> PaperPlan.Opening {
        var new = opening
        new.cash = Array(repeating: .zero, count: accounts.count)
        for (index, cash) in opening.cash.enumerated() {
            if let id = accounts[index] { new.cash[Int(id.index)] = cash }
        }
        new.holdings = opening.holdings.compactMap { holding in
            guard let account = accounts[Int(holding.account.index)], let id = instruments[holding.instrument] else {
                return nil
            }
            var holding = holding
            (holding.account, holding.instrument) = (account, id)
            holding.trade?.instrument = id
            return holding
        }
        new.deposits = opening.deposits.compactMap { deposit in
            guard let account = accounts[Int(deposit.account.index)], let id = instruments[deposit.instrument] else {
                return nil
            }
            var deposit = deposit
            (deposit.account, deposit.instrument) = (account, id)
            return deposit
        }
        new.orders = opening.orders.compactMap { order in
            guard let strategy = strategy(order.request.strategy), let id = instruments[order.request.instrument],
                let account = accounts[Int(order.request.account.index)]
            else { return nil }
            return order.renamed(strategy: strategy, account: account, instrument: id)
        }
        new.memos = opening.memos.compactMap { memo in
            guard let strategy = strategy(memo.strategy), let id = instruments[memo.instrument] else { return nil }
            return Memo(strategy: strategy, instrument: id, topic: memo.topic, text: memo.text)
        }
        return new
    }

    private func strategy(_ id: StrategyID) -> StrategyID? {
        Int(id.index) < strategies.count ? strategies[Int(id.index)] : nil
    }

    func account(_ id: AccountID) -> AccountID? { Int(id.index) < accounts.count ? accounts[Int(id.index)] : nil }
}
