import SaudaCore

/// What one configuration says otherwise than another, for a service that is told to read it again.
package struct ConfigChange: Hashable, Sendable, CustomStringConvertible {
    /// The key, as `accounts.main.limits`.
    package var path: String
    /// As text, for people; nil where there is nothing.
    package var before: String?
    package var after: String?
    /// It may take hold with the next trading day. Where orders go, whose money it is and where truth is kept may not
    /// change under a process that runs.
    package var isSafe: Bool

    package var description: String { "\(path): \(before ?? "nothing") -> \(after ?? "nothing")" }
}

extension Config {
    /// In the order of the file's sections; empty when both say the same.
    package func changes(to new: Config) -> [ConfigChange] {
        var changes: [ConfigChange] = []
        func compare<Value: Equatable>(_ path: String, _ before: Value?, _ after: Value?, safe: Bool = true) {
            guard before != after else { return }
            changes.append(
                ConfigChange(
                    path: path,
                    before: before.map { Self.text($0) },
                    after: after.map { Self.text($0) },
                    isSafe: safe
                )
            )
        }
        compare("mode", mode.rawValue, new.mode.rawValue, safe: false)
        compare("home", resolved(home), new.resolved(new.home), safe: false)
        compare("market", market, new.market)
        for name in Self.names(accounts.map(\.name), new.accounts.map(\.name)) {
            let (old, now) = (account(named: name), new.account(named: name))
            guard let old, let now else {
                compare("accounts.\(name)", old?.broker, now?.broker, safe: false)
                continue
            }
            compare("accounts.\(name).broker", old.broker, now.broker, safe: false)
            compare("accounts.\(name).credentials", old.credentials, now.credentials, safe: false)
            compare("accounts.\(name).egress", old.egress, now.egress, safe: false)
            compare("accounts.\(name).relation", old.relation.rawValue, now.relation.rawValue, safe: false)
            compare("accounts.\(name).held_shares", old.heldShares.rawValue, now.heldShares.rawValue)
            compare("accounts.\(name).capital", old.capital, now.capital)
            compare("accounts.\(name).limits", old.limits, now.limits)
        }
        if accounts.map(\.name) != new.accounts.map(\.name), Set(accounts.map(\.name)) == Set(new.accounts.map(\.name))
        {
            // Handles of accounts are their places.
            compare("accounts", accounts.map(\.name), new.accounts.map(\.name), safe: false)
        }
        compare("feed", feed, new.feed)
        compare("universe", universe, new.universe)
        for name in Self.names(strategies.map(\.name), new.strategies.map(\.name)) {
            let old = strategies.first { $0.name == name }
            let now = new.strategies.first { $0.name == name }
            guard let old, let now else {
                compare("strategies.\(name)", old?.use, now?.use)
                continue
            }
            compare("strategies.\(name).use", old.use, now.use)
            compare("strategies.\(name).account", old.role, now.role)
            for key in Self.names(old.parameters.values.keys.sorted(), now.parameters.values.keys.sorted()) {
                compare("strategies.\(name).with.\(key)", old.parameters.values[key], now.parameters.values[key])
            }
        }
        compare("server", server, new.server, safe: false)
        return changes
    }

    /// Each once, those of before first.
    private static func names(_ before: [String], _ after: [String]) -> [String] {
        before + after.filter { !before.contains($0) }
    }

    /// A name in the vault is no secret; nothing else of a configuration is.
    private static func text<Value>(_ value: Value) -> String {
        switch value {
        case let limits as Limits:
            "order_value \(limits.orderValue), daily_loss \(limits.dailyLoss), orders_per_day \(limits.ordersPerDay)"
        case let feed as Feed: feed.account + (feed.keepFrames.map { ", frames for \($0) days" } ?? "")
        case .symbols(let symbols) as Universe: "\(symbols.count) symbols"
        case .file(let path) as Universe: path
        case .builtIn(let name) as Universe: "built-in:\(name)"
        case .single(let account) as Role: account
        default: "\(value)"
        }
    }
}
