package import SaudaCore
import SaudaSimulation
import SaudaStore

/// Who plays a recorded day: what a configuration says of accounts, strategies and the universe.
package struct DayCast: Sendable {
    /// For people: the file's path.
    package var title: String
    package var accounts: [AccountSetup]
    /// Those that run; their places are their `StrategyID`s.
    package var strategies: [ChosenStrategy]
    /// Symbols.
    package var universe: Set<String>
    package var research: ResearchFiles

    package init(
        title: String,
        accounts: [AccountSetup],
        strategies: [ChosenStrategy],
        universe: Set<String>,
        research: ResearchFiles
    ) {
        self.title = title
        self.accounts = accounts
        self.strategies = strategies
        self.universe = universe
        self.research = research
    }
}

extension PaperPlanner {
    /// The cast of this configuration.
    package func cast(_ title: String) throws -> DayCast {
        DayCast(
            title: title,
            accounts: config.accounts.map(AccountSetup.init),
            strategies: chosen.runnable,
            universe: Set(try SymbolList.symbols(of: config)),
            research: config.research
        )
    }
}

extension DayStage {
    /// Refuses a configuration under which the day cannot be played.
    ///
    /// - Throws: `RequestError` that says what to change.
    package func check(_ cast: DayCast) throws {
        let (then, now) = (recorded.header.accounts.sorted(), cast.accounts.map(\.name).sorted())
        guard then == now else {
            throw RequestError(
                "\(cast.title) has the accounts \(now.joined(separator: ", ")), and \(hours.day) was traded in "
                    + then.joined(separator: ", "),
                "name the accounts of the day there, with their strategies"
            )
        }
        let known = Dictionary(instruments.ids.map { (instruments[$0].symbol, $0) }, uniquingKeysWith: { a, _ in a })
        let strangers = cast.universe.filter { symbol in
            let id = known[symbol] ?? (try? instruments.find(symbol))
            return id.map { !hasPrices($0) } ?? true
        }.sorted()
        // What had no price on the recorded day either is a gap of both sides.
        let new = strangers.filter { known[$0] == nil && (try? instruments.find($0)) == nil }
        guard new.isEmpty, isPaper || strangers.count < cast.universe.count else {
            let names = (new.isEmpty ? strangers : new).prefix(8).joined(separator: ", ")
            throw RequestError(
                "\(hours.day) has no prices of \(names), which the universe of \(cast.title) names",
                "take them out of its universe; the recorded day has \(instruments.count) instruments"
            )
        }
    }
}
