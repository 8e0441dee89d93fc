package import SaudaBroker
package import SaudaCore
import SaudaStore

/// One trading day with real brokers: the engine in one task, each account's link in another, the journal between.
///
/// An event is handled, written with what it makes the engine want, and only then is anything carried out; order
/// commands are on the disk before.
package final class LiveDay {
    package let plan: LivePlan
    package let recovery: String?
    let links: [BrokerLink]
    let clock: WireClock
    let mailbox: Mailbox<Input>
    /// Nil when whoever made this holds the home's lock.
    private let lock: HomeLock?
    private let core: JournaledEngine
    let notices: (LinkNotice, Timestamp) -> Void
    /// Where the links tell theirs.
    let news: NewsDesk
    let summaries: (DaySummary, Timestamp) -> Void
    private var wakes: [(time: Timestamp, key: WakeKey)]
    private var expectsPrices: Bool?
    /// The schedule, for a day that is a service's; without it the day ends when it is told to.
    let clerk: DayClerk?
    private let turned: () -> Void
    /// The task that this process has begun, its step, what of it failed, and how much beside this it waits for.
    var begun: TaskSlot?
    var begunAt = Timestamp(microseconds: 0)
    var step: EndOfDayStep?
    var failure: String?
    var errands = 0
    /// Minute bars of the day, for the back-up.
    var bars: MinuteBars
    /// After-market orders of this day: they wait over the night, and not every broker's book says so.
    var afterMarket: Set<OrderID> = []
    package internal(set) var openingEquity = Money.zero
    package private(set) var isWhole = false

    package enum Input: Sendable {
        case events([Event.Kind])
        /// Of a link, for people.
        case notice(LinkNotice)
        /// Work beside this task has ended, with what failed of it.
        case worked(failure: String?)
        /// Look at the clock.
        case timer
        /// End now; the day goes on with the next start.
        case stop
    }

    /// Takes the home, unless the clerk's owner has it; opens or continues the day's journal.
    ///
    /// - Parameters:
    ///   - links: by account, not yet run; their events go to `mailbox`.
    ///   - clerk: keeps the schedule of a service; its owner holds the home's lock.
    ///   - turned: called with every turn of the loop.
    ///   - summaries: told what the day came to, at the end of a service's day.
    ///   - observer: told of every event and what the engine answered.
    package init(
        _ plan: LivePlan,
        links: [BrokerLink],
        clock: WireClock,
        mailbox: Mailbox<Input>,
        news: NewsDesk? = nil,
        clerk: DayClerk? = nil,
        turned: @escaping () -> Void = {},
        notices: @escaping (LinkNotice, Timestamp) -> Void,
        summaries: @escaping (DaySummary, Timestamp) -> Void = { _, _ in },
        observer: @escaping (Event, [Command], _ isNew: Bool) -> Void
    ) throws {
        self.notices = notices
        self.summaries = summaries
        self.plan = plan
        self.links = links
        self.clock = clock
        self.mailbox = mailbox
        self.news = news ?? NewsDesk { notices($0, clock.now) }
        self.clerk = clerk
        self.turned = turned
        try Folders.make("\(plan.home)/journal")
        lock = clerk == nil ? try HomeLock(home: plan.home) : nil
        try UnstartedDay.setAside(plan.journalPath)
        core = try JournaledEngine(
            plan.engine(),
            header: JournalHeader(payload: plan.header.payload, previous: plan.evening.previous),
            at: plan.journalPath,
            observer: observer
        )
        if let last = core.restart?.lastTime { try ClockCheck.refuse(clock.now, behind: last, of: plan.journalPath) }
        recovery = core.recovery.map { "\($0)" }
        try plan.settings?.keep(of: plan.day, in: plan.home)
        resumed = core.restart?.events
        wakes = core.restart?.wakes ?? []
        bars = core.restart?.bars ?? MinuteBars(count: plan.instruments.count)
    }

    package var desk: Desk { core.engine.desk }
    package var ticks: Int { core.ticks }
    package var tickBytes: Int { core.tickBytes }
    package var records: UInt64 { core.records }
    /// How many events of it were taken up, when the day was begun before.
    package let resumed: Int?

    /// Runs the day to its end, or until `.stop` comes. The links run beside it.
    ///
    /// - Parameter end: when it ends, after orders have been told their end; nil with a schedule, whose last line
    ///   ends it.
    package func run(until end: Timestamp? = nil) async throws {
        if let restart = core.restart { takeUp(restart) } else { try await begin() }
        try heedHalt()
        for link in links { link.post(.follow) }
        core.restart = nil
        let passing = news.passOn { [mailbox] in mailbox.post(.notice($0)) }
        defer {
            passing.cancel()
            news.close()
        }
        let ticking = Task { [clock, mailbox] in
            while !Task.isCancelled {
                try await clock.sleep(until: clock.now.advanced(by: .milliseconds(200)))
                mailbox.post(.timer)
            }
        }
        defer { ticking.cancel() }
        while let inputs = await mailbox.next() {
            for input in inputs {
                switch input {
                case .events(let kinds): for kind in kinds { try post(kind) }
                case .timer:
                    // A line of the schedule begins before what strategies do at the same time by themselves.
                    try keepSchedule()
                    try fireWakes()
                case .notice(let notice): notices(notice, clock.now)
                case .worked(let failure): worked(failure)
                case .stop: return
                }
            }
            turned()
            try keepSchedule()
            if end.map({ clock.now >= $0 }) ?? isOver {
                try post(.dayEnded)
                isWhole = true
                return
            }
        }
    }

    /// Brings the journal to the disk, makes the day's books of it, and of those what other programs read.
    ///
    /// - Returns: What of the latter could not be written; no reason to end.
    @discardableResult
    package func finish() throws -> [String] {
        try sync()
        let plans = Dictionary(uniqueKeysWithValues: plan.accounts.map { ($0.name, $0.plan) })
        let projector = BookProjector(schedule: .builtIn, plans: plans, instruments: plan.instruments)
        let store = try BookStore(path: plan.booksPath)
        _ = try projector.rebuild(plan.journalPath, in: store)
        return EveningFiles.write(plan.day, store, home: plan.home)
    }

    func sync() throws { try core.sync() }

    // MARK: - Events and commands

    func post(_ kind: Event.Kind) throws {
        let commands = try core.post(kind, at: clock.now)
        if clerk != nil, case .tick(let tick) = kind { bars.add(tick, at: core.lastTime) }
        for command in commands { carryOut(command) }
    }

    func carryOut(_ command: Command) {
        switch command {
        case .place(let request):
            if request.variety == .afterMarket { afterMarket.insert(request.id) }
            send(command, to: request.account)
        case .modify(_, let account, _, _, _), .cancel(_, let account, _, _): send(command, to: account)
        case .wake(let time, let key): wakes.append((time, key))
        case .watch: send(command, to: plan.feed)
        case .fetch(let id, let question): ask(id, question)
        case .note, .alert, .writeOff, .takeUp, .explain, .candidate, .remember, .tie: break
        }
    }

    func send(_ command: Command, to account: AccountID) { links[Int(account.index)].post(.command(command)) }

    /// In trading hours alone is a quiet feed a dead one; before the open few prices are normal (FED-9).
    private func expectPrices() {
        let isOpen = plan.hours.isOpen(at: clock.now)
        guard isOpen != expectsPrices else { return }
        expectsPrices = isOpen
        links[Int(plan.feed.index)].post(.pricesExpected(isOpen))
    }

    /// A person's word, or a day that is closed all of a sudden: nothing leaves, and what works is cancelled.
    private func heedHalt() throws {
        let isHalted = plan.halt.exists || isClosed
        guard isHalted != desk.isStopped else { return }
        if isHalted { for link in links { link.post(.withdraw) } }
        if isClosed { notices(.closedDay(plan.day), clock.now) }
        try post(.control(isHalted ? .stop : .resume))
    }

    private func fireWakes() throws {
        try heedHalt()
        expectPrices()
        while let next = wakes.indices.min(by: { wakes[$0].time < wakes[$1].time }), wakes[next].time <= clock.now {
            try post(.clock(wakes.remove(at: next).key))
        }
    }
}
