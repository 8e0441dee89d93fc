import SaudaTestKit

/// A score card as one page that needs nothing else: no script, no font, no address.
struct ScorePage {
    private let report: ScoreReport

    init(_ report: ScoreReport) { self.report = report }

    var html: String {
        let score = report.score
        let title = "Score card of \(Self.escaped(score.broker))"
        var parts = [
            "<!doctype html>", "<html lang=\"en\"><head><meta charset=\"utf-8\">",
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            "<title>\(title)</title>", "<style>\(Self.style)</style></head><body>",
            "<header><p class=\"kicker\">sauda conformance</p><h1>\(title)</h1>",
            "<p class=\"lead\">\(Self.escaped(report.summary))</p></header>", tiles, "<main>",
        ]
        if !score.failed.isEmpty {
            parts.append("<section><h2>What to fix</h2>\(score.failed.map(failure).joined())</section>")
        }
        parts += CardGroup.allCases.filter { score.count($0).all > 0 }.map(section)
        parts.append("</main></body></html>")
        return parts.joined(separator: "\n")
    }

    private var tiles: String {
        let tiles = CardGroup.allCases.filter { report.score.count($0).all > 0 }.map { group in
            let count = report.score.count(group)
            let rest =
                if count.failed > 0 { "\(count.failed) failed" } else if count.notApplicable > 0 {
                    "\(count.notApplicable) n/a"
                } else { "all pass" }
            return "<div class=\"tile\"><dt><a href=\"#\(group.rawValue)\">\(group.rawValue)</a></dt>"
                + "<dd class=\"big \(count.failed > 0 ? "loss" : "gain")\">\(count.passed)"
                + "<small> of \(count.all - count.notApplicable)</small></dd><dd class=\"quiet\">\(rest)</dd></div>"
        }
        return "<dl class=\"tiles\">\(tiles.joined())</dl>"
    }

    private func failure(_ row: ScoreCard.Row) -> String {
        guard case .failed(let seen) = row.result else { return "" }
        let lines = [
            ("seen instead", seen), ("why it matters", row.card.why), ("what to fix", row.card.fix),
            ("asked for by", ScoreReport.place(row)),
        ]
        return "<article><h3>\(Self.escaped("\(row.card.id): \(row.card.shows)"))</h3><dl>"
            + lines.map { "<dt>\($0)</dt><dd>\(Self.escaped($1))</dd>" }.joined() + "</dl></article>"
    }

    private func section(_ group: CardGroup) -> String {
        let rows = report.score.rows.filter { $0.card.group == group }.map(line).joined(separator: "\n")
        return """
            <section id="\(group.rawValue)"><h2>\(group.rawValue)</h2><table>
            <thead><tr><th>card</th><th>result</th><th>shows</th><th class="wide">section</th></tr></thead>
            <tbody>\(rows)</tbody></table></section>
            """
    }

    private func line(_ row: ScoreCard.Row) -> String {
        let (tone, word, note): (String, String, String) =
            switch row.result {
            case .passed: ("gain", "pass", "")
            case .failed: ("loss", "fail", "")
            case .notApplicable(let why): ("quiet", "n/a", "<p class=\"quiet\">\(Self.escaped(why))</p>")
            }
        return "<tr><td class=\"id\">\(Self.escaped(row.card.id))</td><td class=\"\(tone)\">\(word)</td>"
            + "<td>\(Self.escaped(row.card.shows))\(note)</td>"
            + "<td class=\"wide quiet\">\(Self.escaped(row.section ?? ""))</td></tr>"
    }

    private static func escaped(_ text: String) -> String {
        text.shown.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
