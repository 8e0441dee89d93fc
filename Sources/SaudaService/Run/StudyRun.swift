package import SaudaCore
import SaudaSimulation

/// One study over every instrument, on all cores.
package struct StudyRun: Sendable {
    package struct Row: Sendable {
        package var symbol: String
        package var result: StudyResult
    }

    package var study: Study
    package var terms: StudyTerms
    /// In the order of instruments, without those that have no candle.
    package private(set) var rows: [Row] = []

    /// - Parameters:
    ///   - from: first day; the first of each instrument's candles when nil.
    ///   - progress: told instruments done and in all.
    package init(
        _ study: Study,
        over market: MarketData,
        from: Day?,
        to: Day?,
        capital: Money,
        validates: Bool,
        progress: (Int, Int) -> Void = { _, _ in }
    ) async throws {
        self.study = study
        let days = market.history.days(from: from, to: to)
        guard let first = days.first, let last = days.last else {
            throw RequestError("no candle lies in the range asked for", "widen --from and --to")
        }
        let terms = StudyTerms(from: from ?? first, to: to ?? last, capital: capital, validates: validates)
        self.terms = terms
        let daily = market.history.daily
        var results: [(Int, StudyResult)] = []
        await withTaskGroup(of: (Int, StudyResult).self) { group in
            for (index, candles) in daily.enumerated() where !candles.isEmpty {
                group.addTask { (index, study.run(candles[...], terms)) }
            }
            for await result in group {
                results.append(result)
                progress(results.count, daily.count)
            }
        }
        rows = results.sorted { $0.0 < $1.0 }
            .map { Row(symbol: market.instruments.instruments[$0.0].symbol, result: $0.1) }
    }

    /// The sums over all instruments; returns and rates are of the sums, not means.
    package var total: StudyFigures {
        var sum = StudyFigures()
        for row in rows {
            let figures = row.result.figures
            sum.signals += figures.signals
            sum.executed += figures.executed
            sum.skipped += figures.skipped
            sum.positions += figures.positions
            sum.wins += figures.wins
            sum.losses += figures.losses
            sum.invested += figures.invested
            sum.profit += figures.profit
        }
        if sum.invested > 0 { sum.returnPercent = sum.profit / sum.invested * 100 }
        if sum.positions > 0 { sum.winRatePercent = Double(sum.wins) / Double(sum.positions) * 100 }
        return sum
    }
}
