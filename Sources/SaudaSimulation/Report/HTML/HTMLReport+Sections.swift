/// The places that the script fills: without it they say so.
extension HTMLReport {
    private func chart(_ id: String, _ name: String) -> String {
        "<figure class=chart id=\(id)-chart data-name=\"\(name)\"><noscript>This chart needs the page's script.</noscript></figure>"
    }

    var curves: String {
        section(
            "equity",
            "Equity",
            chart("equity", "Equity") + chart("drawdown", "Drawdown"),
            note:
                "At the close of each day, in rupees, beside the same capital in all symbols of the run, bought on the "
                + "first day and held. <span class=hint>Arrow keys move the cursor of a chart that has the focus.</span>"
        )
    }

    var distribution: String {
        section(
            "spread",
            "Distribution",
            "<div class=pair>" + chart("histogram", "Returns of closed trades")
                + chart("sharpe", "Rolling Sharpe, \(CurveSeries.rollingSharpeDays) days")
                + chart("exposure", "Invested") + "</div>"
        )
    }

    var prices: String {
        section(
            "prices",
            "Prices and fills",
            "<div class=controls id=price-controls></div>" + chart("price", "Price"),
            note:
                "Daily prices with every fill, the nine-day and the 200-day exponential average. <span class=hint>Drag over the chart, or "
                + "press + and −, to zoom; n and p go to the next and the previous fill; Escape shows everything.</span>"
        )
    }

    var tradeList: String {
        section(
            "trades",
            "Trades",
            "<div class=controls id=trade-controls></div><div id=trade-list></div><div class=controls id=trade-pages></div>"
        )
    }

    var sweepPart: String {
        guard let sweep else { return "" }
        let notes = sweep.notes.map { "<li>\($0.escaped)</li>" }.joined()
        return section(
            "sweep",
            "Sweep",
            (notes.isEmpty ? "" : "<ul class=plain>\(notes)</ul>")
                + "<div class=controls id=sweep-controls></div><div id=sweep-map class=scroll></div>"
                + "<div id=sweep-list></div><div class=controls id=sweep-pages></div>",
            note: "\(Figures.count(Int64(sweep.rows.count))) combinations, each a whole backtest."
        )
    }
}
