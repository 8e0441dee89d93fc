import SaudaCore

/// Every figure as tables, beside each other where there is room.
extension HTMLReport {
    var allFigures: String {
        let tables = [
            returns, account, trades, falls,
            table(
                "Charges",
                [("All", Figures.rupees(result.totalCharges))]
                    + result.charges.map { ($0.name, Figures.rupees($0.amount)) }
            ),
            table(
                "Skipped signals",
                [("All", Figures.count(Int64(result.totalSkipped)))]
                    + result.skipped.map { ($0.reason, Figures.count(Int64($0.count))) }
            ),
        ]
        return section("figures", "All figures", "<div class=tables>\(tables.joined())</div>")
    }

    private func table(_ name: String, _ rows: [(String, String)]) -> String {
        let body = rows.map { "<tr><th scope=row>\($0.0.escaped)</th><td>\($0.1.withMinus.escaped)</td></tr>" }
        return "<table class=figures><caption>\(name)</caption><tbody>\(body.joined())</tbody></table>"
    }

    private var returns: String {
        let star = result.statistics.isUnderAYear ? "*" : ""
        let rows: [(String, (CurveStatistics) -> String)] = [
            ("Total return", { Figures.percent($0.totalReturn) }),
            ("CAGR\(star)", { Figures.percent($0.annualReturn) }),
            ("Volatility\(star)", { Figures.percent($0.volatility) }),
            ("Sharpe\(star)", { Figures.decimal($0.sharpe) }),
            ("Chance that Sharpe is above 0", { Figures.percent($0.shape?.probabilisticSharpe) }),
            ("Sortino\(star)", { Figures.decimal($0.sortino) }),
            ("Calmar\(star)", { Figures.decimal($0.calmar) }),
            ("Max drawdown", { Figures.percent($0.maxDrawdown?.depth) }),
            ("Days under water", { Figures.percent($0.underWater?.share) }),
            ("Skewness", { Figures.decimal($0.shape?.skewness) }),
            ("Kurtosis", { Figures.decimal($0.shape?.kurtosis) }),
        ]
        let body = rows.map { name, figure in
            let other = result.benchmarkStatistics.map { "<td>\(figure($0).withMinus)</td>" } ?? ""
            return "<tr><th scope=row>\(name)</th><td>\(figure(result.statistics).withMinus)</td>\(other)</tr>"
        }
        let head = result.benchmarkStatistics == nil ? "" : "<th scope=col>Buy and hold</th>"
        let pair = result.benchmarkComparison
        let columns = result.benchmarkStatistics == nil ? "" : "<td></td>"
        let more = [
            ("Alpha a year\(star)", Figures.percent(pair?.alpha)), ("Beta", Figures.decimal(pair?.beta)),
            ("Correlation", Figures.decimal(pair?.correlation)),
        ].map { "<tr><th scope=row>\($0.0)</th><td>\($0.1.withMinus)</td>\(columns)</tr>" }
        return "<table class=figures><caption>Return and risk</caption><thead><tr><td></td>"
            + "<th scope=col>Strategy</th>\(head)</tr></thead><tbody>\((body + more).joined())</tbody></table>"
    }

    private var account: String {
        var rows = [
            ("Start", Figures.rupees(result.equity.first?.equity)), ("End", Figures.rupees(result.equity.last?.equity)),
            ("Change", Figures.rupees(result.change)),
        ]
        // Less than a rupee is the rounding of average prices.
        if let rest = result.unexplained, rest.raw.magnitude >= UInt64(Price.scale) {
            rows.append(("of it outside of trades", Figures.rupees(rest)))
        }
        rows += [
            ("Days invested", Figures.percent(result.exposure.days)),
            ("Capital invested, mean", Figures.percent(result.exposure.capital)),
            ("Turnover a year, times", Figures.decimal(result.exposure.turnover)),
        ]
        return table("Account", rows)
    }

    private var trades: String {
        let trades = result.tradeStatistics
        func count(_ value: Int?) -> String { value.map { Figures.count(Int64($0)) } ?? Figures.undefined }
        return table(
            "Closed trades",
            [
                ("Trades", count(trades.count)), ("Won", count(trades.wins)), ("Lost", count(trades.losses)),
                ("Win rate", Figures.percent(trades.winRate)),
                ("Profit after charges", Figures.rupees(trades.netProfit)),
                ("Profit factor", Figures.decimal(trades.profitFactor)),
                ("Expectancy", Figures.rupees(trades.expectancy)),
                ("Expectancy on the entry value", Figures.percent(trades.expectancyRatio)),
                ("System quality (SQN)", Figures.decimal(trades.systemQuality)),
                ("Average win", Figures.rupees(trades.averageWin)),
                ("Average loss", Figures.rupees(trades.averageLoss)),
                ("Average win over loss", Figures.decimal(trades.payoffRatio)),
                ("Best trade", "\(Figures.rupees(trades.bestTrade))"),
                ("Worst trade", Figures.rupees(trades.worstTrade)),
                ("Best return", Figures.percent(trades.bestRatio)),
                ("Worst return", Figures.percent(trades.worstRatio)),
                ("Longest streak of wins", count(trades.longestWinStreak)),
                ("Longest streak of losses", count(trades.longestLossStreak)),
                ("Days held, mean", Figures.decimal(trades.meanHoldingDays)),
                ("Days held, median", Figures.decimal(trades.medianHoldingDays)),
                ("Days held, longest", count(trades.maxHoldingDays)),
            ]
        )
    }

    private var falls: String {
        let fall = result.statistics.maxDrawdown
        let water = result.statistics.underWater
        let lasts = water?.from != nil && water?.to == nil
        return table(
            "Falls",
            [
                ("Deepest fall", Figures.percent(fall?.depth)), ("Rupees below the peak", Figures.rupees(fall?.amount)),
                ("Peak", Figures.day(fall?.peak)), ("Trough", Figures.day(fall?.trough)),
                ("Recovered", fall?.trough != nil && fall?.recovery == nil ? "not yet" : Figures.day(fall?.recovery)),
                ("Longest under water, days", water.map { Figures.count(Int64($0.longestDays)) } ?? Figures.undefined),
                ("from", Figures.day(water?.from)), ("to", lasts ? "not over" : Figures.day(water?.to)),
            ]
        )
    }
}
