import Glibc
import SaudaCore

/// How much of the best result may be luck of the choice.
package struct SweepOverfit: Hashable, Sendable, Encodable {
    /// Combinations tried; every one more makes a lucky best likelier.
    package var trials: Int
    /// How sure it is, 0...1, that the best one's true Sharpe ratio is above what the best of so many trials without
    /// any skill would show (Bailey and Lopez de Prado, The Deflated Sharpe Ratio, 2014).
    package var deflatedSharpe: Double?
    /// How often, 0...1, the best half-sample combination is below the median in the other half: combinatorially
    /// symmetric cross-validation over ten blocks, 252 ways to halve them (Bailey, Borwein, Lopez de Prado and Zhu, The
    /// Probability of Backtest Overfitting, 2015). Over one half a search has found noise.
    package var probability: Double?
    /// What a year out of sample made of the best in-sample ones, over what a year in sample had promised; nil when
    /// that promised nothing.
    package var efficiency: Double?
    /// Rank correlation (Spearman, -1...1) of all combinations in and out of sample; nil with several folds or none.
    package var rankCorrelation: Double?

    private enum CodingKeys: String, CodingKey {
        case trials, efficiency
        case deflatedSharpe = "deflated_sharpe"
        case probability = "probability_of_overfitting"
        case rankCorrelation = "rank_correlation"
    }

    /// - Parameters:
    ///   - best: for each fold, the run that its in-sample part would have chosen.
    ///   - first: the best run of the table.
    init(of runs: [SweepRun], best: [SweepRun], first: SweepRun?, by rank: SweepRank) {
        trials = runs.count
        deflatedSharpe = first.flatMap { Self.deflatedSharpe(of: $0.whole, among: runs) }
        probability = Self.probability(of: runs)
        efficiency = Self.efficiency(of: best)
        if runs.first?.folds.count == 1 {
            rankCorrelation = Self.rankCorrelation(
                runs.map { rank.value(of: $0.folds[0].inSample) },
                runs.map { rank.value(of: $0.folds[0].outOfSample) }
            )
        }
    }

    // MARK: - Deflated Sharpe ratio

    static func deflatedSharpe(of best: SweepFigures, among runs: [SweepRun]) -> Double? {
        let root = CurveStatistics.daysPerYear.squareRoot()
        let sharpes = runs.compactMap { $0.whole.sharpe.map { $0 / root } }
        guard sharpes.count > 1, let sharpe = best.sharpe.map({ $0 / root }), let skewness = best.skewness,
            let kurtosis = best.kurtosis
        else { return nil }
        let count = Double(sharpes.count)
        let mean = sharpes.reduce(0, +) / count
        let deviation = (sharpes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)).squareRoot()
        let euler = 0.577_215_664_901_532_9
        let luck =
            deviation
            * ((1 - euler) * normalQuantile(1 - 1 / count) + euler * normalQuantile(1 - 1 / (count * M_E)))
        let spread = 1 - skewness * sharpe + (kurtosis - 1) / 4 * sharpe * sharpe
        guard spread > 0, best.days > 1 else { return nil }
        return normal((sharpe - luck) * Double(best.days - 1).squareRoot() / spread.squareRoot())
    }

    static func normal(_ score: Double) -> Double { erfc(-score / 2.0.squareRoot()) / 2 }

    /// The inverse of `normal`, by bisection: it is asked for twice a sweep.
    static func normalQuantile(_ probability: Double) -> Double {
        var (low, high) = (-12.0, 12.0)
        for _ in 0..<80 {
            let middle = (low + high) / 2
            if normal(middle) < probability { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    // MARK: - Probability of backtest overfitting

    static func probability(of runs: [SweepRun]) -> Double? {
        guard runs.count > 1, let count = runs.first?.blocks.count, count > 1 else { return nil }
        var below = 0
        var halvings = 0
        for mask in 0..<(1 << count) where mask.nonzeroBitCount == count / 2 {
            var best = -1
            var bestSharpe = -Double.infinity
            for index in runs.indices {
                let sharpe = sharpe(of: runs[index].blocks, where: { mask >> $0 & 1 == 1 })
                if sharpe > bestSharpe { (best, bestSharpe) = (index, sharpe) }
            }
            guard best >= 0 else { continue }
            let others = runs.map { sharpe(of: $0.blocks, where: { mask >> $0 & 1 == 0 }) }
            // Ties count half, so that equal combinations stand in the middle.
            var rank = 0.5
            for sharpe in others { rank += sharpe < others[best] ? 1 : sharpe == others[best] ? 0.5 : 0 }
            halvings += 1
            if rank / Double(runs.count + 1) <= 0.5 { below += 1 }
        }
        return halvings > 0 ? Double(below) / Double(halvings) : nil
    }

    private static func sharpe(of blocks: [SweepRun.Block], where isIn: (Int) -> Bool) -> Double {
        var (days, sum, squares) = (0.0, 0.0, 0.0)
        for place in blocks.indices where isIn(place) {
            days += Double(blocks[place].days)
            sum += blocks[place].sum
            squares += blocks[place].squares
        }
        let mean = sum / days
        let variance = squares / days - mean * mean
        let noSpread = CurveStatistics.noSpread
        return variance > noSpread * noSpread ? mean / variance.squareRoot() : 0
    }

    // MARK: - In sample and out of it

    static func efficiency(of best: [SweepRun]) -> Double? {
        var (promised, kept) = (0.0, 0.0)
        for (index, run) in best.enumerated() {
            guard let inSample = run.folds[index].inSample.annualReturn,
                let outOfSample = run.folds[index].outOfSample.annualReturn
            else { return nil }
            promised += inSample
            kept += outOfSample
        }
        return promised > 0 ? kept / promised : nil
    }

    static func rankCorrelation(_ a: [Double?], _ b: [Double?]) -> Double? {
        guard a.count > 2 else { return nil }
        let (x, y) = (ranks(a), ranks(b))
        let mean = Double(a.count + 1) / 2
        var (xy, xx, yy) = (0.0, 0.0, 0.0)
        for index in x.indices {
            xy += (x[index] - mean) * (y[index] - mean)
            xx += (x[index] - mean) * (x[index] - mean)
            yy += (y[index] - mean) * (y[index] - mean)
        }
        return xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : nil
    }

    /// From 1; equal values share the mean of their ranks.
    private static func ranks(_ values: [Double?]) -> [Double] {
        let known = values.map { $0 ?? -.infinity }
        let order = known.indices.sorted { known[$0] < known[$1] }
        var ranks = Array(repeating: 0.0, count: values.count)
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, known[order[end]] == known[order[start]] { end += 1 }
            for place in order[start..<end] { ranks[place] = Double(start + 1 + end) / 2 }
            start = end
        }
        return ranks
    }
}
