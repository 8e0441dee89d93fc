package import SaudaCore
import SaudaSimulation
import SaudaStore

/// Makes a paper day's plan out of a configuration.
package struct PaperPlanner: Sendable {
    package var config: Config
    package var plugins: [StrategyPlugin]
    /// The calendar day outside; the day played when none is asked for is the last trading day up to it.
    package var today: Day
    package var seed: UInt64
    package var home: String
    /// What a broker takes, by its id; nil for what the practice exchange takes.
    package var venue: @Sendable (String) -> VenueTraits? = { _ in nil }

    /// Where the day's prices come from.
    package enum Source: Sendable {
        /// The seeded generator.
        case generated
        /// Directories of price files; the day is expanded from the daily bar when there are no minutes of it.
        /// Only `symbols` of them, if given; else the universe's.
        case files([String], symbols: [String]?)
    }

    package init(config: Config, plugins: [StrategyPlugin], today: Day, seed: UInt64, home: String) {
        self.config = config
        self.plugins = plugins
        self.today = today
        self.seed = seed
        self.home = home
    }

    /// Plans by the words of the command line.
    ///
    /// - Parameters:
    ///   - day: a date, or a price file or directory whose last day is played; nil for the last day there is.
    ///   - positions: a file of positions to start with.
    ///   - rehearse: play the days before with the strategies' companions when nothing else says what is held; a
    ///     generated day always does.
    package func plan(day: String?, positions: String?, rehearse: Bool) async throws -> PaperPlan {
        if let day, Day(day) == nil {
            guard Folders.exists(day) else {
                throw RequestError(
                    "'\(day)' is neither a date nor a file",
                    "write --day YYYY-MM-DD, or the path of a price file or directory"
                )
            }
            return try await plan(nil, from: try source(of: day), positions: positions, rehearse: rehearse)
        }
        let source = historyPath.map { Source.files([$0], symbols: nil) } ?? .generated
        return try await plan(day.flatMap { Day($0) }, from: source, positions: positions, rehearse: rehearse)
    }

    private func plan(
        _ day: Day?,
        from source: Source,
        positions: String?,
        rehearse: Bool
    ) async throws -> PaperPlan {
        let universe = try SymbolList.symbols(of: config)
        switch source {
        case .generated:
            let day = try generatedDay(day)
            let books = try books(before: day)
            let symbols = universe + symbols(of: books, besides: universe)
            let market = try MarketData.generate(symbols, through: day, seed: seed, minutesOf: day)
            let opening = try opening(of: day, market, books, positions: positions, rehearse: true)
            return try plan(day, market, opening, source: "generated from seed \(seed)")
        case .files(let directories, let symbols):
            let market = try await read(directories, symbols ?? universe)
            let days = market.history.days(from: nil, to: day)
            guard let last = days.last, day == nil || day == last else {
                throw DataError(
                    file: directories.joined(separator: ", "),
                    what: "there are no prices of \(day.map { "\($0)" } ?? "any day")",
                    nextStep: "name a day that the files have with --day"
                )
            }
            let books = try books(before: last)
            let whole = try await read(directories, symbols ?? universe, and: books, instead: market)
            let opening = try opening(of: last, whole, books, positions: positions, rehearse: rehearse)
            return try plan(last, expand(whole, on: last), opening, source: directories.joined(separator: ", "))
        }
    }

    /// The configured folder of price files, when it is there.
    var historyPath: String? {
        guard case .files(let path) = config.market.history, Folders.exists(config.resolved(path)) else { return nil }
        return config.resolved(path)
    }

    /// A file stands for its symbol, a directory for all that are in it.
    private func source(of path: String) throws -> Source {
        for ending in [".csv.gz", ".csv"] where path.hasSuffix(ending) {
            let parts = path.dropLast(ending.count).split(separator: "/", omittingEmptySubsequences: false)
            let folder = parts.dropLast().joined(separator: "/")
            let place = folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder
            return .files([place], symbols: [String(parts[parts.count - 1])])
        }
        return .files([path], symbols: try HistoryFolder([path]).symbols)
    }

    /// By account, in the order of the file.
    var capital: [Money] { config.accounts.map { $0.capital ?? .zero } }

    private func generatedDay(_ day: Day?) throws -> Day {
        let calendar = MarketCalendar.builtIn
        let wanted = day ?? today
        if calendar.isTradingDay(wanted) { return wanted }
        guard day == nil else {
            throw RequestError(
                "the market is closed on \(wanted)",
                "name a trading day; the one before is \(calendar.previousTradingDay(before: wanted))"
            )
        }
        return calendar.previousTradingDay(before: wanted)
    }

    func read(_ directories: [String], _ symbols: [String]) async throws -> MarketData {
        let there = Set(try HistoryFolder(directories).symbols)
        let wanted = symbols.filter { there.contains($0) }
        guard !wanted.isEmpty else {
            throw DataError(
                file: directories.joined(separator: ", "),
                what: "holds no file of the universe's \(symbols.count) symbols",
                nextStep: "put SYMBOL.csv files there, or name others under universe: in the configuration"
            )
        }
        var market = try await MarketData.read(directories, symbols: wanted, from: nil, to: nil)
        let missing = symbols.filter { !there.contains($0) }
        // A list that comes with sauda may be longer than the files; a name of the person's own is a slip.
        if let slip = missing.first(where: { !isBuiltIn($0) }) {
            let near = HistoryFolder.near(slip, in: there.subtracting(symbols).sorted()).joined(separator: ", ")
            throw DataError(
                file: directories.joined(separator: ", "),
                what: "the universe names \(slip), of which there are no prices",
                nextStep: (near.isEmpty ? "" : "did you mean \(near)? ")
                    + "add \(slip).csv, or take the name out of the universe"
            )
        }
        if !missing.isEmpty { market.warnings.append("no prices of \(missing.joined(separator: ", "))") }
        return market
    }

    /// The market with what the books need besides, where there are files of it; a day without anything more keeps
    /// what was read.
    private func read(
        _ directories: [String],
        _ symbols: [String],
        and books: OpeningBooks?,
        instead market: MarketData
    ) async throws -> MarketData {
        let there = Set(try HistoryFolder(directories).symbols)
        let more = self.symbols(of: books, besides: market.instruments.instruments.map(\.symbol))
            .filter { there.contains($0) }
        guard !more.isEmpty else { return market }
        return try await read(directories, symbols + more)
    }

    private func isBuiltIn(_ symbol: String) -> Bool {
        guard case .builtIn(let name) = config.universe else { return false }
        return SymbolList.builtIn[name]?.contains(symbol) == true
    }

    /// Keeps of the minutes only the day's, and makes minutes of the daily bar where there are none.
    private func expand(_ market: MarketData, on day: Day) -> MarketData {
        var market = market
        let hours = TradingDay(day, in: .builtIn, holdsPrices: false)
        let path = DailyPath(session: hours.unbroken)
        for index in market.history.daily.indices {
            market.history.minutes[index].removeAll { $0.start.day != day }
            guard market.history.minutes[index].isEmpty,
                let candle = market.history.daily[index].last(where: { $0.start.day == day })
            else { continue }
            let symbol = market.instruments.instruments[index].symbol
            let tick = TickLadder.builtIn.tick(for: candle.close, on: day)
            let own = SplitMix64.seed(seed, for: symbol)
            market.history.minutes[index] = path.minutes(of: candle, tick: tick, seed: own)
        }
        return market
    }

    // MARK: - Putting it together

    private func plan(
        _ day: Day,
        _ market: MarketData,
        _ opening: PaperPlan.Opening,
        source: String
    ) throws -> PaperPlan {
        var setup = setup(market, strategies: chosen.entries)
        let research = try config.research.desk(for: chosen, market.instruments)
        setup.research = research.desk
        setup.assumptions = market.assumptions + market.warnings + opening.warnings + research.notes
        if let warning = setup.calendar.warning(on: day) { setup.assumptions.append(warning) }
        let words = [
            source, "\(day)", opening.cash.map { "\($0)" }.joined(separator: ","), opening.fingerprint,
            config.strategies.map { "\($0.name):\($0.use):\(text(of: $0.parameters))" }.joined(separator: ";"),
            "\(setup.accounts.map { "\($0.name) \($0.limits) \($0.plan.id)" })",
        ]
        var plan = PaperPlan(
            day: day,
            setup: setup,
            opening: opening,
            fingerprint: Fingerprint.of(words.joined(separator: "\n")),
            home: home
        )
        plan.settings = DaySettings(config)
        return plan
    }

    private func text(of parameters: Parameters) -> String {
        parameters.values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
    }

    func setup(_ market: MarketData, strategies: [Engine.Entry]) -> BacktestSetup {
        BacktestSetup(
            title: "paper",
            instruments: market.instruments,
            accounts: config.accounts.map(AccountSetup.init),
            capital: capital,
            strategies: strategies,
            history: market.history,
            latency: .milliseconds(100)
        )
    }

    /// The configured strategies that this version can run.
    var chosen: [ChosenStrategy] {
        config.strategies.compactMap { setting in
            guard let plugin = plugins.first(where: { $0.name == setting.use }), let id = config.account(of: setting)
            else { return nil }
            return ChosenStrategy(name: setting.name, plugin: plugin, parameters: setting.parameters, account: id)
        }
    }
}
