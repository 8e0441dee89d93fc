import SaudaCore

/// Whether a signal's evening would have bought (section 2), asked only for the days of signals.
///
/// It sees the study's rows alone, with the study's RSI, and neither fundamentals nor news: a study is given candles.
/// The original of study B fetched 800 days for it; 420 days are settled too, and nothing outside the window is read.
struct StudyJudge {
    /// The verdict of an evening: whether it buys, and the advised target.
    typealias Answer = (approves: Bool, target: Double?)

    private let analyst: Analyst
    private let isOn: Bool
    private let window: StudyWindow
    private let variant: RSI.Variant
    /// Made at the first signal.
    private var chart: ChartView?

    init(_ analyst: Analyst, _ terms: StudyTerms, _ window: StudyWindow, _ variant: RSI.Variant) {
        self.analyst = analyst
        self.window = window
        self.variant = variant
        isOn = terms.validates
    }

    mutating func judge(_ day: Day) -> Answer {
        guard isOn else { return (true, nil) }
        if chart == nil { chart = window.chart(variant).latest }
        let analysis = analyst.analysis(of: chart?.asOf(day))
        return (analysis.status == .success && analysis.verdict.buys, analysis.advice?.target)
    }
}
