import SaudaCore

/// A result as plain text for the terminal. Money in rupees with Indian grouping, shares in per cent.
///
/// The list of trades may grow wider than `width` when its figures need it: a figure that was cut is a wrong figure.
package struct ResultTable: Sendable {
    /// In characters; at least 80 are used.
    package var width: Int
    /// Whether ANSI colour codes are written; leave it off for files and pipes.
    package var colour: Bool
    /// How many closed trades are listed, the last ones; the rest is counted.
    package var lastTrades: Int

    package init(width: Int = 100, colour: Bool = false, lastTrades: Int = 20) {
        self.width = max(80, width)
        self.colour = colour
        self.lastTrades = max(0, lastTrades)
    }

    /// The table, each line padded to the width of its block and ended by a newline.
    package func text(of result: BacktestResult) -> String {
        let gap = 4
        let half = (width - gap) / 2
        func beside(_ left: (inout TextBlock) -> Void, _ right: (inout TextBlock) -> Void) -> [String] {
            var blocks = (TextBlock(width: half, ink: ink), TextBlock(width: half, ink: ink))
            left(&blocks.0)
            right(&blocks.1)
            return TextBlock.beside(blocks.0, blocks.1, gap: gap) + [""]
        }
        var lines = heading(of: result)
        lines += beside({ addReturns(of: result, to: &$0) }, { addAccount(of: result, to: &$0) })
        lines += beside({ addTrades(of: result, to: &$0) }, { addDrawdown(of: result, to: &$0) })
        lines += beside({ addCharges(of: result, to: &$0) }, { addSkipped(of: result, to: &$0) })
        lines += tradeList(of: result)
        lines += checks(of: result)
        lines += assumptions(of: result)
        return lines.map { $0 + "\n" }.joined()
    }

    var ink: Ink { Ink(colour: colour) }

    private func heading(of result: BacktestResult) -> [String] {
        var block = TextBlock(width: width, ink: ink)
        block.add(result.title.printable, .strong)
        var span = "No trading days"
        if let first = result.firstDay, let last = result.equity.last?.day, result.tradingDays > 0 {
            let days = Figures.count(Int64(result.tradingDays))
            span = "\(first) to \(last), \(days) trading \(result.tradingDays == 1 ? "day" : "days")"
        }
        if result.riskFreeRate != 0 { span += ", risk-free rate \(Figures.percent(result.riskFreeRate)) a year" }
        block.add(span, .quiet)
        if result.statistics.isUnderAYear {
            block.add("* The run is under a year: annual figures are extrapolated from it.", .quiet)
        }
        block.add(String(repeating: "─", count: width), .quiet)
        return block.lines + [""]
    }

    private func checks(of result: BacktestResult) -> [String] {
        guard !result.checks.isEmpty else { return [] }
        var block = TextBlock(width: width, ink: ink)
        block.add("Checks", .strong)
        for check in result.checks {
            block.add(wrapping: "- \(check.name) \(check.verdict.rawValue): \(check.text)", hang: 2)
        }
        return block.lines + [""]
    }

    private func assumptions(of result: BacktestResult) -> [String] {
        guard !result.assumptions.isEmpty else { return [] }
        var block = TextBlock(width: width, ink: ink)
        block.add("Assumptions", .strong)
        for line in result.assumptions { block.add(wrapping: "- " + line.printable, hang: 2) }
        return block.lines
    }
}
