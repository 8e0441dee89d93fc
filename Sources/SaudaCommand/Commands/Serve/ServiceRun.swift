import SaudaBroker
import SaudaCore
import SaudaService
import SaudaStore

/// The service: trading days one after another, idle between them (SVC-1, SVC-5).
///
/// What goes wrong within a day ends the attempt, not the service: a minute later the day is taken up from its journal.
final class ServiceRun {
    /// The day's; another one takes its place between days, when the configuration was read again.
    private var setup: LiveSetup
    private var next: LiveSetup?
    private let reload: () throws -> LiveSetup
    private let view: RunView
    private let clerk: DayClerk
    private let supervisor: Supervisor
    private let heart: Heart
    /// Held from the first moment to the last, idle or not (SVC-8).
    private let lock: HomeLock
    private let accounts: [AccountLock]
    /// What was said of the wait at hand.
    private var idleUntil: Timestamp?

    /// What became of a day that was brought to its end.
    struct Outcome {
        var summary: RunSummary
        /// How the books differ from the brokers'; empty when they are equal.
        var differences: [String]
    }

    init(_ setup: LiveSetup, _ view: RunView, _ supervisor: Supervisor, reload: @escaping () throws -> LiveSetup)
        async throws
    {
        self.setup = setup
        self.supervisor = supervisor
        self.reload = reload
        heart = Heart(supervisor)
        self.view = view
        try Folders.make(setup.home)
        lock = try HomeLock(home: setup.home)
        try setup.place.kind.claim(setup.home)
        accounts = try await setup.takeAccounts()
        try ClockCheck.refuse(try await setup.place.clock().now, in: setup.home)
        clerk = try DayClerk(home: setup.home, calendar: setup.calendar, at: try await setup.place.clock().now) {
            view.show($0)
        }
        if let recovery = clerk.recovery { view.warn(recovery) }
    }

    /// Runs until it is asked to stop, or until so many days have ended.
    func run(days: Int?, _ ended: (Outcome) throws -> Void) async throws {
        StopSignal.watch()
        ReloadSignal.watch()
        supervisor.ready()
        let beating = Task { [heart] in await heart.run() }
        defer {
            beating.cancel()
            supervisor.stopping()
        }
        var left = days ?? .max
        while !StopSignal.isRaised, left > 0 {
            do {
                heedReload()
                let clock = try await setup.place.clock()
                try clerk.recover(at: clock.now)
                // A day goes on with what it was begun with.
                if let next, !clerk.isUnderWay(at: clock.now) { (setup, self.next) = (next, nil) }
                try clerk.turn(at: clock.now)
                guard clerk.running != nil || clerk.isUnderWay(at: clock.now) || isLeftOpen(at: clock.now) else {
                    heart.wait()
                    idle(at: clock.now)
                    try await Task.sleep(for: .milliseconds(100))
                    continue
                }
                let outcome = try await play(clock)
                // All that the day held is let go by now.
                ProcessUse.giveMemoryBack()
                if let outcome {
                    try ended(outcome)
                    left -= 1
                }
            } catch {
                guard !StopSignal.isRaised else { break }
                try await rest(after: error)
            }
        }
    }

    /// The day was closed while no service ran: what the one before had working is still at the broker.
    private func isLeftOpen(at now: Timestamp) -> Bool {
        clerk.isClosed && Folders.hasJournal(of: now.day, in: setup.home)
    }

    private func idle(at now: Timestamp) {
        guard let next = clerk.nextDue, next != idleUntil else { return }
        idleUntil = next
        view.idle(until: next, at: now)
        supervisor.status("idle until \(next.day) \(next.time)")
    }

    /// SIGHUP: what the configuration says otherwise now is told, and holds from the next day on. All of it or nothing.
    private func heedReload() {
        guard ReloadSignal.take() else { return }
        do {
            let new = try reload()
            heed(new.calendar)
            let changes = (next ?? setup).config.changes(to: new.config)
            let lines = changes.map { "  \($0)" + ($0.isSafe ? "" : "  (needs a restart)") }
            guard !changes.isEmpty else {
                next = new
                return view.warn("The configuration says what it said.")
            }
            guard changes.allSatisfy(\.isSafe) else {
                return view.warn("The configuration is not taken over:\n" + lines.joined(separator: "\n"))
            }
            next = new
            view.warn("From the next day on:\n" + lines.joined(separator: "\n"))
        } catch {
            view.warn("The configuration is not taken over: \(error)")
        }
    }

    /// A calendar holds at once, whatever else the configuration says.
    private func heed(_ calendar: MarketCalendar) {
        let wasClosed = clerk.isClosed
        clerk.heed(calendar)
        guard clerk.isClosed != wasClosed else { return }
        view.warn("\(clerk.day) is \(clerk.isClosed ? "no trading day" : "a trading day"), by the calendar of now.")
    }

    /// An error waits a minute (SVC-5); what ran when it came has failed.
    private func rest(after error: any Error) async throws {
        let text = "\(error)"
        view.warn("\(text)\nThe day is taken up again in a minute.")
        heart.wait()
        let clock = try? await setup.place.clock()
        if let clock, let slot = clerk.running, !clerk.isBroken {
            // A disk that is full now may not be in a minute: it ends the attempt, not the service.
            do { try clerk.finish(slot, at: clock.now, failure: text) } catch {
                view.warn("What failed could not be written down: \(error)")
            }
        }
        let rate = clock?.rate ?? 1
        let end = ContinuousClock.now + .milliseconds(Int64(60_000 / rate))
        while ContinuousClock.now < end, !StopSignal.isRaised { try await Task.sleep(for: .milliseconds(20)) }
    }

