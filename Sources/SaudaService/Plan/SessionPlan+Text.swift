/// A line for people; titles may be set apart.
package struct ReportLine: Hashable, Sendable {
    package var text: String
    package var isTitle = false

    package init(_ text: String, isTitle: Bool = false) {
        self.text = text
        self.isTitle = isTitle
    }
}

extension SessionPlan {
    /// The plan for people, at most 100 columns wide where the words allow it.
    package var text: [ReportLine] {
        head + day + accounts.flatMap(lines(of:))
            + list("IN MIND", inMind.map { ([$0.strategy ?? "", $0.symbol ?? "", $0.code], $0.text) })
            + list("NOT PLACED", notPlaced.map { ([$0.strategy ?? "", $0.symbol ?? "", $0.code], $0.text) })
            + list("NOT KNOWN YET", unknown.map { ([], $0.what + ($0.command.map { "  ->  \($0)" } ?? "")) })
            + list("NOTES", notes.map { ([], $0) })
    }

    private var head: [ReportLine] {
        var title = "\(session.day) \(session.weekday), \(session.open) to \(session.close)"
        if session.kind != "normal" { title += ", \(session.kind)" }
        var lines = [ReportLine(title, isTitle: true)]
        func say(_ text: String) { lines += PlainColumns.broken(text, 98).map { ReportLine("  \($0)") } }
        if let pause = session.pause { say("no trading from \(pause)") }
        if let auction = session.auctionFrom { say("stocks with a closing auction trade until \(auction)") }
        if let begun = session.begunUpTo { say("the day has begun; what follows is as of \(begun)") }
        if !idle.isEmpty {
            say("idle before: " + idle.map { "\($0.day) \($0.weekday) (\($0.why))" }.joined(separator: ", "))
        }
        if let warning = session.warning { say(warning) }
        return lines
    }

    /// The monitor's runs in one row.
    private var day: [ReportLine] {
        var table = PlainColumns([])
        let monitors = lines.filter { $0.line?.hasPrefix("monitor") == true }
        for line in lines {
            var (time, name) = (line.until.map { "\(line.at)-\($0)" } ?? line.at, line.line ?? "")
            if line.line?.hasPrefix("monitor") == true {
                guard line.at == monitors.first?.at else { continue }
                if let last = monitors.last, monitors.count > 1 { time = "\(line.at)-\(last.at)" }
                name = "monitor, hourly"
            }
            let work = line.work.map { ($0.strategy.map { "\($0): " } ?? "") + $0.does }
            let all = (line.state.map { ["[\($0)]"] } ?? []) + (work.isEmpty ? ["nothing"] : work)
            for (index, text) in all.enumerated() { table.add(index == 0 ? [time, name, text] : ["", "", text]) }
        }
        return section("THE DAY, Indian time", table.lines())
    }

    private func lines(of account: Account) -> [ReportLine] {
        var lines = section(
            "ACCOUNT \(account.name)",
            PlainColumns.broken("cash \(account.cash); \(account.asOf)", 98).map { "  \($0)" }
        )
        var held = PlainColumns(["held", "quantity", "average", "close", "of", ""], figures: [1, 2, 3])
        for row in account.positions {
            held.add([
                row.symbol, "\(row.quantity)", "\(row.average)", row.close.map { "\($0)" } ?? "?",
                row.closesTo ?? "", row.isTracked ? "" : "no strategy's: it is not sold",
            ])
        }
        lines += held.isEmpty ? [] : held.lines().map { ReportLine($0) }
        let orders = account.waiting + account.expected
        guard !orders.isEmpty else { return lines + [ReportLine("  no order is expected")] }
        lines.append(ReportLine(""))
        let heads = ["order at", "strategy", "side", "symbol", "quantity", "limit", "value", "why"]
        var table = PlainColumns(heads, figures: [4, 5, 6])
        for row in orders {
            let closes = row.closesTo.map { row.note.isEmpty ? "; closes to \($0)" : "; closes to \($0), \(row.note)" }
            table.add([
                row.at, row.strategy, row.side, row.symbol, "\(row.quantity)", row.limit.map { "\($0)" } ?? "market",
                row.value.map { "\($0)" } ?? "?", row.reason + (closes ?? (row.note.isEmpty ? "" : "; \(row.note)")),
            ])
        }
        lines += table.lines().map { ReportLine($0) }
        if orders.contains(where: { $0.side == "BUY" }) {
            let verdict = account.isEnough ? "there is enough" : "there is not enough"
            lines.append(ReportLine("  buys need \(account.needed) of \(account.cash): \(verdict)"))
        }
        return lines
    }

    private func list(_ title: String, _ rows: [(cells: [String], text: String)]) -> [ReportLine] {
        guard !rows.isEmpty else { return [] }
        var table = PlainColumns([])
        for row in rows { table.add(row.cells + [row.text]) }
        return section(title, table.lines())
    }

    private func section(_ title: String, _ lines: [String]) -> [ReportLine] {
        [ReportLine(""), ReportLine(title, isTitle: true)] + lines.map { ReportLine($0) }
    }
}
