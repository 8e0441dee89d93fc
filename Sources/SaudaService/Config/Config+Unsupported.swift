/// What a valid configuration asks for and a run must refuse. Commands that talk to a broker themselves are not meant:
/// they go by the accounts alone.
extension Config {
    /// Returns what this version cannot run, each with its place; empty when it can run everything.
    package func unsupported(by abilities: Abilities) -> [ConfigError] {
        var found: [ConfigError] = []
        func need(_ feature: Abilities.Feature, _ path: String, _ what: String, _ nextStep: String) {
            guard !abilities.features.contains(feature) else { return }
            found.append(error(at: path, "`sauda run` with \(what) is not in this version", nextStep))
        }
        if case .folder = market.calendar {
            need(.calendarFolder, "market.calendar", "a calendar of your own", "use calendar: built-in")
        }
        if case .account = market.history {
            let nextStep = "use {source: files, path: FOLDER}"
            need(.accountHistory, "market.history.source", "history from an account", nextStep)
        }
        for account in accounts {
            if !abilities.brokers.contains(account.broker) {
                let allowed = "allowed: \(abilities.brokers.sorted().joined(separator: ", "))"
                let what = "`sauda run` with broker '\(account.broker)' is not in this version"
                found.append(error(at: "accounts.\(account.name).broker", what, allowed))
            }
        }
        for strategy in strategies {
            guard case .copy = strategy.role else { continue }
            need(.copyTrading, "strategies.\(strategy.name).use", "'\(strategy.use)'", "remove '\(strategy.name)'")
        }
        if server != nil { need(.server, "server", "the server", "remove the section") }
        return found.sorted { ($0.file, $0.line, $0.column) < ($1.file, $1.line, $1.column) }
    }

    /// Returns why a run must not start when `mode:` and the command line's `--live` do not both say so.
    package func refusal(liveFlag: Bool) -> ConfigError? {
        switch (mode, liveFlag) {
        case (.live, true), (.paper, false): nil
        case (.live, false): error(at: "mode", "mode: live needs --live as well", "add --live, or use mode: paper")
        case (.paper, true): error(at: "mode", "--live needs mode: live", "drop --live, or use mode: live")
        }
    }
}
