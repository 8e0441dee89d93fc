package import SaudaCore

/// The parts of a run that are judged apart, as places among its trading days.
package struct SweepSpans: Hashable, Sendable {
    package struct Fold: Hashable, Sendable {
        /// From the first day on: what the choice is made by.
        package var inSample: Range<Int>
        /// What follows: what the choice is judged by.
        package var outOfSample: Range<Int>
    }

    /// The trading days of the run, in order.
    package let dates: [Day]
    /// One for a split into two parts, several for a walk forward, none when nothing is kept back.
    package let folds: [Fold]
    /// Parts of nearly equal length, for the probability of overfitting; empty when the days are too few.
    package let blocks: [Range<Int>]

    /// - Parameter share: the part at the end that no choice may see, 0 for none. A walk forward has its own parts.
    package init(_ dates: [Day], _ search: SweepPlan.Search, outOfSample share: Double) throws(SweepRefusal) {
        self.dates = dates
        let days = dates.count
        if case .walkForward(let count) = search {
            let parts = Self.parts(of: days, count + 1)
            guard days >= (count + 1) * 20 else {
                throw SweepRefusal(
                    "\(days) trading days are too few for \(count) folds",
                    "each of the \(count + 1) parts needs 20; widen --from and --to or take fewer folds"
                )
            }
            folds = parts.dropFirst().map { Fold(inSample: 0..<$0.lowerBound, outOfSample: $0) }
        } else if share > 0 {
            let kept = Int((Double(days) * share).rounded())
            guard kept >= 20, days - kept >= 20 else {
                throw SweepRefusal(
                    "\(days) trading days cannot be split \(days - kept) to \(kept)",
                    "each part needs 20; widen --from and --to, or give --out-of-sample 0"
                )
            }
            folds = [Fold(inSample: 0..<(days - kept), outOfSample: (days - kept)..<days)]
        } else {
            folds = []
        }
        blocks = days >= 100 ? Self.parts(of: days, 10) : []
    }

    package var days: Int { dates.count }

    private static func parts(of days: Int, _ count: Int) -> [Range<Int>] {
        (0..<count).map { (days * $0 / count)..<(days * ($0 + 1) / count) }
    }
}
