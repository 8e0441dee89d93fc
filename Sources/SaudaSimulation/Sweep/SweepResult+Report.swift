import SaudaCore

extension SweepResult {
    /// The combinations as a page shows them: the heat map begins with the figure they were chosen by.
    package var reportTable: SweepTable {
        let parts: [(name: String, figures: (Row) -> SweepFigures?)] =
            spans.folds.isEmpty
            ? [("", { $0.run.whole })]
            : [
                (", in sample", { $0.run.folds.last?.inSample }),
                (", out of sample", { $0.run.folds.last?.outOfSample }),
            ]
        var shown: [SweepRank] = [rank]
        for other in [SweepRank.sharpe, .return, .drawdown, .trades] where other != rank { shown.append(other) }
        let heads = shown.flatMap { figure in
            parts.map { SweepTable.Figure(figure.title + $0.name, figure.unit, isBetterHigher: figure != .drawdown) }
        }
        return SweepTable(
            parameters: axes.map(\.key),
            figures: heads,
            rows: rows.map { row in
                SweepTable.Row(
                    parameters: row.values.map { "\($0)" },
                    figures: shown.flatMap { figure in
                        parts.map { part in part.figures(row).flatMap { figure.shown(of: $0) } }
                    }
                )
            },
            notes: notes
        )
    }

    private var notes: [String] {
        var notes = ["\(Figures.count(Int64(overfit.trials))) combinations were tried; a best of many is partly luck."]
        if let sure = overfit.deflatedSharpe {
            notes.append(
                "Deflated Sharpe ratio: it is \(Figures.percent(sure)) sure that the best is better than the best of so "
                    + "many without skill."
            )
        }
        if let probability = overfit.probability {
            notes.append(
                "Probability of overfitting: \(Figures.percent(probability)); over 50 % the search found noise."
            )
        }
        if let efficiency = overfit.efficiency {
            notes.append("A year out of sample brought \(Figures.percent(efficiency).withMinus) of a year in sample.")
        }
        return notes
    }
}

extension SweepRank {
    fileprivate var title: String {
        switch self {
        case .return: "Return"
        case .cagr: "CAGR"
        case .sharpe: "Sharpe ratio"
        case .sortino: "Sortino ratio"
        case .calmar: "Calmar ratio"
        case .drawdown: "Deepest fall"
        case .trades: "Trades"
        case .expectancy: "Expectancy"
        case .profit: "Profit"
        case .winRate: "Win rate"
        case .profitFactor: "Profit factor"
        }
    }

    fileprivate var unit: SweepTable.Figure.Unit {
        switch self {
        case .return, .cagr, .winRate, .drawdown: .ratio
        case .trades: .count
        case .expectancy, .profit: .rupees
        case .sharpe, .sortino, .calmar, .profitFactor: .number
        }
    }

    /// As people read it: a fall is a positive share.
    fileprivate func shown(of figures: SweepFigures) -> Double? {
        self == .drawdown ? figures.maxDrawdown : value(of: figures)
    }
}
