import SaudaCore

/// Checks what one key says about another. Works on whatever fitted its shape, so that all errors come in one go.
struct CrossChecker {
    let root: Checked
    /// Where each key stands, those with wrong values included: what is wrong is not missing as well.
    let marks: [String: ConfigMark]
    let environment: Config.Environment?
    var errors: [ConfigError] = []

    private var accounts: [Checked.Named] { root["accounts"]?.names ?? [] }
    private var strategies: [Checked.Named] { root["strategies"]?.names ?? [] }

    /// - Parameter names: the accounts as written, also those whose own keys are wrong.
    mutating func run(accountNames names: [String]) {
        checkMode()
        refer(root["feed"]?["account"], to: names)
        refer(root["market"]?["history"]?["account"], to: names)
        for strategy in strategies {
            refer(strategy.value["account"], to: names)
            refer(strategy.value["leader"], to: names)
            for follower in strategy.value["followers"]?.names ?? [] {
                refer(name: follower.name, follower.value.mark, to: names)
            }
        }
        for strategy in strategies { checkOrders(of: strategy) }
        checkLoops()
        checkTwins()
        checkAlerts()
    }

    /// One account under two names: each would take the other's orders for somebody else's, and both would trade.
    private mutating func checkTwins() {
        var first: [String: Checked.Named] = [:]
        for account in accounts {
            guard let broker = account.value["broker"]?.text, let place = account.value["credentials"],
                let name = place.text
            else { continue }
            guard let other = first.updateValue(account, forKey: "\(broker) \(name)") else { continue }
            report(
                place.mark,
                "'\(account.name)' signs in with what '\(other.name)' signs in with, so that both are one account",
                "remove one of the two, or keep the other account's credentials under a name of their own"
            )
        }
    }

    /// A name tells an alert's channel apart, and what it is kept under is not what an account signs in with.
    private mutating func checkAlerts() {
        var lines: [String: Int] = [:]
        let taken = Set(accounts.compactMap { $0.value["credentials"]?.text })
        for item in root["alerts"]?.items ?? [] {
            guard let name = item["name"]?.text ?? item["to"]?.text else { continue }
            if let line = lines[name] {
                let message = "two alerts are called \(quoted(name)), first on line \(line)"
                report((item["name"] ?? item["to"])?.mark ?? item.mark, message, "give one another `name:`")
            } else {
                lines[name] = item.mark.line
            }
            for key in AlertChannel.vaultKeys {
                guard let place = item[key], let text = place.text, taken.contains(text) else { continue }
                report(
                    place.mark,
                    "an account's credentials have the name under \(quoted(key))",
                    "keep the alert's under a name of their own"
                )
            }
        }
    }

    /// Live trading is refused outside production (S1-73).
    private mutating func checkMode() {
        guard let mode = root["mode"], mode.text == Config.Mode.live.rawValue else { return }
        guard let environment, environment != .prod else { return }
        report(
            mode.mark,
            "mode: live is refused in environment \(environment.rawValue)",
            "allowed: mode: live with --env prod or without --env"
        )
    }

    private mutating func refer(_ reference: Checked?, to names: [String]) {
        guard let reference, let name = reference.text else { return }
        refer(name: name, reference.mark, to: names)
    }

    private mutating func refer(name: String, _ mark: ConfigMark, to names: [String]) {
        guard !names.contains(name) else { return }
        let allowed = names.isEmpty ? "none" : names.joined(separator: ", ")
        let ending = Suggestion.ending(for: name, among: names)
        report(mark, "no account is called \(quoted(name))", "allowed: \(allowed)\(ending)")
    }

    /// An account that a strategy trades in has limits, and capital where its orders are simulated.
    private mutating func checkOrders(of strategy: Checked.Named) {
        let isPaper = root["mode"]?.text == Config.Mode.paper.rawValue
        for (name, mark) in targets(of: strategy) {
            guard accounts.contains(where: { $0.name == name }) else { continue }
            let has = "account '\(name)', in which '\(strategy.name)' trades, has no"
            if marks["accounts.\(name).limits"] == nil {
                report(mark, "\(has) limits", "add `limits:` with order_value, daily_loss and orders_per_day to it")
            }
            if isPaper, marks["accounts.\(name).capital"] == nil {
                report(mark, "\(has) capital, which mode: paper needs", "add `capital:` in rupees to it")
            }
        }
    }

    private func targets(of strategy: Checked.Named) -> [(name: String, mark: ConfigMark)] {
        let account = strategy.value["account"].flatMap { place in place.text.map { ($0, place.mark) } }
        let followers = (strategy.value["followers"]?.names ?? []).map { ($0.name, $0.value.mark) }
        return followers + (account.map { [$0] } ?? [])
    }

    /// Accounts that copy each other in a circle would multiply every order without end.
    private mutating func checkLoops() {
        var edges: [String: [String]] = [:]
        for strategy in strategies {
            guard let leader = strategy.value["leader"]?.text else { continue }
            for follower in strategy.value["followers"]?.names ?? [] {
                if reaches(leader, from: follower.name, edges) {
                    report(
                        follower.value.mark,
                        "'\(follower.name)' copies '\(leader)', which copies it",
                        "remove one of the copies; orders would go round in a circle"
                    )
                } else {
                    edges[leader, default: []].append(follower.name)
                }
            }
        }
    }

    private func reaches(_ goal: String, from start: String, _ edges: [String: [String]]) -> Bool {
        var seen: Set<String> = []
        var open = [start]
        while let name = open.popLast() {
            if name == goal { return true }
            if seen.insert(name).inserted { open += edges[name, default: []] }
        }
        return false
    }

    private mutating func report(_ mark: ConfigMark, _ message: String, _ nextStep: String) {
        errors.append(ConfigError(mark, message, nextStep))
    }
}
