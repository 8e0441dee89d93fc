import SaudaCore
import SaudaSimulation
import SaudaStore

// What the books of the days before hand over, with today's handles.

extension PaperPlanner {
    /// The books at the end of the latest day before; nil when there are none. Books that were lost are made again.
    func books(before day: Day) throws -> OpeningBooks? {
        let path = "\(home)/books.sqlite"
        let journals = Folders.journals(in: home).filter { $0 < day }
        guard Folders.exists(path) || !journals.isEmpty else { return nil }
        if !Folders.exists(path) { try rebuildBooks(of: journals) }
        let books = try OpeningBooks(before: day, in: BookStore(path: path))
        guard !books.accounts.isEmpty else { return nil }
        let names = Set(config.accounts.map(\.name))
        if let lost = books.accounts.first(where: { !names.contains($0.name) && $0.isInUse }) {
            throw DataError(
                file: path,
                what: "account '\(lost.name)' holds shares or waiting orders and is not in the configuration",
                nextStep: "put it back under accounts:, under that name, or begin a new home with --home"
            )
        }
        return books
    }

    private func rebuildBooks(of days: [Day]) throws {
        let accounts = config.accounts.map(AccountSetup.init)
        let store = try BookStore(path: "\(home)/books.sqlite")
        for day in days {
            let path = "\(home)/journal/\(day).journal"
            let projector = BookProjector(
                schedule: .builtIn,
                plans: Dictionary(uniqueKeysWithValues: accounts.map { ($0.name, $0.plan) }),
                instruments: try InstrumentTable(ofJournal: path)
            )
            _ = try projector.rebuild(path, in: store)
        }
    }

    /// The symbols that the day needs besides those of the universe: what is held, ordered or kept in mind.
    func symbols(of books: OpeningBooks?, besides symbols: [String]) -> [String] {
        let known = Set(symbols)
        return (books?.instruments ?? []).map(\.symbol).filter { !known.contains($0) }
    }

    /// An account that is new to the books starts with its capital.
    func opening(_ books: OpeningBooks, _ market: MarketData) throws -> PaperPlan.Opening {
        let handover = Handover(
            books,
            accounts: config.accounts.map(\.name),
            strategies: chosen.runnable.map { (name: $0.name, account: $0.account) },
            market.instruments
        )
        if let missing = handover.missing.first {
            throw DataError(
                file: "\(home)/books.sqlite",
                what: "\(missing.name) is \(missing.how) and has no prices today",
                nextStep: "give its price file, whether it is still in the universe or not"
            )
        }
        return PaperPlan.Opening(
            cash: zip(handover.cash, capital).map { $0 ?? $1 },
            holdings: handover.holdings,
            orders: handover.orders,
            memos: handover.memos,
            lastOrder: handover.lastOrder,
            since: handover.since,
            note: handover.note,
            warnings: handover.warnings
        )
    }
}

extension DayHeader.Name {
    /// Paper instruments are shares of the main board, named SYMBOL-EQ.
    var symbol: String { text.hasSuffix("-EQ") ? String(text.dropLast(3)) : text }
}

extension InstrumentTable {
    /// The shares that a paper day's journal names, enough to rebuild its books.
    init(ofJournal path: String) throws {
        self.init()
        guard let payload = try JournalReader(path: path).header?.payload else { return }
        for name in try DayHeader(payload: payload).instruments {
            try add(Instrument(symbol: name.symbol, segment: name.segment))
        }
    }
}
