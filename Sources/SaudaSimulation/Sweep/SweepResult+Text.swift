import SaudaCore

extension SweepResult {
    /// The table as plain text for the terminal: what was tried, the best rows, how far to trust them.
    ///
    /// - Parameter most: rows shown; the rest is counted.
    package func text(title: String, width: Int, colour: Bool, most: Int = 20) -> String {
        let ink = Ink(colour: colour)
        var block = TextBlock(width: max(80, width), ink: ink)
        block.add(title.printable, .strong)
        let names = columns
        let keys = zip(axes, names).map { axis, name in
            (name == axis.key ? "" : "\(name): ") + "\(axis.key) (\(axis.values.count))"
        }
        block.add(
            wrapping: "\(Figures.count(Int64(rows.count))) combinations of \(keys.joined(separator: " x ")), best "
                + "\(rank.rawValue) first",
            hang: 2
        )
        addSpans(to: &block)
        block.add("")
        addRows(most, to: &block)
        if !chosen.isEmpty, spans.folds.count > 1 { addFolds(to: &block) }
        addOverfit(to: &block)
        return block.lines.map { $0 + "\n" }.joined()
    }

    private func addSpans(to block: inout TextBlock) {
        guard let first = spans.dates.first, let last = spans.dates.last else { return }
        var text = "\(first) to \(last), \(Figures.count(Int64(spans.days))) trading days"
        if spans.folds.count == 1, let out = spans.folds.first?.outOfSample {
            text += "; chosen by the days before \(spans.dates[out.lowerBound]), judged by the rest"
        } else if spans.folds.count > 1 {
            text += "; \(spans.folds.count) folds, each judged by days that its choice did not see"
        }
        block.add(wrapping: text, hang: 2)
    }

    /// The names of the parameters; letters where they would be too wide beside eight columns of figures.
    private var columns: [String] {
        let names = axes.map(\.key)
        guard names.map(\.count).reduce(names.count, +) > 20 else { return names }
        return names.indices.map { String(UnicodeScalar(UInt8(97 + $0 % 26))) }
    }

    /// Values below their names.
    private func aligned(_ texts: [String]) -> String {
        zip(texts, zip(columns, axes)).map { text, column in
            let width = column.1.values.map { "\($0)".count }.reduce(column.0.count, max)
            return text.rightPadded(to: width)
        }
        .joined(separator: "  ")
    }

    private func addRows(_ most: Int, to block: inout TextBlock) {
        let parts = spans.folds.isEmpty ? ["whole"] : ["in sample", "out of sample"]
        let heads = parts.flatMap { _ in [rank.rawValue, "return", "fall", "trades"].map { Cell($0, .quiet) } }
        if parts.count == 2 { block.add("", parts.map { Cell($0, .quiet) }, cellWidth: 4 * Self.cell) }
        block.add(aligned(columns), heads, cellWidth: Self.cell, labelTone: .quiet)
        for row in rows.prefix(most) {
            let shown =
                spans.folds.isEmpty ? [row.run.whole] : row.run.folds.last.map { [$0.inSample, $0.outOfSample] } ?? []
            block.add(aligned(row.values.map { "\($0)".printable }), shown.flatMap(cells), cellWidth: Self.cell)
        }
        if rows.count > most { block.add("and \(Figures.count(Int64(rows.count - most))) more", .quiet) }
        block.add("")
    }

    private static let cell = 10

    private func cells(_ figures: SweepFigures) -> [Cell] {
        [
            Cell(signed: text(rank.value(of: figures))),
            Cell(signed: Figures.percent(figures.totalReturn)),
            Cell(Figures.percent(figures.maxDrawdown)),
            Cell(Figures.count(Int64(figures.trades))),
        ]
    }

    /// The figure the table is sorted by, as people read it.
    private func text(_ value: Double?) -> String {
        switch rank {
        case .return, .cagr, .winRate: Figures.percent(value)
        case .drawdown: Figures.percent(value.map { -$0 })
        case .trades: value.map { Figures.count(Int64($0)) } ?? Figures.undefined
        case .sharpe, .sortino, .calmar, .profitFactor, .expectancy, .profit: Figures.decimal(value)
        }
    }

    private func addFolds(to block: inout TextBlock) {
        block.add("Walk forward", .strong)
        for (fold, run) in zip(spans.folds.indices, chosen) {
            let out = spans.folds[fold].outOfSample
            let dates = "\(spans.dates[out.lowerBound]) to \(spans.dates[out.upperBound - 1])"
            let (before, after) = (run.folds[fold].inSample, run.folds[fold].outOfSample)
            block.add(
                "\(dates)  \(run.label)".printable,
                [Cell(signed: text(rank.value(of: before))), Cell(signed: text(rank.value(of: after)))],
                cellWidth: Self.cell
            )
        }
        block.add("")
    }

    private func addOverfit(to block: inout TextBlock) {
        block.add("Is it luck?", .strong)
        func add(_ label: String, _ text: String) { block.add(label, [Cell(text)]) }
        add("combinations tried", Figures.count(Int64(overfit.trials)))
        add(
            "sure that the best is better than the best of so many without skill",
            Figures.percent(overfit.deflatedSharpe)
        )
        add("probability of overfitting, over 50 % the search found noise", Figures.percent(overfit.probability))
        guard !spans.folds.isEmpty else { return }
        add("a year out of sample, as a share of a year in sample", Figures.percent(overfit.efficiency))
        if spans.folds.count == 1 {
            add("rank correlation of in sample and out of sample", Figures.decimal(overfit.rankCorrelation))
        }
    }
}
