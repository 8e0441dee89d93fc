public import SaudaCore

/// Buys dips in rising shares at the next open, by after-market orders placed in the afternoon before (rules SIG, BUY).
///
/// This version knows it by name and checks its settings; it does not run it yet.
public enum AMOBuy {
    /// `use: amo-buy` in config.yaml.
    public static let plugin = StrategyPlugin(
        name: "amo-buy",
        summary: "buys dips under RSI 30 above the 200-day average at the next open, by after-market orders",
        parameters: parameters,
        make: nil
    )

    public static let parameters: [Parameter] = [
        Parameter(
            "capital_per_trade",
            .money(Money(rupees: 100_000)),
            in: .money(Money(rupees: 1000)...Money(rupees: 100_000_000)),
            unit: "rupees",
            help: "what one position may cost, before the limits of the account (BUY-5)"
        ),
        Parameter(
            "max_positions",
            .integer(6),
            in: .integers(1...500),
            help: "positions held at the same time; at that number nothing is bought (BUY-3)"
        ),
    ]
}
