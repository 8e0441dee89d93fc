import SaudaBroker
import SaudaCore
import SaudaService

/// A live day against a practice server: the same links, engine and journal as with real money.
struct PracticeRun {
    let config: Config
    let plugins: Plugins
    let peer: PracticePeer
    let home: String
    let view: RunView

    /// What the day came to, and how the books differ from the broker's; empty when they are equal.
    typealias Outcome = (summary: RunSummary, differences: [String])

    func play() async throws -> Outcome {
        StopSignal.watch()
        let clock = try await peer.clock()
        let mailbox = Mailbox<LiveDay.Input>()
        let recorder = config.feed.keepFrames.map { days in
            FrameRecorder(home: home, account: config.feed.account, days: days, secrets: Terminal.secrets) { text in
                mailbox.post(.notice(LinkNotice(.warning, "frames", text)))
            }
        }
        let links = try await config.accounts.enumerated().asyncMap { index, account in
            let isFeed = account.name == config.feed.account
            return try await link(
                account,
                AccountID(index: UInt16(index)),
                clock,
                mailbox,
                isFeed ? recorder : nil
            )
        }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for link in links { group.addTask { await link.run() } }
            if let recorder { group.addTask { await recorder.run() } }
            defer {
                for link in links { link.stop() }
                group.cancelAll()
            }
            return try await play(links, clock, mailbox)
        }
    }

    private func play(
        _ links: [BrokerLink],
        _ clock: WireClock,
        _ mailbox: Mailbox<LiveDay.Input>
    ) async throws -> Outcome {
        let feed = AccountID(index: UInt16(config.accounts.firstIndex { $0.name == config.feed.account } ?? 0))
        guard case .instruments(let list) = try await links[Int(feed.index)].ask(.instruments) else {
            throw CommandFailure(.failed, "the broker gave no instrument list.")
        }
        let (instruments, listings) = try chosen(list)
        for link in links { link.post(.listings(listings)) }
        var plan = try plan(clock.now.day, instruments, feed)
        plan.halt = HaltFile(home: home, isPractice: true)
        let day = try LiveDay(
            plan,
            links: links,
            clock: clock,
            mailbox: mailbox,
            notices: { view.show($0, at: $1) },
            observer: { view.show($0, $1, isNew: $2) }
        )
        let note = day.resumed.map { "taken up after \($0) events" } ?? "money and shares as the broker has them"
        view.start("practice  \(plan.day)", instruments, note, [], day.recovery)
        let watching = Task {
            while !StopSignal.isRaised { try await Task.sleep(for: .milliseconds(50)) }
            mailbox.post(.stop)
        }
        defer { watching.cancel() }
        try await day.run(until: plan.hours.close.advanced(by: .seconds(120)))
        try day.finish()
        view.finish()
        let differences = try await BookComparison(day.desk, links, plan).differences()
        return (try RunSummary(day, isWhole: day.isWhole), differences)
    }

    // MARK: - Setting up

    private func link(
        _ account: Config.Account,
        _ id: AccountID,
        _ clock: WireClock,
        _ mailbox: Mailbox<LiveDay.Input>,
        _ recorder: FrameRecorder?
    ) async throws -> BrokerLink {
        let maker = LineMaker(
            plugins: plugins,
            place: .practice(peer),
            home: home,
            clock: clock
        )
        let line = try maker.line(
            account,
            id,
            try await peer.credentials(),
            owner: "S",
            help: .practice(peer),
            events: { mailbox.post(.events($0)) },
            notice: { mailbox.post(.notice($0)) },
            recorder: recorder,
            isProbing: true
        )
        line.link.post(.start)
        return line.link
    }

    /// The universe's shares as the broker lists them.
    private func chosen(_ list: InstrumentList) throws -> (InstrumentTable, ListingTable) {
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
        return (instruments, listings)
    }

    private func plan(_ day: Day, _ instruments: InstrumentTable, _ feed: AccountID) throws -> LivePlan {
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
        return LivePlan(
            day: day,
            instruments: instruments,
            accounts: accounts,
            strategies: chosen.entries,
            feed: feed,
            history: feed,
            fingerprint: (["\(day)"] + words + accounts.map { "\($0.name) \($0.limits)" }).joined(separator: "\n"),
            home: home
        )
    }
}

extension Sequence {
    fileprivate func asyncMap<Result>(_ transform: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
