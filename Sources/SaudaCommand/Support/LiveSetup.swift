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
            let owner = owner(account.name)
            let line = try maker.line(
                account,
                AccountID(index: UInt16(index)),
                try await peer.credentials(),
                owner: "S",
                help: .practice(peer),
                events: { mailbox.post(.events($0)) },
                notice: { mailbox.post(.notice($0.of(owner))) },
                recorder: account.name == config.feed.account ? recorder : nil,
                isProbing: true
            )
            line.link.post(.start)
            lines.append(line)
        }
        return lines
    }

    /// The universe's shares as the broker lists them, and what the books hold or keep in mind besides.
    func chosen(_ list: InstrumentList, _ books: OpeningBooks?) throws -> (InstrumentTable, ListingTable) {
        var instruments = InstrumentTable()
        var listings = ListingTable()
        for symbol in try SymbolList.symbols(of: config) {
            let fits = list.listings.filter {
                $0.instrument.segment == .nseEquity
                    && ($0.instrument.name == symbol
                        || ($0.instrument.symbol == symbol && $0.instrument.series == "EQ"))
            }
            guard fits.count == 1 else {
                let what = fits.isEmpty ? "no share" : "\(fits.count) shares"
                throw CommandFailure(
                    .badData,
                    "the broker lists \(what) of the name \(symbol) on the NSE. Write its full name under universe:, "
                        + "or take it out."
                )
            }
            try listings.add(fits[0], as: try instruments.add(fits[0].instrument))
        }
        for name in books?.instruments ?? [] where (try? instruments.find(name.text, in: name.segment)) == nil {
            let fits = list.listings.filter { $0.instrument.segment == name.segment && $0.instrument.name == name.text }
            guard let found = fits.first, fits.count == 1 else { continue }
            try listings.add(found, as: try instruments.add(found.instrument))
        }
        return (instruments, listings)
    }

    /// The charge plans of the accounts, by name.
    var plans: [String: ChargePlan] {
        Dictionary(uniqueKeysWithValues: config.accounts.map { ($0.name, AccountSetup($0).plan) })
    }

    func plan(_ day: Day, _ instruments: InstrumentTable, _ evening: LiveEvening) throws -> LivePlan {
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
            instruments: instruments,
            accounts: accounts,
            strategies: chosen.entries,
            feed: feed,
            history: feed,
            fingerprint: (["\(day)"] + words + accounts.map { "\($0.name) \($0.limits)" }).joined(separator: "\n"),
            home: home
        )
        plan.evening = evening
        plan.research = try config.research.desk(for: chosen, instruments).desk
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
        let abilities = Abilities(brokers: Set(brokers.map(\.id)), features: [.live, .accountHistory])
        let unsupported = unsupported(by: abilities) + unavailable(plugins)
        guard unsupported.isEmpty else { throw ConfigErrors(unsupported, files: []) }
    }
}
