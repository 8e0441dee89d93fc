/// The departures from Monday to Friday of one group of segments.
struct CalendarList: Sendable {
    /// Segments that keep the same days. NSE and BSE have done so since 2018.
    enum Group: UInt8, CaseIterable {
        case equity, derivatives, currency, commodity

        init(_ segment: Segment) {
            self =
                switch segment {
                case .nseEquity, .bseEquity, .nseIndex, .bseIndex: .equity
                case .nseDerivatives, .bseDerivatives: .derivatives
                case .nseCurrency, .bseCurrency: .currency
                case .mcxCommodity: .commodity
                }
        }
    }

    private(set) var coverage: ClosedRange<Day>?
    private(set) var holidays: Set<Day> = []
    private(set) var fullDays: Set<Day> = []
    /// Sessions by `SessionHours.Class`, of days with hours of their own.
    private(set) var special: [Day: [[Session]]] = [:]
    /// Names of announced sessions whose times are not known.
    private(set) var withoutHours: [Day: String] = [:]
    /// What holidays, full days and special sessions are called.
    private(set) var names: [Day: String] = [:]
    /// Days without settlement.
    private(set) var unsettled: Set<Day> = []

    func isTradingDay(_ day: Day) -> Bool {
        if holidays.contains(day) || day.weekday.isWeekend { return fullDays.contains(day) || special[day] != nil }
        return withoutHours[day] == nil
    }
}

extension SessionHours.Class {
    init(_ segment: Segment, hasDerivatives: Bool) {
        self =
            switch CalendarList.Group(segment) {
            case .equity: hasDerivatives ? .auctionStock : .stock
            case .derivatives: .derivative
            case .currency: .currency
            case .commodity: .commodity
            }
    }
}

// MARK: - Reading

extension CalendarList {
    private enum Kind {
        case first, last, holiday, fullDay, session, noSettlement
    }

    /// Reads `calendar.csv` into a list per group.
    static func parse(_ text: String, hours: SessionHours) throws(FactError) -> [CalendarList] {
        let columns = ["day", "kind", "segments", "times", "name", "source"]
        let table = try FactTable(text, file: "calendar.csv", columns: columns)
        var lists = Array(repeating: CalendarList(), count: Group.allCases.count)
        var (firsts, lasts): ([Group: Day], [Group: Day]) = ([:], [:])
        var seen: Set<String> = []
        for row in table.rows {
            let day = try row.day("day")
            let kind = try row.word("kind", kinds)
            let times = try kind == .session ? row.times("times") : nil
            if kind != .session, !row["times"].isEmpty {
                throw row.error("gives times to a \(row["kind"]) row; only session rows have them.")
            }
            for group in try row.groups("segments") {
                guard seen.insert("\(day) \(kind) \(group)").inserted else {
                    throw row.error("repeats \(day) \(row["kind"]) for \(group); remove one of the rows.")
                }
                let slot = Int(group.rawValue)
                if kind == .session || lists[slot].names[day] == nil, [.holiday, .fullDay, .session].contains(kind) {
                    lists[slot].names[day] = row["name"]
                }
                switch kind {
                case .first: firsts[group] = day
                case .last: lasts[group] = day
                case .holiday: lists[slot].holidays.insert(day)
                case .fullDay: lists[slot].fullDays.insert(day)
                case .noSettlement: lists[slot].unsettled.insert(day)
                case .session:
                    guard let times else {
                        lists[slot].withoutHours[day] = row["name"]
                        continue
                    }
                    lists[slot].special[day] = try SessionHours.Class.allCases.map { owner throws(FactError) in
                        guard let sessions = hours.special(on: day, owner, times: times) else {
                            throw row.error("leaves no room for the phases of a \(owner); check the times.")
                        }
                        return sessions
                    }
                }
            }
        }
        for group in Group.allCases {
            try lists[Int(group.rawValue)].cover(firsts[group], lasts[group], group, table)
        }
        return lists
    }

    /// Sets the span, which every listed day has to lie in.
    private mutating func cover(_ first: Day?, _ last: Day?, _ group: Group, _ table: FactTable) throws(FactError) {
        var rows: [FactTable.Row] = []
        for row in table.rows where try row.groups("segments").contains(group) { rows.append(row) }
        if rows.isEmpty { return }
        guard let first, let last, first <= last else {
            throw FactError(file: table.file, problem: "\(group) needs one row 'first' and a later row 'last'.")
        }
        coverage = first...last
        for row in rows where !(first...last).contains(try row.day("day")) {
            throw row.error("lies outside \(first) to \(last); move the row 'first' or 'last'.")
        }
    }

    private static let kinds: KeyValuePairs<String, Kind> = [
        "first": .first, "last": .last, "holiday": .holiday, "full-day": .fullDay, "session": .session,
        "no-settlement": .noSettlement,
    ]
}

extension FactTable.Row {
    fileprivate func groups(_ column: String) throws(FactError) -> [CalendarList.Group] {
        let names = self[column].split(separator: " ")
        let groups = names.compactMap { name in CalendarList.Group.allCases.first { "\($0)" == name } }
        guard !groups.isEmpty, groups.count == names.count else {
            let known = CalendarList.Group.allCases.map { "\($0)" }.joined(separator: ", ")
            throw error("unknown segments '\(self[column])'. Known: \(known), with spaces between.")
        }
        return groups
    }

    /// Nil for `unknown`.
    fileprivate func times(_ column: String) throws(FactError) -> [Range<TimeOfDay>]? {
        if self[column] == "unknown" { return nil }
        var times: [Range<TimeOfDay>] = []
        for part in self[column].split(separator: " ") {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false)
            guard ends.count == 2 else { throw error("'\(part)' is not a span of time; write HH:MM-HH:MM.") }
            let (start, end) = try (time(String(ends[0])), time(String(ends[1])))
            guard start < end, times.last.map({ $0.upperBound <= start }) ?? true else {
                throw error("'\(self[column])' does not run forward; put the spans in order.")
            }
            times.append(start..<end)
        }
        if times.isEmpty { throw error("a session needs times; write HH:MM-HH:MM, or unknown.") }
        return times
    }
}
