import SaudaCore
import SaudaService

/// What `sauda backtest --mode` prints for a study: each instrument, the sums, and the positions of the last ones.
struct StudyReport: Encodable {
    let run: StudyRun
    let title: String

    private enum CodingKeys: String, CodingKey {
        case mode, summary, title, from, to, capital, validated, total, instruments
    }

    func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        try row.encode(run.study.name, forKey: .mode)
        try row.encode(run.study.summary, forKey: .summary)
        try row.encode(title, forKey: .title)
        try row.encode("\(run.terms.from)", forKey: .from)
        try row.encode("\(run.terms.to)", forKey: .to)
        try row.encode(run.terms.capital.rupees, forKey: .capital)
        try row.encode(run.terms.validates, forKey: .validated)
        try row.encode(StudyFigureRow(run.total), forKey: .total)
        try row.encode(run.rows.map(StudyRow.init), forKey: .instruments)
    }

    var text: String {
        var lines = [
            "\(run.study.name) on \(title), \(run.terms.from) to \(run.terms.to)",
            "\(run.study.summary); \(Amount(run.terms.capital)) rupees a fill, "
                + "signals \(run.terms.validates ? "judged by the verdict" : "all taken"), no charges",
            "",
        ]
        lines.append(line("", ["signals", "filled", "positions", "won", "lost", "invested", "profit", "return %"]))
        for row in run.rows where row.result.figures.signals > 0 { lines.append(line(row.symbol, row.result.figures)) }
        lines.append(line("all", run.total))
        if run.rows.count == 1, let row = run.rows.first { lines += [""] + positions(of: row.result) }
        let warnings = run.rows.flatMap { row in row.result.warnings.map { "\(row.symbol): \($0)" } }
        if !warnings.isEmpty { lines += [""] + warnings.map { "note: \($0)" } }
        return lines.joined(separator: "\n")
    }

    private func line(_ name: String, _ figures: StudyFigures) -> String {
        line(
            name,
            [
                "\(figures.signals)", "\(figures.executed)", "\(figures.positions)", "\(figures.wins)",
                "\(figures.losses)", figures.invested.fixed(2), figures.profit.fixed(2),
                figures.returnPercent.fixed(4),
            ]
        )
    }

    private func line(_ name: String, _ cells: [String]) -> String {
        let widths = [9, 8, 10, 6, 6, 18, 16, 10]
        return name.padded(12) + zip(cells, widths).map { $0.leftPadded($1) }.joined()
    }

    private func positions(of result: StudyResult) -> [String] {
        var lines = [
            "entry".padded(12) + "average".leftPadded(12) + "  " + "exit".padded(12) + "price".leftPadded(12)
                + "quantity".leftPadded(10) + "fills".leftPadded(7) + "profit".leftPadded(14)
                + "worst %".leftPadded(9) + "  reason"
        ]
        for position in result.positions {
            let exit = position.exited.map { "\($0)" } ?? "open"
            lines.append(
                "\(position.entered)".padded(12) + position.entry.fixed(4).leftPadded(12) + "  " + exit.padded(12)
                    + position.exit.fixed(4).leftPadded(12) + "\(position.quantity)".leftPadded(10)
                    + "\(position.fills.count)".leftPadded(7) + position.profit.fixed(2).leftPadded(14)
                    + position.worstDrawdownPercent.fixed(2).leftPadded(9) + "  \(position.exitReason)"
            )
        }
        return lines
    }
}

extension Double {
    /// With that many decimals, halves away from zero; `-` for what is no number.
    func fixed(_ places: Int) -> String {
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let scaled = (self * scale).rounded()
        guard scaled.isFinite, abs(scaled) < 9e18 else { return "-" }
        let digits = String(Int64(abs(scaled)))
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        let sign = scaled < 0 ? "-" : ""
        return places == 0 ? sign + padded : "\(sign)\(padded.dropLast(places)).\(padded.suffix(places))"
    }
}

extension String {
    fileprivate func leftPadded(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
