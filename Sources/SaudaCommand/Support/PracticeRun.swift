import SaudaBroker
import SaudaCore
import SaudaService

/// A live day of a practice server to its close: the same links, engine and journal as with real money.
struct PracticeRun {
    let setup: LiveSetup
    let view: RunView

    /// What the day came to, and how the books differ from the broker's; empty when they are equal.
    typealias Outcome = (summary: RunSummary, differences: [String])

    func play() async throws -> Outcome {
        StopSignal.watch()
        let clock = try await setup.place.clock()
        try Folders.make(setup.home)
        try setup.place.kind.claim(setup.home)
        let accounts = try await setup.takeAccounts()
        defer { withExtendedLifetime(accounts) {} }
        let mailbox = Mailbox<LiveDay.Input>()
        let news = NewsDesk { [view] in view.show($0, at: clock.now) }
        let recorder = setup.recorder?(news)
        let lines = try await setup.lines(clock, mailbox, news, recorder)
        let links = lines.map(\.link)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for line in lines {
                group.addTask { await line.link.run() }
                group.addTask { await line.heedLogins() }
            }
            if let recorder { group.addTask { await recorder.run() } }
            defer {
                for line in lines { line.stop() }
                group.cancelAll()
            }
            return try await play(links, clock, mailbox, news)
        }
    }

    private func play(
        _ links: [BrokerLink],
        _ clock: WireClock,
        _ mailbox: Mailbox<LiveDay.Input>,
        _ news: NewsDesk
    ) async throws -> Outcome {
        let list = try await setup.list(of: links[Int(setup.feed.index)], at: clock.now, news)
        let listing = try setup.chosen(list, nil)
        for link in links { link.post(.listings(listing.listings)) }
        let plan = try setup.plan(clock.now.day, listing, LiveEvening())
        let day = try LiveDay(
            plan,
            links: links,
            clock: clock,
            mailbox: mailbox,
            news: news,
            notices: { view.show($0, at: $1) },
            observer: { view.show($0, $1, isNew: $2) }
        )
        let note = day.resumed.map { "taken up after \($0) events" } ?? plan.handoverNote
        view.start(
            "\(setup.place.kind)  \(plan.day)",
            listing.instruments,
            note,
            [],
            day.recovery,
            AlertOwners(plan.accounts, plan.strategies)
        )
        let watching = Task {
            while !StopSignal.isRaised { try await Task.sleep(for: .milliseconds(50)) }
            mailbox.post(.stop)
        }
        defer { watching.cancel() }
        try await day.run(until: plan.hours.close.advanced(by: .seconds(120)))
        for line in try day.finish() { view.warn(line) }
        if day.isWhole { view.tellSummary(of: day, at: clock.now) }
        view.finish()
        let differences = try await BookComparison(day.desk, links, plan).differences()
        return (try RunSummary(day, isWhole: day.isWhole), differences)
    }
}
