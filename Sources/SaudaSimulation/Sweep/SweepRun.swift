import SaudaCore

/// One combination, run once over all days, with what its parts came to.
package struct SweepRun: Hashable, Sendable, Codable {
    /// The values by key, as `SweepPlan.label` writes them.
    package var label: String
    package var whole: SweepFigures
    /// In the order of `SweepSpans.folds`.
    package var folds: [Fold]
    /// In the order of `SweepSpans.blocks`.
    package var blocks: [Block]
    /// Order commands sent, and their digest.
    package var orders: Int
    package var digest: String

    package struct Fold: Hashable, Sendable, Codable {
        package var inSample: SweepFigures
        package var outOfSample: SweepFigures

        private enum CodingKeys: String, CodingKey {
            case inSample = "in_sample"
            case outOfSample = "out_of_sample"
        }
    }

    /// The daily returns of a stretch, as far as a Sharpe ratio needs them.
    package struct Block: Hashable, Sendable, Codable {
        package var days: Int
        package var sum: Double
        package var squares: Double
    }

}

extension SweepRun {
    /// Whether it has a part for each of theirs: what comes from a file may not.
    package func fits(_ spans: SweepSpans) -> Bool {
        folds.count == spans.folds.count && blocks.count == spans.blocks.count
    }

    /// - Precondition: the spans are those of the run's days.
    package init(label: String, of run: BacktestCurve, _ spans: SweepSpans) {
        let closed = run.closed.sorted {
            ($0.exitTime, $0.entryTime, $0.symbol) < ($1.exitTime, $1.entryTime, $1.symbol)
        }
        func figures(_ days: Range<Int>) -> SweepFigures {
            let curve = run.equity[days.lowerBound...days.upperBound]
            let (first, last) = (run.equity[days.lowerBound].day, run.equity[days.upperBound].day)
            let isWhole = days.count == spans.days
            let own = isWhole ? closed : closed.filter { $0.exitTime.day > first && $0.exitTime.day <= last }
            return SweepFigures(of: curve, closed: own)
        }
        self.init(
            label: label,
            whole: figures(0..<spans.days),
            folds: spans.folds.map { Fold(inSample: figures($0.inSample), outOfSample: figures($0.outOfSample)) },
            blocks: spans.blocks.map { days in
                var block = Block(days: days.count, sum: 0, squares: 0)
                for day in days where run.equity[day].equity > .zero {
                    let before = run.equity[day].equity
                    let value = Double((run.equity[day + 1].equity - before).raw) / Double(before.raw)
                    block.sum += value
                    block.squares += value * value
                }
                return block
            },
            orders: run.orders,
            digest: run.digest
        )
    }
}
