import SaudaTestKit

extension ScoreReport: Encodable {
    private enum Keys: String, CodingKey {
        case broker, passed, failed, sockets, seconds, groups, cards
        case notApplicable = "not_applicable"
    }

    private struct Tally: Encodable {
        var group: String
        var passed: Int
        var failed: Int
        var notApplicable: Int

        enum CodingKeys: String, CodingKey {
            case group, passed, failed
            case notApplicable = "not_applicable"
        }
    }

    private struct Entry: Encodable {
        var id: String
        var group: String
        /// passed, failed or not-applicable.
        var result: String
        /// What was seen instead, or why it does not apply.
        var text: String?
        var shows: String
        var why: String
        var fix: String
        var source: String
        var section: String?

        init(_ row: ScoreCard.Row) {
            let entry = CardEntry(row.card)
            id = entry.id
            group = entry.group
            (shows, why, fix, source) = (entry.shows, entry.why, entry.fix, entry.source)
            section = row.section
            switch row.result {
            case .passed: result = "passed"
            case .failed(let seen): (result, text) = ("failed", seen)
            case .notApplicable(let why): (result, text) = ("not-applicable", why)
            }
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        let count = score.count()
        try container.encode(score.broker, forKey: .broker)
        try container.encode(count.passed, forKey: .passed)
        try container.encode(count.failed, forKey: .failed)
        try container.encode(count.notApplicable, forKey: .notApplicable)
        try container.encode(!isOffline, forKey: .sockets)
        try container.encode(seconds, forKey: .seconds)
        let groups = CardGroup.allCases.filter { score.count($0).all > 0 }.map { group in
            let count = score.count(group)
            return Tally(
                group: group.rawValue,
                passed: count.passed,
                failed: count.failed,
                notApplicable: count.notApplicable
            )
        }
        try container.encode(groups, forKey: .groups)
        try container.encode(score.rows.map(Entry.init), forKey: .cards)
    }
}
