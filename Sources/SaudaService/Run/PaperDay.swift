import Glibc
package import SaudaCore
import SaudaSimulation
import SaudaStore

/// Plays one trading day on the paper broker, with the journal under it. Owned by one task.
package final class PaperDay {
    package let plan: PaperPlan
    /// What a crash had left behind, for people; nil when there was nothing.
    package let recovery: String?
    private let lock: HomeLock
    private let sink: JournalSink
    private var simulator: Simulator<JournalSink>
    /// The close has been played.
    package private(set) var isOver = false

    /// Takes the home, opens or continues the day's journal.
    ///
    /// - Parameter observer: told of every event and what the engine answered; not `isNew` while a begun day is
    ///   played again up to where it stopped.
    package init(
        _ plan: PaperPlan,
        observer: @escaping (Event, [Command], _ isNew: Bool) -> Void
    ) throws {
        self.plan = plan
        try Folders.make("\(plan.home)/journal")
        lock = try HomeLock(home: plan.home)
        var kept: [JournalRecord] = []
        let header = JournalHeader(payload: plan.header.payload, previous: try Self.previousDigest(of: plan))
        let writer: JournalWriter
        if Folders.exists(plan.journalPath) {
            writer = try JournalWriter(continuing: plan.journalPath, header: header) { kept.append($0) }
        } else {
            writer = try JournalWriter(creating: plan.journalPath, header: header)
        }
        recovery = writer.recovery.map { "\($0)" }
        sink = JournalSink(writer, kept: kept, observer: observer)
        simulator = Simulator(
            engine: plan.setup.engine(),
            exchange: plan.setup.exchange(),
            history: plan.setup.history,
            order: plan.setup.order,
            recorder: sink
        )
    }

    package var desk: Desk { simulator.engine.desk }
    package var now: Timestamp { simulator.now }
    /// When the next thing happens; nil once the close has been played.
    package var nextTime: Timestamp? { simulator.nextTime }
    /// Whether a begun day has reached the point where it had stopped.
    package var isCaughtUp: Bool { sink.isCaughtUp }
    package var ticks: Int { sink.ticks }
    /// What the ticks take in the journal; orders, answers and notes come on top.
    package var tickBytes: Int { sink.tickBytes }
    package var records: UInt64 { sink.records }
    package var hours: TradingDay {
        TradingDay(plan.day, in: plan.setup.calendar, holdsPrices: !plan.setup.history.hasMinutes)
    }

    /// The morning: cash, positions, previous closes, the day's start.
    package func begin() throws {
        let morning = plan.day.at(TimeOfDay(8, 0))
        for (index, cash) in plan.opening.cash.enumerated() {
            try simulator.fund(AccountID(index: UInt16(index)), cash, at: morning)
        }
        for index in plan.setup.history.daily.indices {
            guard let last = plan.setup.history.daily[index].last(where: { $0.start.day < plan.day }) else { continue }
            let id = InstrumentID(index: UInt32(index))
            try simulator.post(Event(morning, .reference(id, previousClose: last.close, band: nil)))
        }
        try simulator.begin(hours, deposits: plan.opening.deposits)
    }

    /// Plays the next moment; returns false when the day is over.
    package func step() throws -> Bool {
        isOver = try !simulator.step()
        return !isOver
    }

    /// Brings the journal to the disk and rebuilds the day's books from it. Call it before leaving, whether the day is
    /// over or not.
    package func finish() throws {
        try sink.sync()
        let plans = plan.setup.accounts.map { ($0.name, $0.plan) }
        let projector = BookProjector(
            schedule: plan.setup.charges,
            plans: Dictionary(uniqueKeysWithValues: plans),
            instruments: plan.setup.instruments
        )
        _ = try projector.rebuild(plan.journalPath, in: BookStore(path: plan.booksPath))
    }

    /// The chain value at the end of the journal of the day before, so that no day can be swapped unnoticed.
    private static func previousDigest(of plan: PaperPlan) throws -> Digest {
        guard let before = Folders.journals(in: plan.home).last(where: { $0 < plan.day }) else { return .zero }
        var reader = try JournalReader(path: "\(plan.home)/journal/\(before).journal")
        while try reader.next() != nil {}
        return reader.chain
    }
}
