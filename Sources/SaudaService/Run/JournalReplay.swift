package import SaudaCore
import SaudaStore

/// Plays a journal's events through an engine and compares what it wants with what the journal says it wanted.
package struct JournalReplay: Sendable {
    package private(set) var events = 0
    package private(set) var commands = 0
    /// The first record whose command came out differently; nil when all are equal, byte for byte.
    package private(set) var difference: Difference?

    package struct Difference: Sendable {
        /// The sequence of the event after which the commands differ.
        package var event: UInt64
        package var text: String
    }

    /// - Parameter engine: set up as it was when the journal was written.
    /// - Throws: `JournalError` when the journal cannot be read or is corrupt, `ByteError` when a record is.
    package init(of path: String, with engine: Engine) throws {
        var engine = engine
        var reader = try JournalReader(path: path)
        var expected: [[UInt8]] = []
        var wanted: [Command] = []
        var cause: UInt64 = 0
        while let record = try reader.next() {
            switch JournalRecordKind(rawValue: record.kind) {
            case .event:
                guard check(wanted, against: expected, after: cause) else { return }
                events += 1
                cause = record.sequence
                expected.removeAll(keepingCapacity: true)
                wanted.removeAll(keepingCapacity: true)
                guard case .event(let event) = try JournalEntry(record) else { continue }
                engine.handle(event, into: &wanted)
            case .command, nil:
                expected.append(Array(record.payload))
            }
        }
        if case .corrupt(let sequence, _)? = reader.ending {
            throw JournalError(
                path: path,
                what: "record \(sequence) does not fit the chain",
                nextStep: "The file was changed or damaged; do not trade on it, and look at the broker's order book."
            )
        }
        // A crash can cut a journal between an event and its commands; they were not handed out then.
        if case .cut? = reader.ending, expected.count < wanted.count {
            wanted.removeLast(wanted.count - expected.count)
        }
        _ = check(wanted, against: expected, after: cause)
    }

    private mutating func check(_ wanted: [Command], against expected: [[UInt8]], after cause: UInt64) -> Bool {
        commands += wanted.count
        for (index, command) in wanted.enumerated() {
            var writer = ByteWriter()
            command.encode(into: &writer)
            guard index < expected.count else {
                difference = Difference(event: cause, text: "the journal has no command \(index + 1), now \(command)")
                return false
            }
            guard writer.bytes == expected[index] else {
                difference = Difference(event: cause, text: "command \(index + 1) differs: now \(command)")
                return false
            }
        }
        guard expected.count <= wanted.count else {
            difference = Difference(event: cause, text: "\(expected.count) commands then, \(wanted.count) now")
            return false
        }
        return true
    }
}
