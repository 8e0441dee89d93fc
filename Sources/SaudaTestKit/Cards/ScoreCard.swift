/// What came of a broker's cards.
public struct ScoreCard: Hashable, Sendable {
    public struct Row: Hashable, Sendable {
        public var card: Card
        public var result: CardResult
        /// Where the broker's own documents say it; nil where nobody noted it.
        public var section: String?

        public init(_ card: Card, _ result: CardResult, section: String?) {
            self.card = card
            self.result = result
            self.section = section
        }
    }

    public struct Count: Hashable, Sendable {
        public var passed = 0
        public var failed = 0
        /// The broker has no such thing, and its traits say so.
        public var notApplicable = 0

        public var all: Int { passed + failed + notApplicable }
    }

    /// The broker's id in config.yaml.
    public var broker: String
    /// By group and number.
    public private(set) var rows: [Row]

    public init(_ broker: String, _ rows: [Row]) {
        self.broker = broker
        self.rows = rows.sorted { Card.isShownBefore($0.card, $1.card) }
    }

    public var failed: [Row] { rows.filter { if case .failed = $0.result { true } else { false } } }

    /// - Parameter group: nil for all of them.
    public func count(_ group: CardGroup? = nil) -> Count {
        var count = Count()
        for row in rows where group == nil || row.card.group == group {
            switch row.result {
            case .passed: count.passed += 1
            case .failed: count.failed += 1
            case .notApplicable: count.notApplicable += 1
            }
        }
        return count
    }
}

extension ScoreCard {
    /// As a page of the documents, without anything that differs from run to run.
    public var markdown: String {
        var lines = [
            "# Score card of \(broker)", "",
            "Made by `sauda conformance \(broker) --offline --format markdown`; a test keeps it true. Why each card matters and",
            "what to fix stands in [cards.md](../cards.md); the last column is the section of the broker's protocol notes.",
            "",
            "| group | cards | pass | fail | do not apply |", "|---|---|---|---|---|",
        ]
        for group in CardGroup.allCases where count(group).all > 0 {
            lines.append(Self.line(group.rawValue, count(group)))
        }
        lines += [Self.line("all", count()), "", "| card | result | shows | section |", "|---|---|---|---|"]
        lines += rows.map { row in
            "| \(row.card.id) | \(row.result.text) | \(row.card.shows) | \(row.section ?? "-") |"
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ name: String, _ count: Count) -> String {
        "| \(name) | \(count.all) | \(count.passed) | \(count.failed) | \(count.notApplicable) |"
    }
}

extension CardResult {
    /// For people.
    public var text: String {
        switch self {
        case .passed: "pass"
        case .failed(let seen): "fail: \(seen)"
        case .notApplicable(let why): "does not apply: \(why)"
        }
    }
}
