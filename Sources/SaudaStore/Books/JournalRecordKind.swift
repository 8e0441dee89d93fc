package import SaudaCore

/// What a record of a day's journal holds. The numbers stand in files for good.
package enum JournalRecordKind: UInt8, CaseIterable, Sendable {
    /// The bytes of an `Event`; its cause is 0.
    case event = 1
    /// The bytes of a `Command`; its cause is the sequence of the event that the engine answered with it.
    case command = 2
}

/// A record of a day's journal, read.
package enum JournalEntry: Hashable, Sendable {
    case event(Event)
    case command(Command)

    /// Throws when the kind is not known or the payload is not exactly one value of it.
    package init(_ record: JournalRecord) throws(ByteError) {
        guard let kind = JournalRecordKind(rawValue: record.kind) else {
            throw ByteError(.newerVersion, offset: 0, what: "a record is of kind \(record.kind)")
        }
        var reader = ByteReader(record.payload)
        self =
            switch kind {
            case .event: .event(try Event(decoding: &reader))
            case .command: .command(try Command(decoding: &reader))
            }
        try reader.finish()
    }
}
