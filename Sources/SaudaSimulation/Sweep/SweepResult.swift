package import SaudaCore

/// All combinations of a sweep, the best first, and how far to trust that order.
package struct SweepResult: Hashable, Sendable {
    package var axes: [SweepAxis]
    package var rank: SweepRank
    package var spans: SweepSpans
    /// Best first by the in-sample part, or by the whole run when nothing was kept back; with several folds by the last
    /// in-sample part, the longest. Those without the figure come last; equal ones stay in the order of combinations.
    package var rows: [Row]
    /// For each fold the run its in-sample part would have chosen.
    package var chosen: [SweepRun]
    package var overfit: SweepOverfit

    package struct Row: Hashable, Sendable {
        package var combination: Int
        /// One for each axis.
        package var values: [Parameter.Value]
        package var run: SweepRun

        /// What the row is sorted by.
        package var judged: SweepFigures { run.folds.last?.inSample ?? run.whole }
    }

    /// - Parameter runs: by combination, in any order; those of other combinations are left out.
    package init(_ plan: SweepPlan, _ spans: SweepSpans, by rank: SweepRank, _ runs: [Int: SweepRun]) {
        axes = plan.axes
        self.rank = rank
        self.spans = spans
        let inOrder = plan.combinations.compactMap { number in
            runs[number].map { Row(combination: number, values: plan.values(number), run: $0) }
        }
        rows = Self.sorted(inOrder, by: rank) { $0.judged }
        chosen = spans.folds.indices.compactMap { fold in
            Self.sorted(inOrder, by: rank) { $0.run.folds[fold].inSample }.first?.run
        }
        overfit = SweepOverfit(of: inOrder.map(\.run), best: chosen, first: rows.first?.run, by: rank)
    }

    private static func sorted(_ rows: [Row], by rank: SweepRank, _ figures: (Row) -> SweepFigures) -> [Row] {
        let keyed = rows.map { (row: $0, figure: rank.value(of: figures($0)) ?? -.infinity) }
        let order = keyed.indices.sorted { a, b in
            if keyed[a].figure != keyed[b].figure { return keyed[a].figure > keyed[b].figure }
            return keyed[a].row.combination < keyed[b].row.combination
        }
        return order.map { keyed[$0].row }
    }
}
