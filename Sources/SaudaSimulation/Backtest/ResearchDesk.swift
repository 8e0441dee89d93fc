package import SaudaCore

/// Answers questions of research as of a day: nothing later is looked at.
package struct ResearchDesk: Sendable {
    /// What answers `Question.study`, by strategy.
    package var studies: [StrategyID: Study]
    /// By instrument index, oldest first; empty without a file (DEC-20).
    package var fundamentals: [[Fundamentals]]
    package var headlines: [[Headline]]

    package init(
        studies: [StrategyID: Study] = [:],
        fundamentals: [[Fundamentals]] = [],
        headlines: [[Headline]] = []
    ) {
        self.studies = studies
        self.fundamentals = fundamentals
        self.headlines = headlines
    }

    /// Drops what is dated later than `day`.
    mutating func forget(after day: Day) {
        for index in fundamentals.indices { fundamentals[index].removeAll { $0.asOf > day } }
        for index in headlines.indices { headlines[index].removeAll { $0.day > day } }
    }

    /// How many candles before its first day a strategy's study wants.
    package func warmUp(of strategy: StrategyID) -> Int { studies[strategy]?.warmUp ?? 0 }

    /// The study of candles that lie at hand, oldest first and none later than `day`.
    package func study(
        _ candles: ArraySlice<Candle>,
        by strategy: StrategyID,
        days: Int32,
        capital: Money,
        on day: Day
    ) -> Answer {
        guard let study = studies[strategy] else { return .failure("the strategy has no study") }
        let from = day.advanced(by: -Int(max(days, 0)))
        let terms = StudyTerms(from: from, to: day, capital: capital, validates: true)
        return .study(study.run(candles, terms).figures)
    }

    func study(
        of instrument: InstrumentID,
        by strategy: StrategyID,
        days: Int32,
        capital: Money,
        in history: HistoryShelf,
        on day: Day
    ) -> Answer {
        let reach = Int(max(days, 0)) + warmUp(of: strategy) + 1
        let candles = history.candlesThrough(day, of: instrument, days: reach)
        return study(candles, by: strategy, days: days, capital: capital, on: day)
    }

    package func fundamentals(of instrument: InstrumentID, on day: Day) -> Answer {
        let index = Int(instrument.index)
        guard index < fundamentals.count else { return .fundamentals(nil) }
        return .fundamentals(fundamentals[index].last { $0.asOf <= day })
    }

    package func headlines(of instrument: InstrumentID, days: Int32, on day: Day) -> Answer {
        let index = Int(instrument.index)
        guard index < headlines.count else { return .headlines([]) }
        let first = day.advanced(by: -Int(max(days, 0)))
        return .headlines(headlines[index].filter { $0.day <= day && $0.day >= first })
    }
}
