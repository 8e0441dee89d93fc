package import SaudaCore
import SaudaSimulation
package import SaudaStore

extension PaperPlanner {
    /// Plays the configuration over days that were traded, on given prices, and compares what it orders with `fills`.
    ///
    /// It begins with the money and the shares of the books before, and not with their waiting orders or what strategies
    /// keep.
    ///
    /// - Parameters:
    ///   - directories: Of price files, from well before the days on: strategies need days to settle.
    ///   - books: At the end of the day before `from`; nil begins with the accounts' capital.
    /// - Throws: `DataError` when the files have no prices of those days.
    package func comparison(
        of fills: [SlippedFill],
        from: Day,
        to: Day,
        on directories: [String],
        _ books: OpeningBooks?
    ) async throws -> OrderComparison {
        let universe = try SymbolList.symbols(of: config)
        let traded = fills.map(\.fill.instrument.symbol)
        let wanted = (universe + symbols(of: books, besides: universe) + traded)
            .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let there = Set(try HistoryFolder(directories).symbols)
        let found = wanted.filter { there.contains($0) }
        guard !found.isEmpty else {
            let names = directories.joined(separator: ", ")
            let way = "put SYMBOL.csv files there, or leave --data out"
            throw DataError(file: names, what: "holds no file of what was traded or of the universe", nextStep: way)
        }
        let market = try await MarketData.read(directories, symbols: found, from: nil, to: to)
        guard !market.history.days(from: from, to: to).isEmpty else {
            let names = directories.joined(separator: ", ")
            throw DataError(
                file: names,
                what: "there are no prices from \(from) to \(to)",
                nextStep: "bring the files up to date with `sauda history`, or leave --data out"
            )
        }
        var setup = setup(market, strategies: chosen.entries)
        (setup.from, setup.to) = (from, to)
        let research = try config.research.desk(for: chosen, market.instruments)
        setup.research = research.desk
        var notes = market.assumptions + market.warnings + research.notes
        let missing = wanted.filter { !there.contains($0) }
        if !missing.isEmpty { notes.append("There are no prices of \(missing.joined(separator: ", ")).") }
        if let books { notes += begin(&setup, with: books, on: from, market.instruments) }
        let outcome = try Backtest.run(setup, keepsFills: true)
        let names = chosen.runnable.map(\.name)
        var theirs: [OrderComparison.Key: OrderComparison.Traded] = [:]
        for fill in outcome.fills {
            guard let strategy = fill.strategy, Int(strategy.index) < names.count else { continue }
            let key = OrderComparison.Key(
                day: fill.time.day,
                strategy: names[Int(strategy.index)],
                symbol: market.instruments[fill.instrument].symbol,
                side: fill.side
            )
            theirs[key, default: .init()].add(fill.quantity, fill.price * fill.quantity)
        }
        return OrderComparison(ours: OrderComparison.ours(fills), theirs: theirs, assumptions: notes)
    }

    /// Returns what could not be handed over.
    private func begin(
        _ setup: inout BacktestSetup,
        with books: OpeningBooks,
        on day: Day,
        _ instruments: InstrumentTable
    ) -> [String] {
        let places = chosen.runnable.map { (name: $0.name, account: $0.account) }
        let handover = Handover(books, accounts: config.accounts.map(\.name), strategies: places, instruments)
        setup.capital = zip(handover.cash, capital).map { $0 ?? $1 }
        setup.deposits = handover.holdings.filter { $0.quantity > .zero && $0.product == .delivery }.map { holding in
            Deposit(
                account: holding.account,
                instrument: holding.instrument,
                quantity: holding.quantity,
                price: holding.cost.price(per: holding.quantity),
                entered: min(holding.trade?.entered ?? day.at(TimeOfDay(8, 30)), day.at(TimeOfDay(8, 30))),
                reason: holding.trade?.entryReason ?? "HELD",
                isPaid: false
            )
        }
        var notes: [String] = []
        if !handover.orders.isEmpty || !handover.memos.isEmpty {
            notes.append("Orders that waited over the night before, and what strategies kept, are not in the backtest.")
        }
        if !handover.missing.isEmpty {
            notes.append(
                "Not in the backtest for want of prices: \(handover.missing.map(\.name).joined(separator: ", "))."
            )
        }
        return notes
    }
}
