import Glibc
package import SaudaCore
import SaudaStore

/// The flags on the disk: a journal for each day, `HOME/tasks/YYYY-MM-DD.journal`.
///
/// Apart from the day's own journal, which begins only once the day's instruments are known: the token is looked at
/// before. Whoever writes holds the home's lock.
package struct TaskLog: ~Copyable {
    package static let folder = "tasks"
    static let recordKind: UInt8 = 1

    /// Of the latest day that has a log; nil for a home without any.
    package private(set) var flags: DayFlags?
    /// What a crash had left behind, for people.
    package private(set) var recovery: String?
    private let home: String
    private var writer: JournalWriter?

    /// Reads the latest day and goes on with it.
    ///
    /// - Throws: `JournalError` for a log that is damaged or does not make sense; it is left as it is.
    package init(home: String) throws {
        self.home = home
        try Folders.make("\(home)/\(Self.folder)")
        if let day = Folders.journals(in: home, folder: Self.folder).last { try open(day) }
    }

    /// Records events, on the disk when it returns.
    package mutating func append(_ events: [TaskEvent]) throws {
        for event in events {
            if event.day != flags?.day {
                try writer?.commit(sync: true)
                try open(event.day)
            }
            guard flags?.apply(event) == true else { throw Self.senseless(path(event.day), 0) }
            try writer?.append(kind: Self.recordKind, payload: event.bytes)
        }
        try writer?.commit(sync: true)
    }

    /// The flags of a day without writing anything; nil without a log of it.
    package static func flags(of day: Day, in home: String) throws -> DayFlags? {
        guard Folders.exists("\(home)/\(folder)/\(day).journal") else { return nil }
        var flags = DayFlags(day)
        try read(day, in: home) { record, path throws(JournalError) in try take(record, into: &flags, path) }
        return flags
    }

    /// What came to pass with the lines of a day, in order, with the reasons that flags do not keep.
    package static func events(of day: Day, in home: String) throws -> [TaskEvent] {
        guard Folders.exists("\(home)/\(folder)/\(day).journal") else { return [] }
        var events: [TaskEvent] = []
        try read(day, in: home) { record, path throws(JournalError) in
            guard let event = try? TaskEvent(decoding: record.payload) else { throw senseless(path, record.sequence) }
            events.append(event)
        }
        return events
    }

    private static func read(
        _ day: Day,
        in home: String,
        take: (JournalRecord, String) throws(JournalError) -> Void
    ) throws(JournalError) {
        let path = "\(home)/\(folder)/\(day).journal"
        var reader = try JournalReader(path: path)
        while let record = try reader.next() { try take(record, path) }
        if case .corrupt(let sequence, _)? = reader.ending { throw senseless(path, sequence) }
    }

    private func path(_ day: Day) -> String { "\(home)/\(Self.folder)/\(day).journal" }

    private mutating func open(_ day: Day) throws {
        let path = path(day)
        let header = JournalHeader(payload: Array("tasks 1 \(day)".utf8))
        var read = DayFlags(day)
        if Folders.exists(path) {
            let opened = try JournalWriter(continuing: path, header: header) { (record) throws(JournalError) in
                try Self.take(record, into: &read, path)
            }
            recovery = opened.recovery.map { "\($0)" }
            writer = consume opened
        } else {
            writer = try JournalWriter(creating: path, header: header)
        }
        flags = read
    }

    private static func take(_ record: JournalRecord, into flags: inout DayFlags, _ path: String) throws(JournalError) {
        guard record.kind == recordKind, let event = try? TaskEvent(decoding: record.payload), flags.apply(event)
        else { throw senseless(path, record.sequence) }
    }

    private static func senseless(_ path: String, _ sequence: UInt64) -> JournalError {
        JournalError(
            path: path,
            what: sequence == 0
                ? "a task event does not follow on those before it"
                : "record \(sequence) is damaged, of a newer sauda, or does not follow on those before it",
            nextStep:
                "Restore the file from a backup, or use the sauda that wrote it. Without the file the day's tasks "
                + "count as not done: compare the broker's order book before you move it aside."
        )
    }
}
