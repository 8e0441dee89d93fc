import SaudaBroker
import SaudaCore
import SaudaService
import SaudaSimulation

/// Shows running days, one after another: a line for each order, fill and alert, and a status line on a terminal. The
/// day log is told the same.
final class RunView {
    let log: RunLog?
    private let alerts: Notifier?
    private let quiet: Bool
    private let ink: Ink
    private let hasStatus: Bool
    private var lastDrawn = ContinuousClock.now
    private var notes: [String] = []
    private var news = DayNews(InstrumentTable())
    private var owners = AlertOwners()

    init(quiet: Bool, log: RunLog? = nil, alerts: Notifier? = nil) {
        self.log = log
        self.quiet = quiet
        self.alerts = alerts
        ink = Ink(isOn: Terminal.usesColour)
        hasStatus = !quiet && Terminal.outIsTerminal
    }

    func start(_ paper: PaperDay) {
        let plan = paper.plan
        log?.start(paper)
        owners = AlertOwners(plan.setup.accounts, plan.setup.strategies)
        open("paper  \(plan.day)", plan.setup.instruments, plan.opening.note, plan.setup.assumptions, paper.recovery)
    }

    /// - Parameter title: the mode and the day.
    func start(
        _ title: String,
        _ instruments: InstrumentTable,
        _ note: String,
        _ assumptions: [String],
        _ recovery: String?,
        _ owners: AlertOwners
    ) {
        self.owners = owners
        log?.start(title, instruments, note, recovery)
        open(title, instruments, note, assumptions, recovery)
    }

    private func open(
        _ title: String,
        _ instruments: InstrumentTable,
        _ note: String,
        _ assumptions: [String],
        _ recovery: String?
    ) {
        news = DayNews(instruments)
        guard !quiet else { return }
        if !notes.isEmpty { Terminal.out("") }
        Terminal.out(ink.bold("sauda  \(title)  \(instruments.instruments.count) instruments, \(note)"))
        for line in assumptions where !notes.contains(line) { Terminal.out(ink.dim(line)) }
        notes = assumptions
        if let recovery { Terminal.out(ink.warning(recovery)) }
    }

    /// A line of the schedule.
    func show(_ event: TaskEvent) {
        log?.take(event)
        let title = event.slot.task.title
        switch event.kind {
        case .started(let attempt):
            line(event.time, ink.bold("task"), "TASK: \(title)" + (attempt > 1 ? ", attempt \(attempt)" : ""))
        case .done: line(event.time, ink.dim("done"), title)
        case .failed(let text): line(event.time, ink.warning("failed"), "\(title): \(text)")
        case .interrupted: line(event.time, ink.warning("cut"), "\(title) was interrupted by the end of its process")
        case .missed(let reason): line(event.time, ink.warning("missed"), "\(title): \(reason.text)")
        case .step(let step, let failure):
            line(
                event.time,
                failure == nil ? ink.dim("step") : ink.warning("step"),
                step.name + (failure.map { ": \($0)" } ?? "")
            )
        }
    }

    func idle(until time: Timestamp, at now: Timestamp) {
        line(now, ink.dim("idle"), "until \(time.day) \(time.time)")
    }

    /// Something for the person who looks, whatever the format.
    func warn(_ text: String) {
        log?.warn(text)
        alerts?.post(Notice(.warning, "service", text, at: WallClock.now))
        clearStatus()
        Terminal.err(text)
    }

    /// A line of the link's, when it is worth one.
    func show(_ notice: LinkNotice, at time: Timestamp) {
        log?.take(notice, at: time)
        alerts?.post(Notice(notice, at: time))
        let kind =
            switch notice.level {
            case .info: ink.dim("link")
            case .warning: ink.warning("link")
            case .critical: ink.bad("LINK")
            }
        line(time, kind, "\(notice.code)  \(notice.account.map { "\($0): " } ?? "")\(notice.text)")
    }

