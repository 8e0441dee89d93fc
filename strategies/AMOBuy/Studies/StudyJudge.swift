import SaudaCore

/// Whether a signal's evening would have bought (section 2), asked only for the days of signals.
struct StudyJudge {
    /// The verdict of an evening: whether it buys, and the advised target.
    typealias Answer = (approves: Bool, target: Double?)

    private let analyst: Analyst
    private let isOn: Bool
    private let makeChart: () -> ChartView?
    private var chart: ChartView?

    /// - Parameter makeChart: the chart of the study's rows, asked for once, at the first signal.
    init(_ analyst: Analyst, _ terms: StudyTerms, _ makeChart: @escaping () -> ChartView?) {
        self.analyst = analyst
        self.makeChart = makeChart
        isOn = terms.validates
    }

    mutating func judge(_ day: Day) -> Answer {
        guard isOn else { return (true, nil) }
        if chart == nil { chart = makeChart() }
        let analysis = analyst.analysis(of: chart?.asOf(day))
        return (analysis.status == .success && analysis.verdict.buys, analysis.advice?.target)
    }
}
