import SaudaCore

/// The list of trades: a line of figures for each, and under it, quietly, why it was entered and left.
extension ResultTable {
    func tradeList(of result: BacktestResult) -> [String] {
        let listed = Array(result.trades.suffix(lastTrades))
        let earlier = result.trades.count - listed.count
        let title = earlier > 0 ? "Closed trades, \(Figures.count(Int64(earlier))) earlier not listed" : "Closed trades"
        var lines = list(listed, title: title, exit: "Exit")
        if lines.isEmpty, earlier > 0 { lines = [ink(title, .strong), ""] }
        return lines + list(result.openTrades, title: "Open at the end, at the last close", exit: "Marked")
    }

    /// Every line has the same width: that of the widest figures, spread as far as the width of the table allows.
    private func list(_ trades: [TradeRecord], title: String, exit: String) -> [String] {
        guard !trades.isEmpty else { return [] }
        let head = ["Symbol", "Entry", "At", exit, "At", "Quantity", "Days", "Profit", "Return"]
        let rows = trades.map(cells)
        let widths = head.indices.map { column in
            max(head[column].count, rows.map { $0[column].text.count }.max() ?? 0)
        }
        let indent = 2
        let spare = width - indent - widths.reduce(0, +)
        let gap = min(4, max(2, spare / (widths.count - 1)))
        let total = indent + widths.reduce(0, +) + gap * (widths.count - 1)
        func line(_ cells: [Cell]) -> String {
            let padded = zip(cells, widths).enumerated().map { column, cell in
                let text = cell.0.text
                return ink(column == 0 ? text.rightPadded(to: cell.1) : text.leftPadded(to: cell.1), cell.0.tone)
            }
            return String(repeating: " ", count: indent) + padded.joined(separator: String(repeating: " ", count: gap))
        }
        var lines = [ink(title.fitted(to: total), .strong), line(head.map { Cell($0, .quiet) })]
        for (trade, row) in zip(trades, rows) {
            lines.append(line(row))
            lines.append(ink(reasons(of: trade, width: total), .quiet))
        }
        return lines + [""]
    }

    private func cells(of trade: TradeRecord) -> [Cell] {
        [
            Cell(trade.symbol.printable),
            Cell(trade.entryTime.day.description), Cell(Figures.price(trade.entryPrice)),
            Cell(trade.exitTime.day.description), Cell(Figures.price(trade.exitPrice)),
            Cell(Figures.count(trade.quantity.units)), Cell(Figures.count(Int64(trade.holdingDays))),
            Cell(signed: Figures.rupees(trade.profit)), Cell(signed: Figures.percent(trade.profitRatio)),
        ]
    }

    /// `in 09:15 RSI10 below 30  out 14:05 target reached`. Where both do not fit, what is longer than half is cut.
    private func reasons(of trade: TradeRecord, width: Int) -> String {
        let entry = reason("in", trade.entryTime, trade.entryReason)
        let exit = trade.exitReason.map { reason("out", trade.exitTime, $0) }
        let indent = "    "
        guard let exit else { return (indent + entry).fitted(to: width) }
        let room = width - indent.count - 2
        guard entry.count + exit.count > room else { return (indent + entry + "  " + exit).fitted(to: width) }
        let exitWidth = min(exit.count, max(room / 2, room - entry.count))
        return indent + entry.fitted(to: room - exitWidth) + "  " + exit.fitted(to: exitWidth)
    }

    private func reason(_ word: String, _ moment: Timestamp, _ reason: String) -> String {
        "\(word) \(moment.time.description.prefix(5)) \(reason.printable)"
    }
}
