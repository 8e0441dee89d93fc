/// A result as one self-contained page: no request leaves it, no path of a machine stands in it.
///
/// Figures, months, charges and assumptions are plain HTML and need no script. Curves, trades, prices and a sweep lie in
/// one JSON island that the page's own script draws.
package struct HTMLReport: Sendable {
    package var result: BacktestResult
    /// One for each symbol that was traded.
    package var charts: [SymbolChart]
    /// What identifies the run, in the footer: orders, digest, version.
    package var identity: [Fact]
    /// The combinations this run was chosen from.
    package var sweep: SweepTable?

    package struct Fact: Hashable, Sendable {
        package var name: String
        package var text: String

        package init(_ name: String, _ text: String) {
            self.name = name
            self.text = text
        }
    }

    package init(
        result: BacktestResult,
        charts: [SymbolChart] = [],
        identity: [Fact] = [],
        sweep: SweepTable? = nil
    ) {
        self.result = result
        self.charts = charts
        self.identity = identity
        self.sweep = sweep
    }

    /// The page of a backtest that kept its fills, with the prices it was played on.
    package init(of outcome: Backtest.Outcome, _ setup: BacktestSetup) {
        self.init(
            result: outcome.result,
            charts: SymbolChart.charts(of: outcome.fills, in: setup),
            identity: [Fact("Order commands", Figures.count(Int64(outcome.orders))), Fact("Digest", outcome.digest)]
        )
    }

    /// The whole page in UTF-8. Prices take what room `PriceIsland.budget` leaves; everything else is always whole.
    package func bytes() -> [UInt8] {
        let parts = [
            PageParts.head(title: title), "<body>\n<a class=skip href=#main>Skip to the report</a>\n", banner,
            "<main id=main>\n",
            keyFigures, summary, checkList, curves, months, distribution, prices, tradeList, sweepPart, allFigures,
            assumptions, definitions, "</main>\n", footer,
            "<script type=application/json id=data>", island, "</script>\n<script>",
            PageParts.script, "</script>\n</body>\n</html>\n",
        ]
        var bytes: [UInt8] = []
        bytes.reserveCapacity(parts.reduce(0) { $0 + $1.utf8.count })
        for part in parts { bytes += part.utf8 }
        return bytes
    }

    var title: String { result.title.isEmpty ? "Backtest" : result.title }
}
