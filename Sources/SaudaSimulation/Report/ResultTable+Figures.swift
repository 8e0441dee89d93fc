import SaudaCore

/// The blocks of figures, each of half the width.
extension ResultTable {
    func addReturns(of result: BacktestResult, to block: inout TextBlock) {
        let own = result.statistics
        let other = result.benchmarkStatistics
        func add(_ label: String, _ figure: (CurveStatistics) -> Cell) {
            block.add(label, [figure(own)] + (other.map { [figure($0)] } ?? []), cellWidth: 11)
        }
        let names = other == nil ? ["Strategy"] : ["Strategy", "Buy & hold"]
        block.add("Return and risk", names.map { Cell($0, .quiet) }, cellWidth: 11, labelTone: .strong)
        add("Total return") { Cell(signed: Figures.percent($0.totalReturn)) }
        let mark = own.isUnderAYear ? "*" : ""
        add("CAGR\(mark)") { Cell(signed: Figures.percent($0.annualReturn)) }
        add("Volatility\(mark)") { Cell(Figures.percent($0.volatility)) }
        add("Sharpe\(mark)") { Cell(Figures.decimal($0.sharpe)) }
        add("Sortino\(mark)") { Cell(Figures.decimal($0.sortino)) }
        add("Calmar\(mark)") { Cell(Figures.decimal($0.calmar)) }
        add("P(Sharpe > 0)") { Cell(Figures.percent($0.shape?.probabilisticSharpe)) }
        add("Max drawdown") { Cell(Figures.percent($0.maxDrawdown?.depth)) }
        if let comparison = result.benchmarkComparison {
            block.add("Alpha a year\(mark)", [Cell(signed: Figures.percent(comparison.alpha))])
            block.add("Beta", [Cell(Figures.decimal(comparison.beta))])
        }
    }

    func addAccount(of result: BacktestResult, to block: inout TextBlock) {
        block.add("Account", [Cell("Rupees", .quiet)], labelTone: .strong)
        block.add("Start", [Cell(Figures.rupees(result.equity.first?.equity))])
        block.add("End", [Cell(Figures.rupees(result.equity.last?.equity))])
        block.add("Change", [Cell(signed: Figures.rupees(result.change))])
        // Less than a rupee is the rounding of average prices.
        if let rest = result.unexplained, rest.raw.magnitude >= UInt64(Price.scale) {
            block.add("of it outside of trades", [Cell(signed: Figures.rupees(rest))])
        }
        block.add("Days invested", [Cell(Figures.percent(result.exposure.days))])
        block.add("Capital invested, mean", [Cell(Figures.percent(result.exposure.capital))])
        block.add("Turnover a year, times", [Cell(Figures.decimal(result.exposure.turnover))])
    }

    func addTrades(of result: BacktestResult, to block: inout TextBlock) {
        let trades = result.tradeStatistics
        block.add("Trades", [Cell(Figures.count(Int64(trades.count)))], labelTone: .strong)
        block.add("Won, lost", [Cell("\(Figures.count(Int64(trades.wins))), \(Figures.count(Int64(trades.losses)))")])
        block.add("Win rate", [Cell(Figures.percent(trades.winRate))])
        block.add("Profit after charges", [Cell(signed: Figures.rupees(trades.netProfit))])
        block.add("Profit factor", [Cell(Figures.decimal(trades.profitFactor))])
        block.add("Expectancy", [Cell(signed: Figures.rupees(trades.expectancy))])
        block.add("Expectancy on the entry value", [Cell(signed: Figures.percent(trades.expectancyRatio))])
        block.add("System quality (SQN)", [Cell(Figures.decimal(trades.systemQuality))])
        block.add("Average win", [Cell(signed: Figures.rupees(trades.averageWin))])
        block.add("Average loss", [Cell(signed: Figures.rupees(trades.averageLoss))])
        block.add("Best trade", [Cell(signed: Figures.rupees(trades.bestTrade))])
        block.add("Worst trade", [Cell(signed: Figures.rupees(trades.worstTrade))])
        let streaks = "\(trades.longestWinStreak), \(trades.longestLossStreak)"
        block.add("Longest streak won, lost", [Cell(streaks)])
        block.add("Days held, mean", [Cell(Figures.decimal(trades.meanHoldingDays))])
        block.add("Days held, median", [Cell(Figures.decimal(trades.medianHoldingDays))])
        let longest = trades.maxHoldingDays.map { Figures.count(Int64($0)) }
        block.add("Days held, longest", [Cell(longest ?? Figures.undefined)])
    }

    func addDrawdown(of result: BacktestResult, to block: inout TextBlock) {
        let fall = result.statistics.maxDrawdown
        block.add("Deepest fall", [Cell(Figures.percent(fall?.depth))], labelTone: .strong)
        block.add("Rupees below the peak", [Cell(Figures.rupees(fall?.amount))])
        block.add("Peak", [Cell(Figures.day(fall?.peak))])
        block.add("Trough", [Cell(Figures.day(fall?.trough))])
        let isOpen = fall?.trough != nil && fall?.recovery == nil
        block.add("Recovered", [Cell(isOpen ? "not yet" : Figures.day(fall?.recovery))])
        let water = result.statistics.underWater
        block.add("Days under water", [Cell(Figures.percent(water?.share))])
        block.add("Longest, calendar days", [Cell(water.map { "\($0.longestDays)" } ?? Figures.undefined)])
    }

    func addCharges(of result: BacktestResult, to block: inout TextBlock) {
        block.add("Charges", [Cell(Figures.rupees(result.totalCharges))], labelTone: .strong)
        for part in result.charges { block.add(part.name.printable, [Cell(Figures.rupees(part.amount))]) }
    }

    func addSkipped(of result: BacktestResult, to block: inout TextBlock) {
        block.add("Skipped signals", [Cell(Figures.count(Int64(result.totalSkipped)))], labelTone: .strong)
        for part in result.skipped { block.add(part.reason.printable, [Cell(Figures.count(Int64(part.count)))]) }
    }
}
