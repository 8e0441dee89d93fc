import SaudaCore
import SaudaSimulation
import SaudaStore

/// Keeps a day in its journal while it is played: the event, then what the engine answered, before any of it is
/// carried out. Order commands are synced to disk first.
///
/// A day that was begun before is played again from its start: what the journal holds is compared, byte for byte, and
/// writing goes on where it ends. So nothing is placed twice, and other data or settings are noticed at once.
final class JournalSink: Recorder {
    private var writer: JournalWriter
    /// What the journal held when it was opened.
    private let kept: [JournalRecord]
    /// Later days rest on this one: nothing may be added.
    let isSealed: Bool
    private var position = 0
    private var bytes = ByteWriter()
    private let observer: (Event, [Command], _ isNew: Bool) -> Void

    private(set) var ticks = 0
    /// What the ticks take on disk, without their share of the frames (56 bytes each, for many records).
    private(set) var tickBytes = 0

    init(
        _ writer: consuming JournalWriter,
        kept: [JournalRecord],
        isSealed: Bool = false,
        observer: @escaping (Event, [Command], _ isNew: Bool) -> Void
    ) {
        self.writer = writer
        self.kept = kept
        self.isSealed = isSealed
        self.observer = observer
    }

    /// Whether everything the journal held has been played again.
    var isCaughtUp: Bool { position >= kept.count }
    var records: UInt64 { writer.lastSequence }

    func record(_ event: Event, _ commands: [Command]) throws {
        let isNew = isCaughtUp
        bytes.removeAll(keepingCapacity: true)
        event.encode(into: &bytes)
        if case .tick = event.kind {
            ticks += 1
            // Kind, cause and length are a byte each.
            tickBytes += bytes.bytes.count + 3
        }
        let cause = try keep(.event, cause: 0)
        var hasIntent = false
        for command in commands {
            bytes.removeAll(keepingCapacity: true)
            command.encode(into: &bytes)
            let wasKept = !isCaughtUp
            _ = try keep(.command, cause: cause)
            if command.isIntent, !wasKept { hasIntent = true }
        }
        if hasIntent { try writer.commit(sync: true) }
        observer(event, commands, isNew)
    }

    /// The kept record that comes next, when it is an event that no market and no clock brings about.
    var nextIntervention: Event? {
        guard position < kept.count, case .event(let event)? = try? JournalEntry(kept[position]) else { return nil }
        switch event.kind {
        case .job, .control, .dayEnded: return event
        default: return nil
        }
    }

    /// Writes what has gathered to the disk.
    func sync() throws { try writer.commit(sync: true) }

    /// Compares the bytes at hand with the journal's next record, or appends them; returns the record's sequence.
    private func keep(_ kind: JournalRecordKind, cause: UInt64) throws -> UInt64 {
        guard position < kept.count else {
            guard !isSealed else {
                throw JournalError(
                    path: writer.path,
                    what: "the day stopped here, and later days were played since",
                    nextStep: "It stays as it is; go on with the latest day."
                )
            }
            return try writer.append(kind: kind.rawValue, cause: cause, payload: bytes.bytes)
        }
        let record = kept[position]
        guard record.kind == kind.rawValue, record.cause == cause, record.payload.elementsEqual(bytes.bytes) else {
            throw JournalError(
                path: writer.path,
                what: "record \(record.sequence) differs from what happens now",
                nextStep: "The day was begun with other prices or another sauda. Give back what it was begun with, "
                    + "or play the day in a new home."
            )
        }
        position += 1
        return record.sequence
    }
}
