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
    let peer: PracticePeer
    let home: String
    /// As the configuration names it, read with it.
    let calendar: MarketCalendar

    func clock() async throws -> WireClock { try await peer.clock() }

    var halt: HaltFile { HaltFile(home: home, isPractice: true) }

    var recorder: ((Mailbox<LiveDay.Input>) -> FrameRecorder)? {
        guard let days = config.feed.keepFrames else { return nil }
        let owner = owner(config.feed.account)
        return { mailbox in
            FrameRecorder(home: home, account: config.feed.account, days: days, secrets: Terminal.secrets) { text in
                mailbox.post(.notice(LinkNotice(.warning, "frames", text).of(owner)))
            }
        }
    }

    /// The account whose feed gives the prices.
    var feed: AccountID {
        AccountID(index: UInt16(config.accounts.firstIndex { $0.name == config.feed.account } ?? 0))
    }

    /// Takes every account for this process (SVC-8).
    ///
    /// - Throws: `ConfigErrors` for one account under two names, `JournalError` when another sauda has one.
    func takeAccounts() async throws -> [AccountLock] {
        let folder = try AccountLock.folder(ProcessInfo.processInfo.environment)
        var names: [String: String] = [:]
        var locks: [AccountLock] = []
        for account in config.accounts {
            let user = try await peer.credentials().user
            let place = "\(account.broker) \(peer.http)"
            if let other = names.updateValue(account.name, forKey: "\(place)\n\(user)") {
                let error = config.error(
                    at: "accounts.\(account.name).credentials",
                    "'\(account.name)' is the same account of \(account.broker) as '\(other)'",
                    "remove one of the two"
                )
                throw ConfigErrors([error], files: [])
            }
            locks.append(try AccountLock(account.name, at: place, user: user, folder: folder))
        }
        return locks
    }

    /// The account's name where another could be meant.
    private func owner(_ account: String) -> String? { config.accounts.count > 1 ? account : nil }

    /// A line for each account, begun and not yet run.
    func lines(
        _ clock: WireClock,
        _ mailbox: Mailbox<LiveDay.Input>,
        _ recorder: FrameRecorder?
    ) async throws -> [AccountLine] {
        let maker = LineMaker(plugins: plugins, place: .practice(peer), home: home, clock: clock)
        var lines: [AccountLine] = []
        for (index, account) in config.accounts.enumerated() {
            let named = owner(account.name)
            let line = try maker.line(
                account,
                AccountID(index: UInt16(index)),
                try await peer.credentials(),
                owner: DeskTag.desk,
                help: .practice(peer),
                events: { mailbox.post(.events($0)) },
                notice: { mailbox.post(.notice($0.of(named))) },
                recorder: account.name == config.feed.account ? recorder : nil,
                isProbing: true
            )
            line.link.post(.start)
            lines.append(line)
        }
        return lines
    }

    /// The broker's instruments. A day goes on with the list that it was begun with, which is on the disk.
    func list(of link: BrokerLink, at now: Timestamp) async throws -> [SaudaBroker.Listing] {
        let account = config.accounts[Int(feed.index)]
        let folder = ListingFolder("\(home)/instruments/\(account.broker).practice")
        if Folders.hasJournal(of: now.day, in: home), let saved = folder.latest().list, saved.isCurrent(at: now) {
            return saved.listings
        }
        guard case .instruments(let list) = try await link.ask(.instruments) else {
            throw CommandFailure(.failed, "the broker gave no instrument list.")
        }
        try folder.save(SavedListings(broker: account.broker, loaded: now, listings: list.listings))
        return list.listings
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
            if let make = plugins.brokers.first(where: { $0.id == account.broker })?.adapter {
                setup.traits = make(Endpoints()).traits.venue
            }
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
            history: feed,
            fingerprint: (["\(day)"] + words + accounts.map { "\($0.name) \($0.limits)" }).joined(separator: "\n"),
            home: home
        )
        plan.unlisted = listing.unlisted
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

extension Config {
    /// Refuses what cannot be traded against practice servers.
    func checkPractice(_ plugins: Plugins) throws {
        guard mode == .live else {
            throw CommandFailure(
                .badUsage,
                "--practice needs mode: live in the configuration: orders go to the broker."
            )
        }
        let brokers = plugins.brokers.filter { $0.adapter != nil && $0.practiceEndpoints != nil }
        let abilities = Abilities(brokers: Set(brokers.map(\.id)), features: [.live, .accountHistory, .calendarFolder])
        let unsupported = unsupported(by: abilities) + unavailable(plugins)
        guard unsupported.isEmpty else { throw ConfigErrors(unsupported, files: []) }
    }
}
