import SaudaCore

// The evening's analysis (sections 2 and 3): a gate on RSI10 for all, then one oversold share per answer.

extension AMOBuy {
    /// The analysis under way.
    struct Evening: Sendable {
        /// The last one is next.
        var waiting: [InstrumentID] = []
        var step = Step.fundamentals
        var fundamentals: Fundamentals?
        var headlines: [Headline]?
        /// Of the share that is studied.
        var analysis: Analysis?
        var day = Day(number: .min)
        var tally = Tally()

        enum Step: Sendable {
            case fundamentals, headlines, study
        }
    }

    /// What became of every share of the universe that evening.
    struct Tally: Hashable, Sendable, CustomStringConvertible {
        var universe = 0
        var noHistory = 0
        /// Its last candle is not of that day.
        var noCandle = 0
        var notOversold = 0
        var analysed = 0
        var candidates = 0
        /// Oversold, and turned down: by status, filter, verdict or score.
        var failed = 0
        var barred = 0
        var byVerdict = 0
        var byScore = 0
        var noBacktest = 0

        var description: String {
            let parts = [
                ("universe", universe), ("no_history", noHistory), ("no_candle", noCandle),
                ("not_oversold", notOversold), ("analysed", analysed), ("candidates", candidates), ("failed", failed),
                ("barred", barred), ("by_verdict", byVerdict), ("by_score", byScore), ("no_backtest", noBacktest),
            ]
            return parts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        }
    }

    /// Before the close the last finished day is judged, after it today's (IND-6).
    mutating func startAnalysis(on desk: inout Desk) {
        evening = Evening()
        picks = Picks()
        guard let today, let lastSession else { return endAnalysis(on: &desk) }
        evening.day = desk.now < today.close ? lastSession : today.day
        for index in shares.indices where shares[index].isAdmitted {
            evening.tally.universe += 1
            guard let bar = shares[index].chart.last else {
                evening.tally.noHistory += 1
                continue
            }
            guard bar.day == evening.day else {
                evening.tally.noCandle += 1
                continue
            }
            if scorer.analyst.isOversold(bar) {
                evening.waiting.append(InstrumentID(index: UInt32(index)))
            } else {
                evening.tally.notOversold += 1
            }
        }
        evening.waiting.reverse()
        if !evening.waiting.isEmpty { watchPatience(on: &desk) }
        askNext(on: &desk)
    }

    private mutating func askNext(on desk: inout Desk) {
        guard let next = evening.waiting.last else { return endAnalysis(on: &desk) }
        evening.step = .fundamentals
        evening.fundamentals = nil
        evening.headlines = nil
        evening.analysis = nil
        ask(.fundamentals(next), on: &desk)
    }

    mutating func takeResearch(_ answer: Answer, on desk: inout Desk) {
        guard let instrument = evening.waiting.last else { return endAnalysis(on: &desk) }
        switch evening.step {
        case .fundamentals:
            // Missing values never block (SIG-7).
            if case .fundamentals(let row) = answer { evening.fundamentals = row }
            guard settings.readsNews else { return study(instrument, on: &desk) }
            evening.step = .headlines
            ask(.headlines(instrument, days: 30), on: &desk)
        case .headlines:
            if case .headlines(let lines) = answer { evening.headlines = lines }
            study(instrument, on: &desk)
        case .study:
            if case .study(let figures) = answer {
                judge(instrument, figures, on: &desk)
            } else {
                evening.tally.noBacktest += 1
                judge(instrument, nil, on: &desk)
            }
        }
    }

    /// SCO-2, where it can still change anything: what a filter bars, no backtest lifts.
    private mutating func study(_ instrument: InstrumentID, on desk: inout Desk) {
        let analysis = analysis(of: instrument)
        evening.analysis = analysis
        guard settings.scoresWithBacktest, needsStudy(analysis) else { return judge(instrument, nil, on: &desk) }
        evening.step = .study
        ask(
            .study(instrument, of: desk.strategy, days: settings.studyDays, capital: settings.studyCapital),
            on: &desk
        )
    }

    private func needsStudy(_ analysis: Analysis) -> Bool {
        analysis.status == .success && (settings.scoresAsOriginals || !analysis.isBarred)
    }

    private func analysis(of instrument: InstrumentID) -> Analysis {
        scorer.analyst.analysis(
            of: view(of: instrument),
            fundamentals: evening.fundamentals,
            headlines: evening.headlines
        )
    }

    private mutating func judge(_ instrument: InstrumentID, _ figures: StudyFigures?, on desk: inout Desk) {
        let analysis = evening.analysis ?? analysis(of: instrument)
        let scores = scorer.scores(of: analysis, study: figures)
        let row = Candidate(
            strategy: desk.strategy,
            instrument: instrument,
            day: evening.day,
            analysis,
            scores
        )
        desk.list(row)
        evening.tally.analysed += 1
        if scorer.admits(analysis, scores) {
            evening.tally.candidates += 1
            picks.rows.append(row)
        } else if analysis.status != .success {
            evening.tally.failed += 1
        } else if analysis.isBarred {
            evening.tally.barred += 1
        } else if scores.finalVerdict.buys {
            evening.tally.byScore += 1
        } else {
            evening.tally.byVerdict += 1
        }
        evening.waiting.removeLast()
        askNext(on: &desk)
    }

    private mutating func endAnalysis(on desk: inout Desk) {
        let tally = evening.tally
        picks.day = evening.day
        picks.rank()
        if tally.universe == 0 {
            desk.alert(
                .critical,
                "universe-empty",
                nil,
                "the universe holds no share that may be bought; list shares of series EQ under universe: in the config."
            )
        }
        if tally.analysed > 0 || tally.universe == tally.noHistory + tally.noCandle {
            desk.note(.seen, "analysed", nil, tally.description)
        }
        if tally.noBacktest > 0 {
            desk.alert(
                .warning,
                "no-backtest",
                nil,
                "\(tally.noBacktest) shares were judged without their backtest; they count by their plain verdict."
            )
        }
        finish(.analysis, on: &desk)
    }
}

/// The evening's candidates in the order they are bought (SCO-6).
struct Picks: Sendable {
    var rows: [Candidate] = []
    /// The day whose close was judged.
    var day = Day(number: .min)

    /// Highest priority first; then by combined score, the lower RSI, the instrument.
    mutating func rank() {
        rows.sort { a, b in
            (b.priority, b.combined, a.rsi, a.instrument) < (a.priority, a.combined, b.rsi, b.instrument)
        }
    }

    /// SCO-7: candidates are of today, or before the open of the last trading day.
    func areFresh(at now: Timestamp, on today: TradingDay, lastSession: Day?) -> Bool {
        now >= today.close ? day == today.day : day == lastSession && day < today.day
    }
}
