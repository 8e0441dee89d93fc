package import SaudaCore
package import SaudaSimulation
import SaudaStore

/// The journal of a whole backtest, to show that its commands follow from its events alone.
package final class BacktestJournal: Recorder {
    private let sink: JournalSink
    private let path: String
    private let setup: BacktestSetup

    /// Begins a journal at `path`; a file of that name is never overwritten.
    package init(creating path: String, for setup: BacktestSetup, from day: Day) throws {
        let header = DayHeader(
            day: day,
            config: Fingerprint.of(setup.title),
            accounts: setup.accounts.map(\.name),
            instruments: setup.instruments,
            strategies: setup.strategies.map(\.name)
        )
        let writer = try JournalWriter(creating: path, header: JournalHeader(payload: header.payload))
        sink = JournalSink(writer, kept: []) { _, _, _ in }
        self.path = path
        self.setup = setup
    }

    package func record(_ event: Event, _ commands: [Command]) throws { try sink.record(event, commands) }

    /// Brings the journal to the disk and plays it through a new engine.
    package func finish() throws -> JournalReplay {
        try sink.sync()
        return try JournalReplay(of: path, with: setup.engine())
    }
}
