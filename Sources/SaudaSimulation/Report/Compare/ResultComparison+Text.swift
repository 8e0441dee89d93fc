import SaudaCore

/// The comparison for a terminal.
extension ResultComparison {
    /// - Parameters:
    ///   - names: what A and B are called, their files.
    ///   - listed: how many trades of a kind are listed; the rest is counted.
    package func text(names: (a: String, b: String), listed: Int = 20, colour: Bool = false) -> String {
        let ink = Ink(colour: colour)
        var lines = [
            ink("A  \(names.a.printable): \(a.title.printable), \(span(a))", .strong),
            ink("B  \(names.b.printable): \(b.title.printable), \(span(b))", .strong), "",
        ]
        if isSame { return (lines + ["Nothing differs."]).map { $0 + "\n" }.joined() }
        lines += figureLines(ink)
        let counts =
            "\(sameTrades) the same, \(changed.count) changed, \(onlyInA.count) only in A, \(onlyInB.count) only in B"
        lines += ["", ink("Trades", .strong) + "  " + counts]
        func list<T>(_ title: String, _ rows: [T], _ line: (T) -> String) {
            guard !rows.isEmpty else { return }
            lines += ["", ink(title, .strong)]
            lines += rows.prefix(listed).map { "  " + line($0).printable }
            if rows.count > listed {
                lines.append(ink("  and \(rows.count - listed) more: --format json lists all", .quiet))
            }
        }
        list("Only in A", onlyInA, Self.line)
        list("Only in B", onlyInB, Self.line)
        list("Changed, A to B", changed, Self.line)
        list("Assumptions only in A", assumptionsOnlyInA) { "- \($0)" }
        list("Assumptions only in B", assumptionsOnlyInB) { "- \($0)" }
        return lines.map { $0 + "\n" }.joined()
    }

    private func span(_ file: ResultFile) -> String {
        guard let start = file.startDay, let end = file.endDay else { return "no days" }
        return "\(start) to \(end)"
    }

    private func figureLines(_ ink: Ink) -> [String] {
        let head = ["", "A", "B", "B - A", "Better"]
        let rows = figures.map { figure in
            [
                figure.name, Self.text(figure.a, figure.unit), Self.text(figure.b, figure.unit),
                figure.a == figure.b ? "=" : Self.text(figure.difference, figure.unit), figure.better?.rawValue ?? "",
            ]
        }
        let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            zip(cells, widths).enumerated().map { column, cell in
                column == 0 ? cell.0.rightPadded(to: cell.1) : cell.0.leftPadded(to: cell.1)
            }.joined(separator: "   ")
        }
        return [ink(line(head), .quiet)] + rows.map(line)
    }

    static func text(_ value: Double?, _ unit: SweepTable.Figure.Unit) -> String {
        guard let value, value.isFinite, value.magnitude < 1e14 else { return Figures.undefined }
        switch unit {
        case .ratio: return Figures.percent(value)
        case .number: return Figures.decimal(value)
        case .count: return Figures.count(Int64(value.rounded()))
        case .rupees: return Figures.decimal(value)
        }
    }

    private static func line(_ trade: ResultFile.Trade) -> String {
        let exit = trade.exitTime.map { ", out \($0.prefix(10)) at \(text(trade.exitPrice, .rupees))" } ?? ", open"
        return "\(trade.symbol)  in \(trade.entryDay) at \(text(trade.entryPrice, .rupees))\(exit), "
            + "\(trade.quantity) units, profit \(text(trade.profit, .rupees))"
    }

    private static func line(_ change: Change) -> String {
        let (a, b) = (change.a, change.b)
        var parts: [String] = []
        func add(_ name: String, _ x: String, _ y: String) { if x != y { parts.append("\(name) \(x) to \(y)") } }
        add("side", a.side, b.side)
        add("units", "\(a.quantity)", "\(b.quantity)")
        add("entry", text(a.entryPrice, .rupees), text(b.entryPrice, .rupees))
        add(
            "exit",
            a.exitTime.map { String($0.prefix(10)) } ?? "open",
            b.exitTime.map { String($0.prefix(10)) } ?? "open"
        )
        add("at", text(a.exitPrice, .rupees), text(b.exitPrice, .rupees))
        add("entered for", a.entryReason, b.entryReason)
        add("left for", a.exitReason ?? "nothing", b.exitReason ?? "nothing")
        add("profit", text(a.profit, .rupees), text(b.profit, .rupees))
        // Times of one day, or prices that look alike.
        if parts.isEmpty { parts.append("at another moment of the day") }
        return "\(a.symbol)  \(a.entryDay): \(parts.joined(separator: ", "))"
    }
}
