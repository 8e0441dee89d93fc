package import SaudaCore
import SaudaSimulation
import SaudaStore

/// Plays one trading day on the paper broker, with the journal under it. Owned by one task.
package final class PaperDay {
    package let plan: PaperPlan
    package let hours: TradingDay
    /// What a crash had left behind, for people; nil when there was nothing.
    package let recovery: String?
    private let lock: HomeLock
    private let sink: JournalSink
    private var simulator: Simulator<JournalSink>
    private var hasEnded = false

    /// Takes the home, opens or continues the day's journal.
    ///
    /// - Parameter observer: told of every event and what the engine answered; not `isNew` while a begun day is
    ///   played again up to where it stopped.
    package init(
        _ plan: PaperPlan,
        observer: @escaping (Event, [Command], _ isNew: Bool) -> Void
    ) throws {
        self.plan = plan
        hours = TradingDay(plan.day, in: plan.setup.calendar, holdsPrices: !plan.setup.history.hasMinutes)
        try Folders.make("\(plan.home)/journal")
        lock = try HomeLock(home: plan.home)
        try HomeKind.paper.claim(plan.home)
        let isSealed = try Self.isSealed(plan)
        var kept: [JournalRecord] = []
        let header = JournalHeader(payload: plan.header.payload, previous: try Self.previousDigest(of: plan))
        let writer: JournalWriter
        if Folders.exists(plan.journalPath) {
            writer = try JournalWriter(continuing: plan.journalPath, header: header) { kept.append($0) }
        } else {
            writer = try JournalWriter(creating: plan.journalPath, header: header)
        }
        recovery = writer.recovery.map { "\($0)" }
        try plan.settings?.keep(of: plan.day, in: plan.home)
        sink = JournalSink(writer, kept: kept, isSealed: isSealed, observer: observer)
        simulator = Simulator(
            engine: plan.setup.engine(),
            exchange: plan.setup.exchange(),
            history: plan.setup.history,
            order: plan.setup.order,
            research: plan.setup.research,
            recorder: sink
        )
    }

    /// What all accounts were worth in the morning, at the last closes.
    package private(set) var openingEquity = Money.zero

    package var desk: Desk { simulator.engine.desk }
    /// The practice exchange's own books.
    package var exchangeAccounts: [AccountBook] { simulator.exchange.accounts }
    package var now: Timestamp { simulator.now }
    /// When the next thing happens; nil once the close has been played.
    package var nextTime: Timestamp? { simulator.nextTime }
    /// Whether a begun day has reached the point where it had stopped.
    package var isCaughtUp: Bool { sink.isCaughtUp }
    package var ticks: Int { sink.ticks }
    /// What the ticks take in the journal; orders, answers and notes come on top.
    package var tickBytes: Int { sink.tickBytes }
    package var records: UInt64 { sink.records }
    /// The morning: cash, positions, previous closes, the day's start.
    package func begin() throws {
        let morning = plan.day.at(TimeOfDay(8, 0))
        for (index, cash) in plan.opening.cash.enumerated() {
            try simulator.fund(AccountID(index: UInt16(index)), cash, at: morning)
        }
        let opening = plan.opening
        if let since = opening.since { try simulator.resume(after: since, lastOrder: opening.lastOrder, at: morning) }
        for index in plan.setup.history.daily.indices {
            guard let last = plan.setup.history.daily[index].last(where: { $0.start.day < plan.day }) else { continue }
            let id = InstrumentID(index: UInt32(index))
            try simulator.refer(id, to: last.close, of: last.start.day, at: morning)
        }
        for holding in opening.holdings { try simulator.carry(holding, at: morning) }
        for order in opening.orders { try simulator.carry(order, at: morning) }
        if !opening.memos.isEmpty { try simulator.post(Event(morning, .remembered(opening.memos))) }
        try simulator.begin(hours, deposits: plan.opening.deposits)
        openingEquity = desk.books.reduce(.zero) { $0 + $1.equity(atCloses: desk.market) }
        try repeatInterventions()
    }

    /// Plays the next moment; returns false when the day is over.
    package func step() throws -> Bool {
        let isMore = try simulator.step()
        try repeatInterventions()
        return isMore
    }

    /// Says that nothing of the day is left to do: the next may begin. A day that later ones rest on stays as it is.
    package func end() throws {
        guard !hasEnded, !sink.isSealed else { return }
        try post(Event(max(now, plan.day.at(TimeOfDay(23, 59))), .dayEnded))
    }

    /// Something that no market and no clock brings about, between two steps.
    func post(_ event: Event) throws {
        if case .dayEnded = event.kind { hasEnded = true }
        try simulator.post(event)
    }

    /// What a person wanted when this day was played before happens again at the same moment: the journal has it next.
    private func repeatInterventions() throws {
        while let event = sink.nextIntervention { try post(event) }
    }

    /// Brings the journal to the disk, rebuilds the day's books from it, and writes what other programs read of them.
    /// Call it before leaving, whether the day is over or not.
    ///
    /// - Returns: What of the latter could not be written; no reason to end.
    @discardableResult
    package func finish() throws -> [String] {
        try sink.sync()
        let plans = plan.setup.accounts.map { ($0.name, $0.plan) }
        let projector = BookProjector(
            schedule: plan.setup.charges,
            plans: Dictionary(uniqueKeysWithValues: plans),
            instruments: plan.setup.instruments
        )
        let store = try BookStore(path: plan.booksPath)
        _ = try projector.rebuild(plan.journalPath, in: store)
        return EveningFiles.write(plan.day, store, home: plan.home)
    }

    /// The chain value at the end of the journal of the day before, so that no day can be swapped unnoticed.
    ///
    /// - Throws: when that journal is damaged, missing, or not the one its books were made of.
    private static func previousDigest(of plan: PaperPlan) throws -> Digest {
        let before = Folders.journals(in: plan.home).last { $0 < plan.day }
        let booked =
            try Folders.exists(plan.booksPath)
            ? BookStore(path: plan.booksPath).latestDay(before: plan.day) : nil
        guard let day = [before, booked?.day].compactMap(\.self).max() else { return .zero }
        let path = "\(plan.home)/journal/\(day).journal"
        let nextStep = "Bring the file back, or run that day again with `sauda run --day \(day)`, before \(plan.day)."
        guard plan.opening.since == day else {
            throw JournalError(
                path: path,
                what: "the books do not have this day, which was begun and never brought to an end",
                nextStep: "Take it up first with `sauda run --day \(day)`; what it traded is missing until then."
            )
        }
        guard Folders.exists(path) else {
            throw JournalError(path: path, what: "the journal of a day in the books is missing", nextStep: nextStep)
        }
        let end = try JournalChain.end(of: path, nextStep: nextStep)
        if let booked, booked.day == day, booked.journalDigest != "\(end)" {
            throw JournalError(
                path: path,
                what: "it is not the journal that the books were made of",
                nextStep: nextStep
            )
        }
        return end
    }

    /// A day that a later one was built on: it may be played again and compared, and not gone on with.
    private static func isSealed(_ plan: PaperPlan) throws -> Bool {
        guard let later = Folders.journals(in: plan.home).last, later > plan.day else { return false }
        guard Folders.exists(plan.journalPath) else {
            throw RequestError(
                "\(plan.home) has gone on to \(later), so \(plan.day) cannot be played in it any more",
                "name a later day, or a new home with --home"
            )
        }
        return true
    }
}
