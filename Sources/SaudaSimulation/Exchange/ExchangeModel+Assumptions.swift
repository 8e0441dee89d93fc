import SaudaCore

extension ExchangeModel {
    /// What a result made with this model rests on, one sentence each.
    public var assumptions: [String] {
        var lines: [String] = []
        if jitter > .zero {
            lines.append("Orders take up to \(jitter.microseconds / 1000) ms longer at random (seed \(seed)).")
        }
        lines.append(fills)
        lines.append(slip)
        lines.append("Orders for the opening trade at the opening price, the candle's open.")
        if showsIndicativePrice { lines.append("From the pre-open on the opening price is known as a quote.") }
        lines.append(limits)
        if locksFromPrices {
            lines.append(
                "A share that closed at its extreme, 2, 5, 10 or 20 % from the day before, counts as locked there."
            )
        }
        lines.append(
            hasClosingAuction
                ? "From 2026-08-03 shares known to have derivatives close in an auction, at the day's close."
                : "Closing auctions are left out: every share trades to the close."
        )
        if let squareOff {
            lines.append("Intraday positions are closed at the market \(squareOff.text).")
        } else {
            lines.append("Intraday positions are not closed by the broker.")
        }
        lines.append("There are no margins: what is bought is paid in full; contracts are settled at their last price.")
        return lines
    }

    private var fills: String {
        guard let participation else { return "Orders fill whole when their price is reached, whatever the volume." }
        return "An account takes at most \(percent(participation)) of a candle's volume, a quarter of that at a price."
    }

    private var slip: String {
        switch slippage {
        case .none: "There is no slippage."
        case .fixed(let points): "Market orders pay \(percent(points)) slippage."
        case .uniform(let points):
            "Market orders pay \(percent(points.lowerBound)) to \(percent(points.upperBound)) slippage (seed \(seed))."
        case .impact(let points):
            "Market orders pay slippage by their part of the volume, \(percent(points)) for all of a candle."
        }
    }

    private var limits: String {
        guard let bands else { return "Orders are not checked against price bands, which are not known." }
        let range = hasWorkingRange ? ", and 10 % that widens for those with derivatives" : ""
        return "Price bands are those of \(bands.count) listed shares\(range)."
    }

    /// 1,234 basis points are 12.34 %.
    private func percent(_ points: Int) -> String {
        let (whole, part) = points.quotientAndRemainder(dividingBy: 100)
        if part == 0 { return "\(whole) %" }
        return part % 10 == 0 ? "\(whole).\(part / 10) %" : "\(whole).\(part < 10 ? "0" : "")\(part) %"
    }
}
