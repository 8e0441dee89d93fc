import SaudaCore
import SaudaStore

/// Whether the journals of a home are whole, join each other, and are what the books were made of.
///
/// The chain shows what was changed under a digest that is kept elsewhere: the next day's header and the books keep it.
/// Who writes all three anew is not found out (docs/journal.md).
package struct JournalAudit: Sendable {
    /// By day: the journals, and days of the books whose journal is gone.
    package private(set) var days: [AuditedFile] = []
    /// The flags of the schedule, by day.
    package private(set) var tasks: [AuditedFile] = []
    /// Of the home as a whole.
    package private(set) var findings: [AuditFinding] = []

    /// The books as they were found.
    enum Books: Sendable {
        case absent
        case days([BookedDay])
        case unreadable(String)
    }

    /// - Parameters:
    ///   - journals: By day.
    ///   - tasks: By day.
    init(journals: [JournalFacts], tasks: [JournalFacts], books: Books, others: [String] = []) {
        for (index, facts) in journals.enumerated() {
            var line = Self.line(facts, isLatest: index == journals.count - 1)
            line.judgeLink(facts, after: index == 0 ? nil : journals[index - 1])
            line.judgeBooks(facts, books, isLatest: index == journals.count - 1)
            days.append(line)
        }
        for (index, facts) in tasks.enumerated() {
            self.tasks.append(Self.line(facts, isLatest: index == tasks.count - 1))
        }
        switch books {
        case .absent:
            if !journals.isEmpty {
                findings.append(AuditFinding(.remark, "there are no books", "The next `sauda run` makes them anew."))
            }
        case .unreadable(let what):
            let way = "Move books.sqlite aside with its -wal and -shm: the journals hold all that was in it."
            findings.append(AuditFinding(.damage, "the books cannot be read: \(what)", way))
        case .days(let booked):
            let known = Set(journals.map(\.day))
            days += booked.filter { !known.contains($0.day) }.map { Self.gone($0.day) }
            days.sort { $0.day < $1.day }
        }
        for name in others {
            findings.append(AuditFinding(.remark, "\(name) is no day's journal", "It was not looked at."))
        }
    }

    package var isSound: Bool { count(.damage) == 0 }

    package func count(_ weight: AuditFinding.Weight) -> Int {
        ((days + tasks).flatMap(\.findings) + findings).count { $0.weight == weight }
    }

    private static func gone(_ day: Day) -> AuditedFile {
        let what = "the books have this day, and its journal is gone"
        return AuditedFile(
            file: "journal/\(day).journal",
            day: "\(day)",
            records: 0,
            ending: .missing,
            link: .unknown,
            books: .unknown,
            findings: [AuditFinding(.damage, what, "Bring the file back from a backup.")]
        )
    }

    private static func line(_ facts: JournalFacts, isLatest: Bool) -> AuditedFile {
        var line = AuditedFile(
            file: facts.file,
            day: "\(facts.day)",
            records: facts.records,
            ending: .unreadable,
            link: .none,
            books: .none
        )
        line.judgeReading(facts, isLatest: isLatest)
        return line
    }
}

extension JournalAudit: Encodable {
    private enum CodingKeys: String, CodingKey {
        case days, tasks, findings, damage, remarks, sound
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(days, forKey: .days)
        try fields.encode(tasks, forKey: .tasks)
        try fields.encode(findings, forKey: .findings)
        try fields.encode(count(.damage), forKey: .damage)
        try fields.encode(count(.remark), forKey: .remarks)
        try fields.encode(isSound, forKey: .sound)
    }
}
