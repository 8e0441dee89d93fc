extension DayDifference {
    /// For people, at most 100 columns wide where the words allow it.
    package var text: [ReportLine] {
        var lines = [ReportLine("\(day): as recorded, and with \(other)", isTitle: true)]
        for piece in PlainColumns.broken(basis, 98) { lines.append(ReportLine("  \(piece)")) }
        lines.append(ReportLine(""))
        if isEqual {
            let bytes = isByteEqual ? "byte for byte" : "but for the numbers of strategies and accounts"
            lines.append(ReportLine("no difference: \(same) orders, equal \(bytes)", isTitle: true))
            return lines + sums
        }
        lines += sums
        lines += section("ONLY IN THE RECORDED DAY", .onlyRecorded)
        lines += section("ONLY WITH \(other)", .onlyOther)
        lines += changed
        lines += [ReportLine(""), ReportLine("\(same) orders are the same on both sides")]
        for note in notes { for piece in PlainColumns.broken(note, 98) { lines.append(ReportLine("  \(piece)")) } }
        return lines
    }

    private var sums: [ReportLine] {
        var table = PlainColumns(["", "orders", "fills", "profit after charges", "charges"], figures: [1, 2, 3, 4])
        for (name, row) in [("recorded", recorded), ("other", with)] {
            table.add([name, "\(row.orders)", "\(row.fills)", "\(row.profit)", "\(row.charges)"])
        }
        return table.lines().map { ReportLine($0) }
    }

    private func section(_ title: String, _ kind: Row.Kind) -> [ReportLine] {
        let found = rows.filter { $0.kind == kind }
        guard !found.isEmpty else { return [] }
        var table = PlainColumns(
            ["at", "strategy", "order", "quantity", "limit", "filled", "why, and its end"],
            figures: [3, 4, 5]
        )
        for row in found {
            guard let shape = row.recorded ?? row.other else { continue }
            table.add(cells(row, shape))
        }
        return [ReportLine(""), ReportLine(title, isTitle: true)] + table.lines().map { ReportLine($0) }
    }

    private var changed: [ReportLine] {
        let found = rows.filter { $0.kind == .changed }
        guard !found.isEmpty else { return [] }
        var table = PlainColumns(
            ["", "at", "strategy", "order", "quantity", "limit", "filled", "what differs"],
            figures: [4, 5, 6]
        )
        for row in found {
            guard let one = row.recorded, let other = row.other else { continue }
            table.add(["recorded"] + cells(row, one).dropLast() + [row.differs.joined(separator: ", ")])
            table.add(["other"] + cells(row, other).dropLast() + [Self.fate(other)])
        }
        return [ReportLine(""), ReportLine("IN BOTH, OTHERWISE", isTitle: true)] + table.lines().map { ReportLine($0) }
    }

    private func cells(_ row: Row, _ shape: Shape) -> [String] {
        let limit = shape.limit.map { "\($0)" } ?? "market"
        return [
            shape.at, row.strategy, "\(row.side) \(row.symbol)", "\(shape.quantity)",
            shape.lastLimit.map { "\(limit) > \($0)" } ?? limit,
            shape.fillPrice.map { "\(shape.filled) at \($0)" } ?? "-",
            "\(shape.reason); \(Self.fate(shape))",
        ]
    }

    private static func fate(_ shape: Shape) -> String {
        shape.outcome + (shape.filledAt.map { " \($0)" } ?? "")
    }
}
