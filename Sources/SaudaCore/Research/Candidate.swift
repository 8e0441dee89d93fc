/// An instrument as an evening's analysis judged it: a row of the candidates table and of its file (SCO-7).
public struct Candidate: Hashable, Sendable {
    public var strategy: StrategyID
    public var instrument: InstrumentID
    /// The day whose close was judged.
    public var day: Day
    /// `success`, `no_data`, `indicator_error`, `analysis_error`.
    public var status: String
    /// `strong_buy`, `buy`, `watch`, `avoid`: by SIG-10 and its downgrades.
    public var verdict: String
    /// After scoring (SCO-4).
    public var finalVerdict: String
    /// Scores in 1/10,000 point.
    public var combined: Int64
    public var strength: Int64
    public var backtest: Int64
    /// Whole points; higher comes first (SCO-6).
    public var priority: Int64
    public var close: Price
    /// Advice only (SIG-12); zero where none is given.
    public var buyLow: Price
    public var buyHigh: Price
    public var stop: Price
    public var target: Price
    /// RSI10, EMA9 and EMA200 of that evening: RSI in 1/10,000 point.
    public var rsi: Int64
    public var ema9: Price
    public var ema200: Price
    /// Mean of the last 50 volumes (BUY-7).
    public var averageVolume: Quantity
    /// Alignment 0 to 10 and its label (SIG-5).
    public var alignment: Int
    public var label: String
    /// Why, in words: patterns and signals, `; ` between.
    public var reasons: String

    public init(strategy: StrategyID, instrument: InstrumentID, day: Day, status: String) {
        self.strategy = strategy
        self.instrument = instrument
        self.day = day
        self.status = status
        verdict = ""
        finalVerdict = ""
        combined = 0
        strength = -10_000
        backtest = 0
        priority = 0
        close = .zero
        buyLow = .zero
        buyHigh = .zero
        stop = .zero
        target = .zero
        rsi = 0
        ema9 = .zero
        ema200 = .zero
        averageVolume = .zero
        alignment = 0
        label = ""
        reasons = ""
    }
}
