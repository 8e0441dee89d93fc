package import SaudaBroker
package import SaudaCore

/// Writes what a run, its links and its tasks do into the day log, in the words of the screen.
///
/// Owned by the run's one task. Times are those of the market's clock, as everything else a day is told by.
package final class RunLog {
    private let log: DayLog
    private var news = DayNews(InstrumentTable())
    private var now: Timestamp
    /// What is said as soon as the day's clock is known.
    private var waiting: [(LogLevel, String)] = []
    /// Lines of the schedule that the clock has not reached.
    private var due: [DayLine] = []
    /// The task that was begun last.
    private var task: String?
    private var hasBegun = false

    /// - Parameter now: What counts as the time until an event or a notice brings another.
    package init(_ log: DayLog, now: Timestamp) {
        self.log = log
        self.now = now
    }

    /// A day begins, or goes on.
    ///
    /// - Parameters:
    ///   - title: The mode and the day.
    ///   - jobs: The day's lines, for a day that no service calls the tasks of: those with a job of the strategies are
    ///     written when the day's clock reaches them.
    package func start(
        _ title: String,
        _ instruments: InstrumentTable,
        _ note: String,
        _ recovery: String?,
        jobs: [DayLine] = []
    ) {
        news = DayNews(instruments)
        hasBegun = true
        waiting = [
            (.info, "\(title.replacing("  ", with: " ")), \(instruments.instruments.count) instruments, \(note)")
        ]
        if let recovery { waiting.append((.warning, recovery)) }
        due = jobs.filter { $0.slot.task.job != nil }
        task = nil
    }

    package func take(_ event: Event, _ commands: [Command], isNew: Bool) {
        now = event.time
        let lines = news.take(event, commands, isNew: isNew)
        guard isNew else {
            // Another process has written what came due before it stopped.
            if let first = due.first, first.due <= now { due.removeAll { $0.due <= now } }
            return
        }
        catchUp()
        for line in lines {
            if case .job(let job) = line.kind {
                begin(job)
            } else if let (level, module, word) = Self.place(of: line.kind) {
                write(level, module, "\(word): \(line.text.replacing("  ", with: " "))", at: line.time)
            }
        }
    }

    /// A task begins: `TASK: MARKET ANALYSIS` (LOG-2).
    package func task(_ title: String, at time: Timestamp) {
        task = title
        write(.info, .tasks, "TASK: \(title)", at: time)
    }

    package func take(_ event: TaskEvent) {
        let title = event.slot.task.title
        switch event.kind {
        case .started(let attempt):
            task(title, at: event.time)
            if attempt > 1 { write(.info, .tasks, "\(title): try \(attempt)", at: event.time) }
        case .done: write(.info, .tasks, "\(title): done", at: event.time)
        case .failed(let why): write(.error, .tasks, "\(title): FAILED, \(why)", at: event.time)
        case .interrupted: write(.warning, .tasks, "\(title): interrupted", at: event.time)
        case .missed(let reason): write(.warning, .tasks, "\(title): left out, \(reason.text)", at: event.time)
        case .step(let step, let failure):
            let text = failure.map { "FAILED, \($0)" } ?? "done"
            write(failure == nil ? .info : .error, .tasks, "\(title): \(step.name): \(text)", at: event.time)
        }
    }

    /// A login has come through (LOG-2, S3-51).
    package func loggedIn(_ text: String, at time: Timestamp) {
        write(.info, .login, "login completed: \(text)", at: time)
        write(.info, .login, "the login stays active for the entire trading day", at: time)
    }

    /// A line of a link's.
    package func take(_ notice: LinkNotice, at time: Timestamp) {
        now = time
        catchUp()
        let text = (notice.account.map { "\($0): " } ?? "") + notice.text
        if notice.code == "signed-in" { return loggedIn(text, at: time) }
        let level: LogLevel =
            switch notice.level {
            case .info: .info
            case .warning: .warning
            case .critical: .critical
            }
        log.write(LogLine(time, level, Self.module(of: notice.code), "\(notice.code): \(text)"), of: notice.account)
    }

    /// What a day came to, a line each.
    package func take(_ summary: DaySummary, at time: Timestamp) {
        for line in summary.lines { write(.info, .summary, line, at: time) }
    }

    /// The run stands still by a person's word.
    package func halted(_ since: String) { write(.warning, .halt, "HALT: halted, \(since)", at: now) }

    /// Something that no event and no notice says.
    package func warn(_ text: String) { write(.warning, .engine, text, at: now) }

    /// The run ends with an error. One that never began has changed nothing, and leaves nothing here either.
    package func failed(_ error: any Error) {
        guard hasBegun else { return }
        catchUp()
        write(.error, .engine, "FAILED: \(error)", at: now)
        log.finish()
    }

    /// Call it before leaving.
    package func finish() { log.finish() }

    private func begin(_ job: Job) {
        guard let title = ScheduledTask.allCases.first(where: { $0.job == job })?.title, title != task else { return }
        task(title, at: now)
    }

    private func catchUp() {
        for (level, text) in waiting { write(level, .engine, text, at: now) }
        waiting = []
        while let line = due.first, line.due <= now {
            due.removeFirst()
            task(line.slot.task.title, at: line.due)
        }
    }

    private func write(_ level: LogLevel, _ module: LogModule, _ text: String, at time: Timestamp) {
        log.write(LogLine(time, level, module, text))
    }
}
