import SaudaCore

extension DoctorCheck {
    static let configuration: [DoctorCheck] = [
        DoctorCheck("configuration") { facts in
            guard let config = facts.config else { return .skipped("none was named") }
            guard let first = config.errors.first else { return .ok("\(config.path) is valid") }
            return .failed(
                "\(config.errors.count) mistakes; the first: \(first)",
                fix: "`sauda check \(config.path)` lists all of them"
            )
        },
        DoctorCheck("configuration-runs") { facts in
            guard let config = facts.config, config.errors.isEmpty else {
                return .skipped("the configuration is not valid")
            }
            guard let first = config.unsupported.first else { return .ok("this version can run all of it") }
            return .warning("\(first)", fix: "`sauda check` lists what this version cannot run")
        },
        DoctorCheck("configuration-rights") { facts in
            guard let config = facts.config, let mode = config.mode else { return .skipped("no file") }
            guard config.isOwn else {
                return .warning(
                    "\(config.path) belongs to another user",
                    fix: "take it over: chown $USER \(config.path)"
                )
            }
            guard mode & 0o022 == 0 else {
                return .failed(
                    "others may change \(config.path), and with it what is traded",
                    fix: "chmod go-w \(config.path)"
                )
            }
            return .ok("only its owner can change it")
        },
        DoctorCheck("universe") { facts in
            guard let config = facts.config, config.errors.isEmpty else {
                return .skipped("the configuration is not valid")
            }
            guard let trouble = config.universe else { return .ok("the watched symbols can be read") }
            return .failed(trouble, fix: "mend the list that universe: names")
        },
        DoctorCheck("history") { facts in
            guard let config = facts.config, config.errors.isEmpty else {
                return .skipped("the configuration is not valid")
            }
            guard let history = config.history else { return .ok("past candles come from an account") }
            guard history.isThere else {
                return .warning(
                    "there is no folder \(history.path)",
                    fix: "fetch candles with `sauda history`, or set market.history.path"
                )
            }
            return .ok("\(history.path) is there")
        },
        DoctorCheck("alerts") { facts in
            guard let config = facts.config, config.errors.isEmpty, config.isLive else {
                return .skipped("mode: paper")
            }
            guard config.alertCount == 0 else { return .ok("\(config.alertCount) configured") }
            return .warning(
                "real money, and nobody is told when something goes wrong",
                fix: "keep an eye on it; list a channel under alerts: (docs/alerts.md)"
            )
        },
        DoctorCheck("calendar") { facts in
            let today = facts.now.day
            guard let coverage = MarketCalendar.builtIn.coverage() else {
                return .failed("there is no list of holidays", fix: "update sauda, or name a calendar folder")
            }
            guard coverage.contains(today) else {
                return .failed(
                    "the list of holidays ends \(coverage.upperBound): every weekday after counts as a trading day",
                    fix: "update sauda, or set market.calendar to a folder with a newer calendar.csv"
                )
            }
            let left = coverage.upperBound.days(since: today)
            guard left > 20 else {
                return .warning(
                    "the list of holidays ends in \(left) days, \(coverage.upperBound)",
                    fix: "update sauda; the exchanges announce the next year in December"
                )
            }
            return .ok("holidays are known until \(coverage.upperBound)")
        },
    ]
}
