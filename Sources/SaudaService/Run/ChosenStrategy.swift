package import SaudaCore

/// A strategy to run, with its settings and its account.
package struct ChosenStrategy: Sendable {
    package var name: String
    package var plugin: StrategyPlugin
    package var parameters: Parameters
    package var account: AccountID

    package init(name: String, plugin: StrategyPlugin, parameters: Parameters, account: AccountID) {
        self.name = name
        self.plugin = plugin
        self.parameters = parameters
        self.account = account
    }
}

extension [ChosenStrategy] {
    /// Those that this version can run; their places are their `StrategyID`s.
    package var runnable: [ChosenStrategy] { filter { $0.plugin.make != nil } }

    package var entries: [Engine.Entry] {
        compactMap { chosen in
            chosen.plugin.make.map {
                Engine.Entry(name: chosen.name, account: chosen.account, strategy: $0(chosen.parameters))
            }
        }
    }

    /// What answers `Question.study`: the first study of each strategy (SCO-2).
    package var studies: [StrategyID: Study] {
        var studies: [StrategyID: Study] = [:]
        for (index, chosen) in runnable.enumerated() {
            studies[StrategyID(index: UInt16(index))] = chosen.plugin.studies?(chosen.parameters).first
        }
        return studies
    }

    /// What the strategies have to say of a result of theirs, each once.
    package var notes: [String] {
        runnable.flatMap { $0.plugin.notes?($0.parameters) ?? [] }.reduce(into: []) {
            if !$0.contains($1) { $0.append($1) }
        }
    }

    /// What buys for strategies that only sell: the first one's companion in each account that nobody buys in (DEC-19).
    package var companions: [Engine.Entry] {
        withCompanion.compactMap { chosen in
            chosen.plugin.entry.map {
                Engine.Entry(name: "entry", account: chosen.account, strategy: $0(chosen.parameters))
            }
        }
    }

    /// What the companions did, in words, each once.
    package var companionNotes: [String] {
        withCompanion.map(\.plugin.entryNote).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private var withCompanion: [ChosenStrategy] {
        var served = Set(filter(\.plugin.opensPositions).map(\.account))
        return filter { $0.plugin.entry != nil && served.insert($0.account).inserted }
    }
}
