/// Normal hours by class and date, read from `hours.csv`, and the hours of special days derived from them.
struct SessionHours: Sendable {
    /// Things that share a timetable.
    enum Class: UInt8, CaseIterable {
        case stock, auctionStock, derivative, currency, commodity
    }

    private struct Timetable {
        let from: Day
        /// One session, in an array so that a day can hand it out as it is.
        let sessions: [Session]
    }

    /// By class, oldest first.
    private var timetables: [[Timetable]] = Array(repeating: [], count: Class.allCases.count)

    init(parsing text: String) throws(FactError) {
        let columns = ["from", "class", "phase", "start", "end", "source"]
        let table = try FactTable(text, file: "hours.csv", columns: columns)
        var spans: [Session.Span] = []
        for (index, row) in table.rows.enumerated() {
            let (from, owner) = try (row.day("from"), row.word("class", Self.classes))
            let (start, end) = try (row.time(row["start"]), row.time(row["end"]))
            spans.append(Session.Span(try row.word("phase", Self.phases), start, end))
            // The last row of its class and day completes the timetable.
            if index + 1 < table.rows.count, table.rows[index + 1]["from"] == row["from"],
                table.rows[index + 1]["class"] == row["class"]
            {
                continue
            }
            guard let session = Session(spans: spans) else {
                throw row.error("ends a timetable that overlaps or has no continuous phase; put its rows in order.")
            }
            let slot = Int(owner.rawValue)
            if let last = timetables[slot].last, last.from >= from {
                throw row.error("is not later than the \(row["class"]) timetable of \(last.from); sort by date.")
            }
            timetables[slot].append(Timetable(from: from, sessions: [session]))
            spans = []
        }
    }

    /// The sessions of a normal day; none for a class without hours.
    func normal(on day: Day, _ owner: Class) -> [Session] {
        let own = timetables[Int(owner.rawValue)]
        if let current = own.last(where: { $0.from <= day }) { return current.sessions }
        return owner == .auctionStock ? normal(on: day, .stock) : own.first?.sessions ?? []
    }

    /// The sessions of a day whose continuous trading in plain stocks has these times.
    ///
    /// What lies around it keeps its distance to a plain stock's open or close of that day's timetable: a Muhurat of
    /// 18:15 to 19:15 has a pre-open from 18:00 to 18:08. Post-close comes once, after the last session, for 10 minutes.
    /// That a closing auction and the longer derivatives hours keep theirs too is not confirmed: none was held yet.
    func special(on day: Day, _ owner: Class, times: [Range<TimeOfDay>]) -> [Session]? {
        guard let plain = normal(on: day, .stock).first, let base = normal(on: day, owner).first else { return [] }
        var sessions: [Session] = []
        for (index, time) in times.enumerated() {
            let early = Int(time.lowerBound.seconds - plain.continuousOpen.seconds)
            let late = Int(time.upperBound.seconds - plain.continuousClose.seconds)
            var spans: [Session.Span] = []
            for span in base.spans {
                var moved = span
                let isBefore = span.end <= base.continuousOpen
                moved.start = span.start.advanced(bySeconds: isBefore || span.phase == .continuous ? early : late)
                moved.end = span.end.advanced(bySeconds: isBefore ? early : late)
                if span.phase == .postClose {
                    if index + 1 < times.count { continue }
                    moved.end = min(moved.end, moved.start.advanced(bySeconds: 600))
                }
                spans.append(moved)
            }
            guard let session = Session(spans: spans), let first = session.spans.first?.start else { return nil }
            if let before = sessions.last?.spans.last?.end, before > first { return nil }
            sessions.append(session)
        }
        return sessions
    }

    private static let classes: KeyValuePairs<String, Class> = [
        "stock": .stock, "auction-stock": .auctionStock, "derivative": .derivative, "currency": .currency,
        "commodity": .commodity,
    ]

    private static let phases: KeyValuePairs<String, Session.Phase> = [
        "pre-open entry": .preOpenEntry, "pre-open limit-only": .preOpenLimitOnly,
        "pre-open matching": .preOpenMatching, "buffer": .buffer, "continuous": .continuous,
        "closing reference": .closingReference, "closing entry": .closingEntry,
        "closing limit-only": .closingLimitOnly, "closing matching": .closingMatching, "post-close": .postClose,
    ]
}
