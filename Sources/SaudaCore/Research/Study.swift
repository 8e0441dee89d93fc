/// A calculation over one instrument's daily candles that is too long for the engine: the nested backtest of SCO-2,
/// and the published backtests of section 13. Pure, so that any thread may run it.
public struct Study: Sendable {
    /// As written after `--mode`: `parity-a`.
    public var name: String
    /// One line.
    public var summary: String
    /// Calendar days of candles it wants before its first day.
    public var warmUp: Int
    /// Candles are oldest first and may reach beyond the terms; what lies after `terms.to` must not be looked at.
    public var run: @Sendable (_ candles: ArraySlice<Candle>, _ terms: StudyTerms) -> StudyResult

    public init(
        name: String,
        summary: String,
        warmUp: Int,
        run: @escaping @Sendable (_ candles: ArraySlice<Candle>, _ terms: StudyTerms) -> StudyResult
    ) {
        self.name = name
        self.summary = summary
        self.warmUp = warmUp
        self.run = run
    }
}

/// What a study is run over.
public struct StudyTerms: Hashable, Sendable {
    public var from: Day
    /// The last day that may be looked at.
    public var to: Day
    /// Per fill.
    public var capital: Money
    /// Signals are judged by the verdict of section 2; without it every signal is taken.
    public var validates: Bool

    public init(from: Day, to: Day, capital: Money, validates: Bool) {
        self.from = from
        self.to = to
        self.capital = capital
        self.validates = validates
    }
}
