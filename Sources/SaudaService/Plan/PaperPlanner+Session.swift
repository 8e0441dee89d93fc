package import SaudaCore
import SaudaSimulation
import SaudaStore

// What the plan of the next session rests on, read from a home and its price files. Nothing is written.

extension PaperPlanner {
    /// The session that comes next, and the last day that is over: on paper and in practice a home's days follow on each
    /// other, whatever the calendar outside says.
    package func nextSession(
        at now: Timestamp,
        _ calendar: MarketCalendar = .builtIn
    ) throws -> (day: Day, after: Day) {
        let outside = Self.next(at: now, calendar)
        guard let latest = Folders.journals(in: home).last else { return (outside, now.day.advanced(by: -1)) }
        let isComplete = try reading()?.isComplete(latest) ?? false
        let inside = isComplete ? calendar.nextTradingDay(after: latest) : latest
        guard HomeKind.of(home) == .live, outside > inside else {
            return (inside, isComplete ? latest : latest.advanced(by: -1))
        }
        return (outside, now.day.advanced(by: -1))
    }

    /// Today until its evening is over.
    private static func next(at now: Timestamp, _ calendar: MarketCalendar) -> Day {
        guard let lines = DayLines(now.day, calendar), now < Job.cleanup.time(on: lines.hours) else {
            return calendar.nextTradingDay(after: now.day)
        }
        return now.day
    }

    /// - Throws: `RequestError` for a day that the home has gone past, `DataError` for prices that cannot be read.
    package func basis(
        _ day: Day,
        positions: String?,
        rehearse: Bool,
        _ calendar: MarketCalendar = .builtIn
    ) async throws -> SessionBasis {
        let journals = Folders.journals(in: home)
        if let latest = journals.last, latest > day {
            throw RequestError(
                "\(home) has gone on to \(latest), so \(day) is no plan any more",
                "`sauda replay --day \(day)` and `sauda export` tell what it did; leave --day out for what comes next"
            )
        }
        let books = try booksToRead(before: day)
        let last = calendar.previousTradingDay(before: day)
        let universe = try SymbolList.symbols(of: config)
        var market: MarketData
        let (source, remedy): (String, String)
        if config.mode == .live {
            market = try await recordedMarket(universe + symbols(of: books, besides: universe), before: day)
            source = "from \(home)/candles/day and the last day's journal"
            remedy = "sauda history SYMBOL --from \(last.advanced(by: -450)) --out \(home)/candles"
        } else if let path = historyPath {
            let there = Set(try HistoryFolder([path]).symbols)
            let more = symbols(of: books, besides: universe).filter { there.contains($0) }
            market = try await read([path], universe + more)
            (source, remedy) = ("from \(path)", "sauda history SYMBOL --from \(last) --out DIR, then add it to \(path)")
        } else {
            market = try MarketData.generate(
                universe + symbols(of: books, besides: universe),
                through: last,
                seed: seed
            )
            (source, remedy) = ("generated from seed \(seed)", "sauda run --day \(last)")
        }
        for index in market.history.daily.indices { market.history.daily[index].removeAll { $0.start.day >= day } }
        for index in market.history.minutes.indices { market.history.minutes[index].removeAll() }
        let opening = try opening(
            of: day,
            market,
            books,
            positions: positions,
            rehearse: config.mode == .paper && (rehearse || historyPath == nil)
        )
        var basis = SessionBasis(
            day: day,
            home: home,
            instruments: market.instruments,
            accounts: config.accounts.map { account in
                var setup = AccountSetup(account)
                if let venue = venue(account.broker) { setup.traits = venue }
                return setup
            },
            strategies: chosen.runnable,
            daily: market.history.daily,
            opening: opening,
            lastSession: last,
            source: source,
            remedy: remedy,
            isPaper: config.mode == .paper,
            flags: try TaskLog.flags(of: day, in: home)
        )
        basis.notes = market.warnings
        if let since = HaltFile(home: home, isPractice: HomeKind.of(home) == .practice).text {
            basis.notes.append("Orders are halted since \(since): nothing leaves until `sauda resume`.")
        }
        if let unfinished = journals.last(where: { $0 < day }), opening.since != unfinished {
            basis.notes.append("\(unfinished) was begun and not brought to its end: take it up with `sauda run` first.")
        }
        return basis
    }

    /// The books as they stand; a plan makes none.
    private func booksToRead(before day: Day) throws -> OpeningBooks? {
        guard let store = try reading() else {
            guard let lost = Folders.journals(in: home).first(where: { $0 < day }) else { return nil }
            throw RequestError(
                "\(home) has the journal of \(lost) and no books",
                "`sauda run` makes them anew of the journals; a plan writes nothing"
            )
        }
        let books = try OpeningBooks(before: day, in: store)
        return books.accounts.isEmpty ? nil : books
    }

    private func reading() throws -> BookStore? {
        let path = "\(home)/books.sqlite"
        return Folders.exists(path) ? try BookStore(reading: path) : nil
    }
}
