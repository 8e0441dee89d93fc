import ArgumentParser
import SaudaCore
import SaudaService
import SaudaSimulation
import SaudaStore

extension BacktestCommand {
    /// A strategy to run, with its parameters.
    struct Chosen: Sendable {
        var name: String
        var plugin: StrategyPlugin
        var parameters: Parameters
        /// Nil when no configuration names one.
        var account: String?
    }

    /// The cash of a backtest that nothing else gives one.
    private static let standardCapital = Money(rupees: 1_000_000)

    /// - Parameter chosen: each is given the history before `--from` that it needs to settle.
    func loadMarket(for chosen: [Chosen]) async throws -> MarketData {
        let symbols = try named
        let warmUp = chosen.map(\.plugin.warmUp).max() ?? 0
        guard generated else {
            let bar = ProgressBar("reading prices")
            defer { bar.finish() }
            return try await MarketData.read(
                data,
                symbols: symbols,
                from: from?.advanced(by: -warmUp),
                to: to,
                skipBadRows: skipBadRows,
                progress: { bar.update($0, of: $1) }
            )
        }
        let last = to ?? MarketData.generatedEnd
        return try MarketData.generate(symbols ?? Nifty50.symbols, through: last, seed: seed)
    }

    /// The symbols of `--symbols`; one that is named twice is refused.
    private var named: [String]? {
        get throws {
            guard let symbols else { return nil }
            let names = symbols.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            var seen: Set<String> = []
            for name in names {
                guard !name.isEmpty else {
                    throw CommandFailure(.badUsage, "--symbols has an empty name; write INFY,TCS.")
                }
                guard seen.insert(name).inserted else {
                    throw CommandFailure(.badUsage, "--symbols names '\(name)' twice; name it once.")
                }
            }
            return names
        }
    }

    func choose(_ plugins: Plugins, _ config: Config?) throws -> [Chosen] {
        try names.map { name in
            if let setting = config?.strategies.first(where: { $0.name == name }),
                let plugin = plugins.strategy(setting.use)
            {
                return try Chosen(setting, plugin).checked()
            }
            guard let plugin = plugins.strategy(name) else {
                let known = (config?.strategies.map(\.name) ?? []) + plugins.strategies.map(\.name)
                let list = known.joined(separator: ", ")
                throw CommandFailure(.badUsage, "no strategy is called '\(name)'; there are: \(list).")
            }
            if let setting = config?.strategies.first(where: { $0.use == name }) {
                return try Chosen(setting, plugin).checked()
            }
            return try Chosen(name: name, plugin: plugin, parameters: Parameters(plugin.parameters)).checked()
        }
    }

    func setUp(_ chosen: [Chosen], _ market: MarketData, _ config: Config?) throws -> BacktestSetup {
        // The accounts of the strategies chosen, or one without limits when there is no configuration.
        let named = (config?.accounts ?? []).filter { account in chosen.contains { $0.account == account.name } }
        let accounts = named.isEmpty ? [AccountSetup(name: "main")] : named.map(AccountSetup.init)
        let strategies = chosen.placed(in: accounts)
        let entries = strategies.entries + (positions == nil ? strategies.companions : [])
        var assumptions = market.assumptions
        var deposits: [Deposit] = []
        if let positions {
            let cash = capital ?? named.first?.capital ?? Self.standardCapital
            deposits = try Deposit.read(positions, market.instruments, capital: cash)
            // Results are handed on: the name of the file says enough, its folder is nobody's business.
            let file = positions.split(separator: "/").last.map(String.init) ?? positions
            assumptions.append("Positions come from \(file), paid from the capital.")
            if let from, deposits.contains(where: { $0.entered.day < from }) {
                assumptions.append(
                    "Positions older than \(from) enter at their own price: their gain until then counts too."
                )
            }
        } else {
            assumptions += strategies.companionNotes
        }
        let files = ResearchFiles(
            fundamentals: fundamentals ?? config?.research.fundamentals,
            news: news ?? config?.research.news
        )
        let research = try files.desk(for: strategies, market.instruments)
        assumptions += research.notes
        assumptions += strategies.notes
        let model = try exchange.model(seed: seed)
        if exchange.latency > 0 {
            assumptions.append("An order takes effect \(exchange.latency) milliseconds after it was sent.")
        }
        if highFirst { assumptions.append("The high of a daily bar comes before its low.") }
        assumptions += model.assumptions
        if market.skippedRows > 0 {
            assumptions.append("\(market.skippedRows) bad rows of the price files were left out.")
        }
        if let note = closedDays(in: market) { assumptions.append(note) }
        if let first = MarketCalendar.builtIn.coverage()?.lowerBound,
            let start = market.history.days(from: from, to: to).first,
            start < first
        {
            assumptions.append("Rates, ticks and T+1 of the days before \(first) are partly those of later years.")
        }
        assumptions.append("Charges are those of the trade date, with plan paper; shares settle on T+1.")
        if !named.isEmpty {
            assumptions.append("The limits of account \(accounts.map(\.name).joined(separator: ", ")) apply.")
        }
        return BacktestSetup(
            title: "",
            instruments: market.instruments,
            accounts: accounts,
            capital: accounts.map { account in
                capital ?? named.first { $0.name == account.name }?.capital ?? Self.standardCapital
            },
            strategies: entries,
            history: market.history,
            from: from,
            to: to,
            deposits: deposits,
            latency: .milliseconds(exchange.latency),
            model: model,
            order: highFirst ? .highFirst : .nearerExtremeFirst,
            research: research.desk,
            assumptions: assumptions
        )
    }

    /// Days with prices on which the market was closed, as far as the calendar knows.
    private func closedDays(in market: MarketData) -> String? {
        let calendar = MarketCalendar.builtIn
        let closed = market.history.days(from: from, to: to).filter {
            calendar.coverage()?.contains($0) == true && !calendar.isTradingDay($0)
        }
        guard let first = closed.first else { return nil }
        let days = closed.count == 1 ? "day" : "days"
        return
            "The prices have \(closed.count) \(days) on which the market was closed, \(first) first; played as normal."
    }
}

extension [BacktestCommand.Chosen] {
    func placed(in accounts: [AccountSetup]) -> [ChosenStrategy] {
        map { choice in
            let place = accounts.firstIndex { $0.name == choice.account } ?? 0
            return ChosenStrategy(
                name: choice.name,
                plugin: choice.plugin,
                parameters: choice.parameters,
                account: AccountID(index: UInt16(place))
            )
        }
    }
}

extension BacktestCommand.Chosen {
    init(_ setting: Config.StrategySetting, _ plugin: StrategyPlugin) {
        self.init(name: setting.name, plugin: plugin, parameters: setting.parameters)
        if case .single(let name) = setting.role { account = name }
    }

    /// Refuses a strategy that this version only knows by name.
    func checked() throws -> Self {
        guard plugin.make != nil else {
            throw CommandFailure(.badUsage, "strategy '\(plugin.name)' is not in this version; see `sauda strategies`.")
        }
        return self
    }
}
