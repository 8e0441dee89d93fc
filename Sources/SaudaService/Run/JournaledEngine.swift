package import SaudaCore
package import SaudaStore

/// A day's engine and its journal: an event is handled and written with what it makes the engine want, and what leaves
/// the process is on the disk before anybody hears of it.
///
/// After the first error of the disk nothing is accepted any more.
package final class JournaledEngine {
    package private(set) var engine: Engine
    /// What the journal held, when the day was begun before; to be dropped when it is taken up.
    package var restart: LiveRestart?
    /// What a crash cut off.
    package let recovery: JournalRecovery?
    /// Of the last event.
    package private(set) var lastTime = Timestamp(microseconds: .min)
    private let sink: JournalSink

    /// Begins the journal, or goes on where it ends: the engine then is where it was.
    ///
    /// - Parameters:
    ///   - engine: before the day's first event.
    ///   - observer: told of every event and what the engine answered.
    /// - Throws: `JournalError`; when the engine now wants something else than it wanted then, too.
    package init(
        _ engine: Engine,
        header: JournalHeader,
        at path: String,
        observer: @escaping (Event, [Command], _ isNew: Bool) -> Void = { _, _, _ in }
    ) throws {
        var kept: [JournalRecord] = []
        var writer: JournalWriter
        if Folders.exists(path) {
            writer = try JournalWriter(continuing: path, header: header) { kept.append($0) }
        } else {
            writer = try JournalWriter(creating: path, header: header)
        }
        recovery = writer.recovery
        if kept.isEmpty {
            self.engine = engine
        } else {
            let begun = try LiveRestart(kept, of: path, with: engine)
            self.engine = begun.engine
            lastTime = begun.lastTime ?? lastTime
            restart = begun
            var bytes = ByteWriter()
            for command in begun.unwritten {
                bytes.removeAll(keepingCapacity: true)
                command.encode(into: &bytes)
                let kind = JournalRecordKind.command.rawValue
                try writer.append(kind: kind, cause: begun.lastEvent, payload: bytes.bytes)
            }
            try writer.commit(sync: true)
        }
        sink = JournalSink(writer, kept: [], observer: observer)
    }

    package var ticks: Int { sink.ticks }
    package var tickBytes: Int { sink.tickBytes }
    package var records: UInt64 { sink.records }

    /// Handles an event.
    ///
    /// - Parameter time: of the clock; a clock that was put back stands still for the engine.
    /// - Returns: what is to be carried out now.
    package func post(_ kind: Event.Kind, at time: Timestamp) throws -> [Command] {
        lastTime = max(time, lastTime)
        let event = Event(lastTime, kind)
        var commands: [Command] = []
        engine.handle(event, into: &commands)
        try sink.record(event, commands)
        return commands
    }

    /// Writes what has gathered to the disk.
    package func sync() throws { try sink.sync() }
}
