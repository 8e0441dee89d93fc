public import SaudaCore

extension EMA9Sell {
    /// `use: ema9-sell` in config.yaml.
    public static let plugin = StrategyPlugin(
        name: "ema9-sell",
        summary: "sells every tracked position at the live EMA9, lowered minute by minute, or when RSI10 is over 50",
        parameters: parameters,
        make: { EMA9Sell($0) },
        entry: { PlainEntry($0) },
        entryNote: PlainEntry.note,
        duties: { EMA9Sell.duties($0, $1) }
    )

    /// Every setting, with its standard value from the trading rules.
    public static let parameters: [Parameter] = [
        Parameter(
            "min_target_vs_entry",
            .number(0.95),
            in: .numbers(0...1),
            unit: "share of the entry price",
            help:
                "no order is placed while EMA9 is below this share of the entry price; 0 switches the guard off (SEL-1)"
        ),
        Parameter(
            "rsi_exit",
            .bool(true),
            help: "sell at the market when today's RSI10 is over rsi_exit_above (SEL-11)"
        ),
        Parameter(
            "rsi_exit_above",
            .number(50),
            in: .numbers(1...99),
            unit: "RSI points",
            help: "strictly over this RSI the position is sold at the market (SEL-11)"
        ),
        Parameter(
            "price_max_age",
            .integer(60),
            in: .integers(1...3600),
            unit: "seconds",
            help: "a price older than this moves no order (SEL-6)"
        ),
        Parameter(
            "history_days",
            .integer(450),
            in: .integers(205...5000),
            unit: "calendar days",
            help: "daily history asked for; 450 days are the 300 candles that RSI10 needs to settle (IND-1, IND-3)"
        ),
        Parameter(
            "place_attempts",
            .integer(3),
            in: .integers(1...20),
            unit: "per position and day",
            help: "a sell or history request that failed so often is left to a person for the day (SEL-1, SEL-3)"
        ),
        Parameter(
            "monitor",
            .bool(true),
            help: "hourly position check at minute 30 with alerts; it places nothing (MON-1)"
        ),
        Parameter(
            "log_changes",
            .bool(true),
            help: "notes EMA9, target and lowest of a position whenever one of them changed (SEL-7)"
        ),
        Parameter(
            "entry_capital",
            .money(Money(rupees: 100_000)),
            in: .money(Money(rupees: 1000)...Money(rupees: 100_000_000)),
            unit: "rupees",
            help: "per position of the plain entry that feeds a backtest of this strategy alone (DEC-19)"
        ),
    ]
}
