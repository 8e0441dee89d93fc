import SaudaCore

/// What stands above the charts: the title, the figures to remember, the run in a sentence, the checks.
extension HTMLReport {
    var banner: String {
        """
        <header class=banner>
        <div><p class=kicker>Backtest</p><h1>\(title.escaped)</h1><p class=quiet>\(span)</p></div>
        <button id=theme type=button class=button aria-label="Switch between light and dark">Theme</button>
        </header>
        \(navigation)

        """
    }

    private var span: String {
        guard let first = result.firstDay, let last = result.equity.last?.day, result.tradingDays > 0 else {
            return "No trading days"
        }
        let days = "\(Figures.count(Int64(result.tradingDays))) trading day\(result.tradingDays == 1 ? "" : "s")"
        return "\(first) to \(last), \(days), \(Figures.shortRupees(result.equity.first?.equity)) at the start"
    }

    private var navigation: String {
        var links = [
            ("equity", "Equity"), ("months", "Months"), ("spread", "Distribution"), ("prices", "Prices and fills"),
            ("trades", "Trades"),
        ]
        if sweep != nil { links.append(("sweep", "Sweep")) }
        links += [("figures", "All figures"), ("assumptions", "Assumptions")]
        let items = links.map { "<a href=#\($0.0)>\($0.1)</a>" }.joined()
        return "<nav class=sections aria-label=Sections>\(items)</nav>"
    }

    var keyFigures: String {
        let own = result.statistics
        let other = result.benchmarkStatistics
        let trades = result.tradeStatistics
        let fall = own.maxDrawdown
        let star = own.isUnderAYear ? "*" : ""
        let recovery = fall?.recovery.map { "recovered \($0)" } ?? (fall?.trough == nil ? "" : "not yet recovered")
        let tiles = [
            tile(
                "Total return",
                Figures.percent(own.totalReturn),
                of: own.totalReturn,
                "\(Figures.shortRupees(result.equity.last?.equity)) at the end"
            ),
            tile(
                "CAGR\(star)",
                Figures.percent(own.annualReturn),
                of: own.annualReturn,
                other.map { "buy and hold \(Figures.percent($0.annualReturn))" }
            ),
            tile("Max drawdown", Figures.percent(fall?.depth), of: nil, recovery),
            tile(
                "Sharpe\(star)",
                Figures.decimal(own.sharpe),
                of: nil,
                other.map { "buy and hold \(Figures.decimal($0.sharpe))" }
            ),
            tile(
                "Trades",
                Figures.count(Int64(trades.count)),
                of: nil,
                trades.winRate.map { "\(Figures.percent($0)) won" }
            ),
            tile(
                "Profit factor",
                Figures.decimal(trades.profitFactor),
                of: nil,
                trades.expectancy.map { "\(Figures.shortRupees($0)) a trade" }
            ),
            tile(
                "Against buy and hold",
                Figures.decimal(result.excessReturn.map { $0 * 100 }),
                of: result.excessReturn,
                result.benchmarkComparison.map { "points of total return, beta \(Figures.decimal($0.beta))" }
            ),
            tile(
                "Charges",
                Figures.shortRupees(result.totalCharges),
                of: nil,
                "\(Figures.decimal(result.exposure.turnover)) turnovers a year"
            ),
        ]
        let note =
            own.isUnderAYear ? "<p class=note>* The run is under a year: annual figures are extrapolated.</p>" : ""
        return "<dl class=tiles>\(tiles.joined())</dl>\(note)\n"
    }

    private func tile(_ name: String, _ figure: String, of value: Double?, _ note: String?) -> String {
        "<div class=tile><dt>\(name)</dt><dd class=\"big \(Self.tone(value))\">\(figure.withMinus)</dd>"
            + "<dd class=quiet>\((note ?? "").escaped)</dd></div>"
    }

    /// Nothing for zero and what is undefined.
    static func tone(_ value: Double?) -> String {
        guard let value, value != 0 else { return "" }
        return value > 0 ? "gain" : "loss"
    }

    private func day(_ day: Day) -> String { "<span class=nowrap>\(day)</span>" }

    /// The run in plain words.
    var summary: String {
        guard let first = result.equity.first, let last = result.equity.last, result.tradingDays > 0 else {
            return "<p class=lead>No day was played: the prices hold none in the range asked for.</p>\n"
        }
        var text = "\(Figures.shortRupees(first.equity)) became <b>\(Figures.shortRupees(last.equity))</b>"
        if let other = result.benchmark.last {
            text += "; buying everything on the first day and holding it made \(Figures.shortRupees(other.equity))"
        }
        text += ". "
        if let fall = result.statistics.maxDrawdown, let peak = fall.peak, let trough = fall.trough {
            text += "On the way it fell by \(Figures.percent(fall.depth)) once, from \(day(peak)) to \(day(trough))"
            text += fall.recovery.map { ", and was back on \(day($0)). " } ?? ", and has not come back yet. "
        }
        if result.tradeStatistics.count == 0, result.openTrades.isEmpty { text += "Nothing was traded. " }
        if !result.openTrades.isEmpty {
            let count = result.openTrades.count
            text += "\(count) trade\(count == 1 ? " is" : "s are") still open, marked to the last close. "
        }
        return "<p class=lead>\(text)</p>\n"
    }

    var checkList: String {
        guard !result.checks.isEmpty else { return "" }
        let marks: [RunCheck.Verdict: String] = [.passed: "✓", .failed: "✗", .impossible: "–"]
        let rows = result.checks.map { check in
            "<li class=\(check.verdict.rawValue)><span class=mark aria-hidden=true>\(marks[check.verdict] ?? "")</span>"
                + "<div><b>\(check.name.escaped)</b> <span class=verdict>\(check.verdict.rawValue)</span>"
                + "<p>\(check.text.escaped)</p></div></li>"
        }
        return section("checks", "Checks", "<ul class=checks>\(rows.joined())</ul>")
    }

    func section(_ id: String, _ name: String, _ content: String, note: String = "") -> String {
        let note = note.isEmpty ? "" : "<p class=note>\(note)</p>"
        return
            "<section id=\(id) aria-labelledby=\(id)-name>\n<h2 id=\(id)-name>\(name)</h2>\(note)\n\(content)\n</section>\n"
    }
}
