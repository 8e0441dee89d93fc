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
        var opening = PaperPlan.Opening(cash: capital, note: "")
        let strategies = chosen.runnable
        var doubts = ""
        for (index, configured) in config.accounts.enumerated() {
            guard let account = books.accounts.first(where: { $0.name == configured.name }) else { continue }
            let id = AccountID(index: UInt16(index))
            opening.cash[index] = account.cash
            opening.since = max(opening.since ?? account.day, account.day)
            if !account.isComplete { doubts = ", a day not played to its end (\(account.ending))" }
            for holding in account.holdings {
                var carried = holding.carried
                carried.account = id
                carried.instrument = try handle(of: holding.instrument, "held", in: market)
                carried.trade?.instrument = carried.instrument
                opening.holdings.append(carried)
            }
            for order in account.orders {
                let instrument = try handle(of: order.instrument, "ordered", in: market)
                guard let place = strategies.firstIndex(where: { $0.name == order.strategy && $0.account == id }) else {
                    let what = "the waiting order \(order.carried.brokerID.text) in \(order.instrument.text) lapses"
                    opening.warnings.append(
                        "\(what): strategy '\(order.strategy)' does not run in that account any more"
                    )
                    continue
                }
                let strategy = StrategyID(index: UInt16(place))
                opening.orders.append(order.carried.renamed(strategy: strategy, account: id, instrument: instrument))
            }
        }
        opening.orders.sort { $0.request.id < $1.request.id }
        opening.memos = books.memos.compactMap { memo in
            guard let place = strategies.firstIndex(where: { $0.name == memo.strategy }),
                let instrument = try? market.instruments.find(memo.instrument.text, in: memo.instrument.segment)
            else { return nil }
            let strategy = StrategyID(index: UInt16(place))
            return Memo(strategy: strategy, instrument: instrument, topic: memo.topic, text: memo.text)
        }
        opening.lastOrder = books.lastOrder
        let since = opening.since.map { "\($0)" } ?? ""
        let (held, waiting) = (opening.holdings.count, opening.orders.count)
        let orders = waiting == 0 ? "" : ", \(waiting) waiting order\(waiting == 1 ? "" : "s")"
        opening.note = "\(held) position\(held == 1 ? "" : "s")\(orders) from the books of \(since)\(doubts)"
        return opening
    }

    private func handle(of name: DayHeader.Name, _ how: String, in market: MarketData) throws -> InstrumentID {
        do { return try market.instruments.find(name.text, in: name.segment) } catch {
            throw DataError(
                file: "\(home)/books.sqlite",
                what: "\(name.text) is \(how) and has no prices today",
                nextStep: "give its price file, whether it is still in the universe or not"
            )
        }
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
