import FoundationEssentials
import SaudaBroker
import SaudaCore
import SaudaService
import SaudaSimulation
import SaudaStore

/// What a day with brokers needs, made of the configuration: their lines, today's instruments, the plan.
struct LiveSetup {
    let config: Config
    let plugins: Plugins
    let place: LinePlace
    /// What accounts sign in with at their brokers, by name. A practice server tells it anew each time.
    let credentials: [String: Credentials]
    let home: String
    /// As the configuration names it, read with it.
    let calendar: MarketCalendar

    var halt: HaltFile { HaltFile(home: home, isPractice: place.isPractice) }

    func credentials(of account: Config.Account) async throws -> Credentials {
        if case .practice(let peer) = place { return try await peer.credentials() }
        guard let credentials = credentials[account.name] else {
            throw CommandFailure(
                .failed,
                "account '\(account.name)' came after the start; start again to sign in with it."
            )
        }
        return credentials
    }

    var recorder: ((NewsDesk) -> FrameRecorder)? {
        guard let days = config.feed.keepFrames else { return nil }
        let owner = self.owner(config.feed.account)
        return { news in
            let post = news.post
            return FrameRecorder(home: home, account: config.feed.account, days: days, secrets: Terminal.secrets) {
                text in
                post(LinkNotice(.warning, "frames", text).of(owner))
            }
        }
    }

    /// The account whose feed gives the prices.
    var feed: AccountID { handle(config.feed.account) }

    /// The one that is asked for candles.
    private var history: AccountID {
        if case .account(let name) = config.market.history { handle(name) } else { feed }
    }

    private func handle(_ account: String) -> AccountID {
        AccountID(index: UInt16(config.accounts.firstIndex { $0.name == account } ?? 0))
    }

    /// The universe's shares as the broker lists them, and what the books hold or keep in mind besides.
    func chosen(_ list: [SaudaBroker.Listing], _ books: OpeningBooks?) throws -> DayListing {
        do {
            return try DayListing(
                list,
                symbols: try SymbolList.symbols(of: config),
                names: books?.instruments ?? [],
                needed: books?.neededInstruments ?? []
            )
        } catch let error as RequestError {
            throw CommandFailure(.badData, "\(error).")
        }
    }

    /// The charge plans of the accounts, by name.
    var plans: [String: ChargePlan] {
        Dictionary(uniqueKeysWithValues: config.accounts.map { ($0.name, AccountSetup($0).plan) })
    }

    func plan(_ day: Day, _ listing: DayListing, _ evening: LiveEvening) throws -> LivePlan {
        let chosen: [ChosenStrategy] = config.strategies.compactMap { setting in
            guard let plugin = plugins.strategy(setting.use), let id = config.account(of: setting) else { return nil }
            return ChosenStrategy(name: setting.name, plugin: plugin, parameters: setting.parameters, account: id)
        }
        let accounts = config.accounts.map { account in
            var setup = AccountSetup(account)
            if let venue = plugins.venue(of: account.broker) { setup.traits = venue }
            return setup
        }
        let words = config.strategies.map { setting in
            let values = setting.parameters.values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            return "\(setting.name):\(setting.use):\(values.joined(separator: ","))"
        }
        var plan = LivePlan(
            day: day,
            instruments: listing.instruments,
            accounts: accounts,
            strategies: chosen.entries,
            feed: feed,
            history: history,
            fingerprint: (["\(day)"] + words + accounts.map { "\($0.name) \($0.limits)" }).joined(separator: "\n"),
            home: home
        )
        plan.unlisted = listing.unlisted
        plan.settings = DaySettings(config)
        plan.calendar = calendar
        plan.evening = evening
        for (index, account) in config.accounts.enumerated() where account.heldShares == .sell {
            plan.sellsHeld.insert(AccountID(index: UInt16(index)))
        }
        plan.research = try config.research.desk(for: chosen, listing.instruments).desk
        plan.halt = halt
        return plan
    }
}