    /// Brings the lines up, then runs the day to its end; nil when it was asked to stop before, or the day went by.
    private func play(_ clock: WireClock) async throws -> Outcome? {
        heart.wait()
        defer { heart.wait() }
        let day = clock.now.day
        supervisor.status("trading \(day)")
        let mailbox = Mailbox<LiveDay.Input>()
        let news = NewsDesk { [view] in view.show($0, at: clock.now) }
        let recorder = setup.recorder?(news)
        let lines = try await setup.lines(clock, mailbox, news, recorder)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for line in lines {
                group.addTask { await line.link.run() }
                group.addTask { await line.heedLogins() }
            }
            group.addTask { [setup] in await setup.place.lead(clock) }
            if let recorder { group.addTask { await recorder.run() } }
            group.addTask { await Self.endWhenAsked(lines, mailbox) }
            defer {
                for line in lines { line.stop() }
                group.cancelAll()
            }
            let links = lines.map(\.link)
            try await checkSessions(of: links, clock, news)
            // A login may have been waited for over the night: tags, lines and lists are of the day before.
            guard try await wait(for: .connect, clock), clock.now.day == day else { return nil }
            return try await trade(links, clock, mailbox, news)
        }
    }

    /// The day hears of it first; what still waits for a broker then, a login most likely, waits no longer.
    private static func endWhenAsked(_ lines: [AccountLine], _ mailbox: Mailbox<LiveDay.Input>) async {
        do {
            while !StopSignal.isRaised { try await Task.sleep(for: .milliseconds(50)) }
            mailbox.post(.stop)
            try await Task.sleep(for: .seconds(5))
        } catch {
            return
        }
        for line in lines { line.stop() }
    }

    /// FED-4: a look at each broker whether the session holds; the link signs in anew when it does not.
    private func checkSessions(of links: [BrokerLink], _ clock: WireClock, _ news: NewsDesk) async throws {
        let slot = TaskSlot(.tokenCheck)
        let names = setup.config.accounts.map(\.name)
        let failure = try await news.waiting { await Self.failure(of: Array(zip(names, links))) }
        // Whoever is asked to stop leaves it begun: the next start takes it up.
        guard !StopSignal.isRaised else { return }
        if clerk.running == slot { try clerk.finish(slot, at: clock.now, failure: failure) }
        for (account, link) in zip(setup.config.accounts, links) {
            try ClockCheck.refuse(clock.now, skew: link.clockSkew, at: "\(account.broker) (\(account.name))")
        }
    }

    /// All at once: who waits for one login need not wait for the next one after it.
    private static func failure(of links: [(name: String, link: BrokerLink)]) async -> String? {
        await withTaskGroup(of: String?.self) { group in
            for (name, link) in links {
                group.addTask {
                    do { _ = try await link.ask(.probe) } catch { return "\(name): \(error)" }
                    return nil
                }
            }
            return await group.reduce(into: nil) { $0 = $0 ?? $1 }
        }
    }

    /// Until the line of the day is due; false when it was asked to stop.
    private func wait(for task: ScheduledTask, _ clock: WireClock) async throws -> Bool {
        let due = clerk.lines?[TaskSlot(task)]?.due ?? clock.now
        while !StopSignal.isRaised {
            try clerk.turn(at: clock.now)
            if clerk.isClosed { return isLeftOpen(at: clock.now) }
            if clock.now >= due { return true }
            let next = min(due, clock.now.advanced(by: .seconds(1)))
            try await clock.sleep(until: next)
        }
        return false
    }

    private func trade(
        _ links: [BrokerLink],
        _ clock: WireClock,
        _ mailbox: Mailbox<LiveDay.Input>,
        _ news: NewsDesk
    ) async throws -> Outcome? {
        let today = clock.now.day
        let evening = try LiveEvening(before: today, in: setup.home, plans: setup.plans)
        let list = try await setup.list(of: links[Int(setup.feed.index)], at: clock.now, news)
        let listing = try setup.chosen(list, evening.books)
        for link in links { link.post(.listings(listing.listings)) }
        let plan = try setup.plan(today, listing, evening)
        let day = try LiveDay(
            plan,
            links: links,
            clock: clock,
            mailbox: mailbox,
            news: news,
            clerk: clerk,
            turned: { [self] in
                heart.beat()
                heedReload()
            },
            notices: { [view] in view.show($0, at: $1) },
            summaries: { [view] in view.show($0, at: $1) },
            observer: { [view] in view.show($0, $1, isNew: $2) }
        )
        let note = day.resumed.map { "taken up after \($0) events" } ?? plan.handoverNote
        let owners = AlertOwners(plan.accounts, plan.strategies)
        view.start("service  \(today)", listing.instruments, note, [], day.recovery, owners)
        let connect = TaskSlot(.connect)
        if clerk.running == connect { try clerk.finish(connect, at: clock.now) }
        try await day.run()
        heart.wait()
        for line in try day.finish() { view.warn(line) }
        view.finish()
        view.show(LinkNotice(.info, "process", "\(ProcessUse())."), at: clock.now)
        guard day.isWhole else { return nil }
        let differences = try await BookComparison(day.desk, links, plan).differences()
        return Outcome(summary: try RunSummary(day, isWhole: true), differences: differences)
    }
}
