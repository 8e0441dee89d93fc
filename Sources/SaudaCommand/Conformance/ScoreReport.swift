import SaudaTestKit

/// A score card with how it was come by.
struct ScoreReport {
    let score: ScoreCard
    let isOffline: Bool
    let seconds: Int64

    init(_ score: ScoreCard, isOffline: Bool, seconds: Int64) {
        self.score = score
        self.isOffline = isOffline
        self.seconds = seconds
    }

    /// One sentence.
    var summary: String {
        let count = score.count()
        let applying = count.all - count.notApplicable
        let how = isOffline ? "without sockets" : "without a wire and over TLS"
        let rest =
            count.notApplicable == 0
            ? "" : ", \(count.notApplicable) \(count.notApplicable == 1 ? "does" : "do") not apply"
        return "\(score.broker): \(count.passed) of \(applying) cards pass\(rest); \(how), \(seconds) s."
    }

    /// Where it is asked for, for people.
    static func place(_ row: ScoreCard.Row) -> String {
        row.card.source + (row.section.map { "; section \($0) of the broker's protocol" } ?? "")
    }

    func text(_ ink: Ink) -> String {
        var table = ColumnTable(["card", "result", "shows"])
        for row in score.rows {
            switch row.result {
            case .passed: table.add([row.card.id, "pass", row.card.shows])
            case .failed: table.add([row.card.id, "FAIL", row.card.shows], tone: .bad)
            case .notApplicable: table.add([row.card.id, "n/a", row.card.shows], tone: .dim)
            }
        }
        var lines = table.lines(ink)
        for row in score.rows {
            if case .notApplicable(let why) = row.result { lines.append("\(row.card.id) does not apply: \(why)") }
        }
        for row in score.failed {
            guard case .failed(let seen) = row.result else { continue }
            lines += [
                "", ink.bad("\(row.card.id) failed: \(row.card.shows)"), "  seen:  \(seen.shown)",
                "  why:   \(row.card.why)", "  fix:   \(row.card.fix)", "  where: \(Self.place(row))",
            ]
        }
        lines += ["", score.failed.isEmpty ? ink.good(summary) : ink.bad(summary)]
        return lines.joined(separator: "\n")
    }
}
