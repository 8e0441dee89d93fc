public import SaudaCore

/// Buys oversold shares of an uptrend with after-market orders (sections 2 to 5 of the trading rules).
///
/// This version knows its name and parameters; running it is refused.
public enum AMOBuy {
    /// `use: amo-buy` in config.yaml.
    public static let plugin = StrategyPlugin(
        name: "amo-buy",
        summary: "finds oversold shares in the evening and buys them with after-market orders",
        parameters: parameters,
        make: nil
    )

    public static let parameters: [Parameter] = [
        Parameter(
            "profile",
            .word("current"),
            in: .words(["current", "v2_1"]),
            help: "thresholds of the signals (DEC-1)"
        ),
        Parameter(
            "capital_per_trade",
            .money(Money(rupees: 100_000)),
            in: .money(Money(rupees: 1000)...Money(rupees: 100_000_000)),
            unit: "rupees",
            help: "size of one position (BUY-5)"
        ),
        Parameter(
            "max_positions",
            .integer(6),
            in: .integers(1...500),
            unit: "positions",
            help: "held and on their way, together (BUY-3)"
        ),
        Parameter(
            "min_combined_score",
            .number(25),
            in: .numbers(0...62.5),
            help: "candidates below it are left out (SCO-5)"
        ),
        Parameter(
            "max_order_value",
            .money(Money(rupees: 500_000)),
            in: .money(Money(rupees: 1000)...Money(rupees: 100_000_000)),
            unit: "rupees",
            help: "an order is cut to this value (BUY-5)"
        ),
        Parameter(
            "order_type",
            .word("market"),
            in: .words(["market", "limit"]),
            help: "of the after-market order (BUY-9)"
        ),
        Parameter(
            "premarket_adjustment",
            .bool(true),
            help: "resize waiting orders by the pre-market price (BUY-15)"
        ),
        Parameter(
            "failed_order_day_basis",
            .word("calendar"),
            in: .words(["calendar", "trading"]),
            help: "what yesterday means for a failed order (HIS-4)"
        ),
    ]
}
