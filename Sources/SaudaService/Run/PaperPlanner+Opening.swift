import SaudaCore
import SaudaSimulation
import SaudaStore

// What the account has in the morning: what the books say, else what the person says, else a rehearsal, else cash.

extension PaperPlanner {
    /// Trading days of a rehearsal.
    private static let rehearsalDays = 90

    func opening(of day: Day, _ market: MarketData, positions: String?, rehearse: Bool) throws -> PaperPlan.Opening {
        if let carried = try carried(into: day, market.instruments) {
            guard positions == nil else {
                throw DataError(
                    file: positions ?? "",
                    what: "the books of \(home) already say what is held",
                    nextStep: "Leave --positions out, or use a new home."
                )
            }
            return carried
        }
        if let positions { return try named(positions, market.instruments) }
        if rehearse { return try rehearsed(market, before: day) }
        return PaperPlan.Opening(
            cash: capital,
            deposits: [],
            note: "cash only; --positions FILE or --rehearse gives the day something to sell"
        )
    }

    /// What the books have at the end of the latest day before; nil when they have none. An account that is new to
    /// the books starts with its capital.
    private func carried(into day: Day, _ instruments: InstrumentTable) throws -> PaperPlan.Opening? {
        let path = "\(home)/books.sqlite"
        let journals = Folders.journals(in: home).filter { $0 < day }
        guard Folders.exists(path) || !journals.isEmpty else { return nil }
        if !Folders.exists(path) { try rebuildBooks(of: journals, instruments) }
        let books = try OpeningBooks(before: day, in: BookStore(path: path))
        guard let latest = books.accounts.map(\.day).max() else { return nil }
        var opening = PaperPlan.Opening(cash: capital, deposits: [], note: "")
        var doubts = ""
        for (index, configured) in config.accounts.enumerated() {
            guard let account = books.accounts.first(where: { $0.name == configured.name }) else { continue }
            opening.cash[index] = account.cash
            if !account.isComplete { doubts = ", a day that stopped before its close (\(account.ending))" }
            for trade in account.trades {
                opening.deposits.append(try deposit(trade, AccountID(index: UInt16(index)), instruments, path))
            }
        }
        opening.note = "\(opening.deposits.count) positions from the books of \(latest)\(doubts)"
        return opening
    }

    /// Books that were lost are made again from the journals.
    private func rebuildBooks(of days: [Day], _ instruments: InstrumentTable) throws {
        let accounts = config.accounts.map(AccountSetup.init)
        let projector = BookProjector(
            schedule: .builtIn,
            plans: Dictionary(uniqueKeysWithValues: accounts.map { ($0.name, $0.plan) }),
            instruments: instruments
        )
        let store = try BookStore(path: "\(home)/books.sqlite")
        for day in days { _ = try projector.rebuild("\(home)/journal/\(day).journal", in: store) }
    }

    private func deposit(
        _ trade: OpeningBooks.Trade,
        _ account: AccountID,
        _ instruments: InstrumentTable,
        _ path: String
    ) throws -> Deposit {
        let id: InstrumentID
        do { id = try instruments.find(trade.instrument.text, in: trade.instrument.segment) } catch {
            throw DataError(
                file: path,
                what: "\(trade.instrument.text) is held and has no prices today",
                nextStep: "Add it to the universe and give its price file."
            )
        }
        return Deposit(
            account: account,
            instrument: id,
            quantity: trade.quantity,
            price: trade.average,
            entered: trade.entered,
            reason: trade.reason,
            isPaid: false
        )
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
            return PaperPlan.Opening(cash: capital, deposits: [], note: "cash only")
        }
        var past = market
        past.history.minutes = past.history.minutes.map { _ in [] }
        var setup = setup(past, strategies: chosen.entries + chosen.companions)
        setup.from = first
        setup.to = day.advanced(by: -1)
        let books = try Backtest.books(after: setup)
        let trades = books.flatMap { book in book.openTrades.map { (book.id, $0) } }
        let deposits = trades.map { account, trade in
            Deposit(
                account: account,
                instrument: trade.instrument,
                quantity: trade.quantity,
                price: trade.entry,
                entered: trade.entered,
                reason: trade.entryReason,
                isPaid: false
            )
        }
        let note = "\(deposits.count) positions from the \(Self.rehearsalDays) trading days before"
        return PaperPlan.Opening(cash: books.map(\.cash), deposits: deposits, note: note)
    }
}
