/// What the reader must know to judge the figures, in words.
extension HTMLReport {
    var assumptions: String {
        let lines = result.assumptions.map { "<li>\($0.escaped)</li>" }.joined()
        return section(
            "assumptions",
            "Assumptions",
            lines.isEmpty ? "<p class=note>None were stated.</p>" : "<ul class=plain>\(lines)</ul>"
        )
    }

    private static let terms = [
        ("CAGR", "The total return compounded to a year of 365.25 calendar days."),
        ("Volatility", "Standard deviation of daily returns (n − 1), times the root of 252."),
        ("Sharpe", "Mean daily return less the risk-free rate, over their standard deviation, times the root of 252."),
        (
            "Chance that Sharpe is above 0",
            "The probabilistic Sharpe ratio of Bailey and Lopez de Prado: it allows for the length of the run, skewness "
                + "and fat tails, not for the variants that were tried before."
        ),
        ("Sortino", "As Sharpe, over the root of the mean square of returns below 0."),
        ("Calmar", "CAGR over the deepest fall."),
        (
            "Alpha, beta",
            "Least squares of daily returns on those of buy and hold; alpha is the part beta does not explain, times 252."
        ),
        ("SQN", "Root of the number of trades times mean profit over the standard deviation of profits, in rupees."),
        ("Profit factor", "All profits over all losses, after charges."),
        ("Turnover", "Half of all buys and sells over mean equity, per year."),
        (
            "Under water",
            "Below an earlier close of the equity; the longest stretch runs from the peak to the recovery."
        ),
        (
            "Buy and hold",
            "Equal parts of the capital in every symbol of the run that had a price; no charges, no dividends."
        ),
    ]

    var definitions: String {
        let rate =
            "Daily returns are those of closes; the risk-free rate is \(Figures.percent(result.riskFreeRate)) a year."
        let list = Self.terms.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" }.joined()
        return "<details class=terms><summary>How the figures are made</summary><p class=note>\(rate)</p>"
            + "<dl>\(list)</dl></details>\n"
    }

    var footer: String {
        let facts = identity.map { "<span>\($0.name.escaped) <b>\($0.text.escaped)</b></span>" }.joined()
        return "<footer class=foot><span>Made by sauda; the past promises nothing.</span>\(facts)</footer>\n"
    }
}
