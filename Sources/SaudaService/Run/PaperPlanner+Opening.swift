import SaudaCore
import SaudaSimulation
import SaudaStore

// What the account has in the morning: what the books say, else what the person says, else a rehearsal, else cash.

extension PaperPlanner {
    /// Trading days of a rehearsal.
    private static let rehearsalDays = 90

    func opening(
        of day: Day,
        _ market: MarketData,
        _ books: OpeningBooks?,
        positions: String?,
        rehearse: Bool
    ) throws -> PaperPlan.Opening {
        if let books {
            guard positions == nil else {
                throw DataError(
                    file: positions ?? "",
                    what: "the books of \(home) already say what is held",
                    nextStep: "leave --positions out, or use a new home"
                )
            }
            return try opening(books, market)
        }
        if let positions { return try named(positions, market.instruments) }
        if rehearse { return try rehearsed(market, before: day) }
        let hint = "; --positions FILE or --rehearse gives the day something to sell"
        let buys = chosen.runnable.contains(where: \.plugin.opensPositions)
        return PaperPlan.Opening(cash: capital, note: buys ? "cash only" : "cash only" + hint)
    }

    private func named(_ path: String, _ instruments: InstrumentTable) throws -> PaperPlan.Opening {
        let deposits = try Deposit.read(path, instruments, capital: capital[0])
        let note = "\(deposits.count) positions from \(path), paid from the capital"
        return PaperPlan.Opening(cash: capital, deposits: deposits, note: note)
    }

    /// Plays the days before with the strategies' companions, and takes what is open in the end.
    private func rehearsed(_ market: MarketData, before day: Day) throws -> PaperPlan.Opening {
        let days = market.history.days(from: nil, to: day.advanced(by: -1))
        guard let first = days.suffix(Self.rehearsalDays).first else {
            return PaperPlan.Opening(cash: capital, note: "cash only")
        }
        var past = market
        past.history.minutes = past.history.minutes.map { _ in [] }
        var setup = setup(past, strategies: chosen.entries + chosen.companions)
        setup.from = first
        setup.to = day.advanced(by: -1)
        setup.research = try config.research.desk(for: chosen, past.instruments).desk
        let books = try Backtest.books(after: setup)
        let holdings = books.flatMap(\.holdings)
        let note = "\(holdings.count) positions from the \(Self.rehearsalDays) trading days before"
        return PaperPlan.Opening(cash: books.map(\.cash), holdings: holdings, note: note)
    }
}