    /// What a day came to: for the log and whoever takes alerts; on the screen stands the run's own.
    func show(_ summary: DaySummary, at time: Timestamp) {
        log?.take(summary, at: time)
        alerts?.post(Notice(summary, at: time))
    }

    /// The same of a day that has no evening of a service; one that cannot be had is said.
    func tellSummary(of day: some PlayedDay, at time: Timestamp) {
        // Of a day that was played before and is only compared all has been told.
        guard news.replayed == 0 else { return }
        do {
            if let summary = try day.summary() { show(summary, at: time) }
        } catch {
            warn("the day's summary: \(error)")
        }
    }

    func show(_ event: Event, _ commands: [Command], isNew: Bool) {
        log?.take(event, commands, isNew: isNew)
        if isNew {
            let notices = Notice.all(
                of: event,
                commands,
                symbol: { news.symbol($0) },
                owner: { owners.name(of: $0, at: event) }
            )
            alerts?.post(notices)
        }
        for item in news.take(event, commands, isNew: isNew) {
            if let kind = word(for: item.kind) { line(item.time, kind, item.text) }
        }
    }

    /// The run stands still by a person's word.
    func halted(_ since: String, at time: Timestamp) {
        log?.halted(since)
        alerts?.post(.halted(since, at: time))
        Terminal.err("Halted, \(since): the day goes on with `sauda resume` and another start.")
    }

    /// Does a run; what ends it stands in the log too.
    func logging<Result>(_ run: () async throws -> Result) async throws -> Result {
        do {
            return try await run()
        } catch {
            log?.failed(error)
            throw error
        }
    }

    private func word(for kind: DayNews.Kind) -> String? {
        switch kind {
        case .place: "place"
        case .modify: ink.dim("modify")
        case .fill: ink.good("fill")
        case .reject: ink.warning("reject")
        case .refuse: ink.warning("refuse")
        case .lapse: ink.dim("lapse")
        case .cancel: ink.dim("cancel")
        case .skip: ink.dim("skip")
        case .alert(let level): level == .critical ? ink.bad("ALERT") : ink.warning("alert")
        case .halt: ink.bad("HALT")
        case .resume: ink.good("resume")
        case .replay: ink.dim("resume")
        case .accept, .ask, .stands, .silence, .foreign, .remark, .job, .begin, .end: nil
        }
    }

    private func line(_ time: Timestamp, _ kind: String, _ text: String) {
        guard !quiet else { return }
        clearStatus()
        Terminal.out("\(time.time)  \(kind.padded(6 + ink.overhead(of: kind)))  \(text)")
    }

    // MARK: - Status line

    func refresh(_ paper: PaperDay) {
        guard hasStatus, ContinuousClock.now - lastDrawn > .milliseconds(100) else { return }
        lastDrawn = .now
        let hours = paper.hours
        let span = hours.close.since(hours.open).microseconds
        let done = min(max(paper.now.since(hours.open).microseconds, 0), span)
        let filled = Int(done * 24 / max(span, 1))
        let bar = String(repeating: "━", count: filled) + ink.dim(String(repeating: "─", count: 24 - filled))
        let desk = paper.desk
        let equity = desk.books.reduce(Money.zero) { $0 + $1.equity(at: desk.market) }
        let others = desk.books.flatMap(\.otherTrades)
        let held = desk.books.reduce(0) { $0 + $1.held.count } + others.count(where: \.isOpen)
        let closed = desk.books.reduce(0) { $0 + $1.closedTrades.count } + others.count { !$0.isOpen }
        let text =
            "\(paper.now.time) \(bar)  held \(held)  sold \(closed)  equity \(Rupees.text(equity))"
            + "  ticks \(paper.ticks)"
        Terminal.show("\r\u{1B}[2K\(text)")
    }

    func clearStatus() {
        if hasStatus { Terminal.show("\r\u{1B}[2K") }
    }

    func finish() {
        log?.finish()
        clearStatus()
        if news.replayed > 0, !quiet {
            Terminal.out(ink.dim("This day was played before: compared with its journal, nothing added."))
        }
    }
}
