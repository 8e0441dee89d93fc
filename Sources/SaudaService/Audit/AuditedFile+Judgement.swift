import SaudaCore
import SaudaStore

// What is damage and what is only said (docs/journal.md, Verifying).

extension AuditedFile {
    private static let restore = "Restore the file from a backup, and do not trade on it until then."

    mutating func add(_ weight: AuditFinding.Weight, _ what: String, _ nextStep: String) {
        findings.append(AuditFinding(weight, what, nextStep))
    }

    /// The file by itself.
    mutating func judgeReading(_ facts: JournalFacts, isLatest: Bool) {
        if let refusal = facts.refusal { return add(.damage, refusal.what, refusal.nextStep) }
        switch facts.ending {
        case .complete?: ending = .complete
        case .cut(let cut)?: judge(cut, isLatest: isLatest)
        case .corrupt(let sequence, let byte)?:
            ending = .corrupt
            let place = sequence == 0 ? "the header" : "record \(sequence) (the frame at byte \(byte))"
            add(.damage, "\(place) does not fit the chain: bit rot or tampering, no crash does that", Self.restore)
        case nil: break
        }
        if let fault = facts.headerFault {
            add(.damage, "the header makes no sense: \(fault)", "Read it with the sauda that wrote it, or restore it.")
        }
        if let found = facts.headerDay, found != facts.day {
            add(.damage, "its header is that of \(found)", "Give the file back its name, or restore it from a backup.")
        }
        if let (record, what) = facts.senseless {
            let way = "Read it with the sauda that wrote it, or restore the file from a backup."
            add(.damage, "record \(record) makes no sense: \(what)", way)
        }
        for tail in facts.tails {
            add(.remark, "\(tail) is the tail of an earlier crash", "Keep it; nothing in it had been carried out.")
        }
    }

    private mutating func judge(_ cut: JournalCut, isLatest: Bool) {
        ending = .cut
        let place = "after record \(cut.afterSequence)"
        guard isLatest else {
            return add(.damage, "it breaks off \(place), and a later day follows: the rest is gone", Self.restore)
        }
        switch cut.reason {
        case .unfinished:
            let what = "it ends inside a frame \(place): a crash, or a sauda that writes at this moment"
            add(.remark, what, "The next `sauda run` of that day puts the tail aside and goes on.")
        case .damaged:
            let what = "the last frame, \(place), is wrong in content: power failed, or the disk changed it"
            add(.remark, what, "Compare the broker's order book before any order, and check the disk (`dmesg`).")
        }
    }

    /// - Parameter before: The journal of the day before; nil for the first.
    mutating func judgeLink(_ facts: JournalFacts, after before: JournalFacts?) {
        guard let named = facts.previous else { return link = .unknown }
        guard let before else {
            link = named == .zero ? .first : .broken
            guard named != .zero else { return }
            return add(.damage, "it goes on from a journal that is not here", "Bring the days before it back.")
        }
        guard named != .zero else {
            link = .notLinked
            let what = "its header does not name the day before, \(before.day)"
            return add(.remark, what, "Live days of this version begin like that; for a paper day, ask who made it.")
        }
        if named == before.chain {
            link = .linked
        } else if before.ending == .complete {
            link = .broken
            let what = "it does not go on from \(before.day): one of the two is not the file that was written"
            add(.damage, what, Self.restore)
        } else {
            link = .unknown
            add(.remark, "whether it goes on from \(before.day) cannot be told", "Restore \(before.day) first.")
        }
    }

    mutating func judgeBooks(_ facts: JournalFacts, _ books: JournalAudit.Books, isLatest: Bool) {
        guard case .days(let booked) = books else {
            self.books = if case .absent = books { .absent } else { .unknown }
            return
        }
        let again = "Run the day again with `sauda run --day \(facts.day)`: it places nothing twice."
        guard booked.contains(where: { $0.day == facts.day }) else {
            self.books = .absent
            let first = isLatest ? "A sauda that runs books it when it stops. Else: " : ""
            return add(.remark, "the books do not have this day", first + again)
        }
        switch facts.bookedAfter {
        case facts.records?: self.books = .same
        case let record?:
            self.books = .behind
            let what = "the books were made of its first \(record) records of \(facts.records)"
            add(isLatest ? .remark : .damage, what, again)
        case nil:
            guard facts.refusal == nil, ending != .corrupt else { return self.books = .unknown }
            self.books = .other
            let what = "the books were made of other content: a journal that was longer, or another one"
            add(.damage, what, "Restore the file from a backup; or compare with the broker, and play the day again.")
        }
    }
}
