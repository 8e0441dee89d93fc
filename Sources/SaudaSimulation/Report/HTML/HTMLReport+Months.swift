import SaudaCore

/// The heat map of months, a table that reads without colours too.
extension HTMLReport {
    private static let names = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    var months: String {
        let months = CurveSeries.monthlyReturns(of: result.equity)
        let years = CurveSeries.yearlyReturns(of: result.equity)
        guard !months.isEmpty else { return section("months", "Months", "<p class=note>No day was played.</p>") }
        // The colour is full at the ninth tenth, so that one wild month does not pale the others.
        let sizes = months.compactMap { $0.ratio?.magnitude }.sorted()
        let full = max(sizes.isEmpty ? 0 : sizes[(sizes.count - 1) * 9 / 10], 0.001)
        let byMonth = Dictionary(months.map { ($0.year * 12 + ($0.month ?? 1) - 1, $0.ratio) }) { $1 }
        let rows = years.map { year in
            let cells = (0..<12).map { cell(byMonth[year.year * 12 + $0] ?? nil, Self.names[$0], full) }
            let total = "<td class=\"year \(Self.tone(year.ratio))\" data-name=Year>\(text(year.ratio))</td>"
            return "<tr><th scope=row>\(year.year)</th>\(cells.joined())\(total)</tr>"
        }
        let head = (Self.names + ["Year"]).map { "<th scope=col>\($0)</th>" }.joined()
        return section(
            "months",
            "Months",
            "<table class=months><thead><tr><th scope=col><span class=hidden>Year</span></th>\(head)</tr></thead>"
                + "<tbody>\(rows.joined())</tbody></table>",
            note:
                "Return of each calendar month in per cent, from the last close before it. The first and the last month "
                + "may be partial."
        )
    }

    private func cell(_ ratio: Double?, _ name: String, _ full: Double) -> String {
        guard let ratio else { return "<td data-name=\(name) class=none></td>" }
        let share = Int((min(1, ratio.magnitude / full) * 100).rounded())
        return "<td data-name=\(name) class=\"\(Self.tone(ratio))\" style=\"--heat:\(share)%\">\(text(ratio))</td>"
    }

    /// One place: `−12.3`.
    private func text(_ ratio: Double?) -> String {
        guard let ratio, ratio.isFinite, ratio.magnitude < 1e6 else { return "" }
        let tenths = Int((ratio * 1000).rounded())
        return
            "\(tenths < 0 ? "\u{2212}" : "")\(Figures.grouped(UInt64(tenths.magnitude / 10))).\(tenths.magnitude % 10)"
    }
}
