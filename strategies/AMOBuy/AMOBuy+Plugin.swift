public import SaudaCore

extension AMOBuy {
    /// `use: amo-buy` in config.yaml.
    public static let plugin = StrategyPlugin(
        name: "amo-buy",
        summary: "finds oversold shares in the evening, buys them with after-market orders and averages down",
        parameters: parameters,
        make: { AMOBuy($0) },
        warmUp: 2400,
        opensPositions: true,
        studies: { AMOBuy.studies($0) },
        notes: { AMOBuy.notes($0) },
        duties: { AMOBuy.duties($0, $1) }
    )

    /// What a result has to say of itself (DEC-21).
    static func notes(_ parameters: Parameters) -> [String] {
        let settings = Settings(parameters)
        var notes = [
            settings.scoresWithBacktest
                ? "Candidates are scored with a backtest of their last \(settings.studyDays / 365) years (SCO-2)."
                : "Candidates are taken by their plain verdict, without a backtest score (SCO-5).",
            "Only shares with RSI10 under its limit are analysed; no score buys the others.",
        ]
        if settings.sizing.checksVolume || settings.sizing.limitsCapitalByVolume {
            notes.append(
                "Volumes are as traded while prices are adjusted: before a split or bonus, liquidity checks are off by its "
                    + "ratio."
            )
        }
        return notes
    }

    /// Every setting, with its standard value from the trading rules.
    public static let parameters: [Parameter] =
        signalParameters + orderParameters + reentryParameters + studyParameters

    private static let signalParameters: [Parameter] = [
        Parameter(
            "profile",
            .word("current"),
            in: .words(["current", "v2_1"]),
            help: "thresholds of the signals, of the universe and of averaging down (DEC-1)"
        ),
        Parameter(
            "score_with_backtest",
            .bool(true),
            help: "score candidates with a backtest of their last years; false takes the plain verdict (SCO-2, SCO-5)"
        ),
        Parameter(
            "score_as_originals",
            .bool(false),
            help: "score with the originals' quirks, and let a backtest alone lift a verdict (SCO-2, SCO-4)"
        ),
        Parameter(
            "study_years",
            .integer(2),
            in: .integers(1...10),
            unit: "years",
            help: "length of that backtest; K2 took 5 (SCO-2)"
        ),
        Parameter(
            "study_capital",
            .money(Money(rupees: 50_000)),
            in: .money(Money(rupees: 1000)...Money(rupees: 100_000_000)),
            unit: "rupees",
            help: "per fill of that backtest (SCO-2)"
        ),
        Parameter(
            "min_combined_score",
            .number(25),
            in: .numbers(0...62.5),
            help: "candidates below it are left out (SCO-5)"
        ),
        Parameter("news", .bool(true), help: "ask for headlines, which may downgrade a verdict (SIG-8)"),
        Parameter(
            "history_days",
            .integer(2400),
            in: .integers(800...10_000),
            unit: "calendar days",
            help: "daily history asked for at the start; the weekly part wants 2400 (IND-5)"
        ),
    ]

    private static let orderParameters: [Parameter] = [
        Parameter(
            "capital_per_trade",
            .money(Money(rupees: 100_000)),
            in: .money(Money(rupees: 1000)...Money(rupees: 100_000_000)),
            unit: "rupees",
            help: "size of one purchase; K2 took 200000 (BUY-5, DEC-5)"
        ),
        Parameter(
            "max_positions",
            .integer(6),
            in: .integers(1...500),
            unit: "positions",
            help: "held and on their way, together (BUY-3)"
        ),
        Parameter(
            "max_order_value",
            .money(Money(rupees: 500_000)),
            in: .money(Money(rupees: 1000)...Money(rupees: 100_000_000)),
            unit: "rupees",
            help: "an order is cut to this value (BUY-5, DEC-6)"
        ),
        Parameter(
            "min_quantity",
            .integer(1),
            in: .integers(1...1_000_000),
            unit: "shares",
            help: "a smaller order is not placed (BUY-5)"
        ),
        Parameter(
            "liquidity_capital",
            .bool(true),
            help: "capital is at most a tenth of a day's trade; profile current only (BUY-6)"
        ),
        Parameter("volume_check", .bool(true), help: "an order is at most a share of a day's volume (BUY-7)"),
        Parameter(
            "order_type",
            .word("market"),
            in: .words(["market", "limit"]),
            help: "of the after-market order; a limit stands at the close (BUY-9)"
        ),
        Parameter(
            "account_attempts",
            .integer(3),
            in: .integers(1...20),
            help: "readings of holdings and order book, two seconds apart, before a run is given up (BUY-1)"
        ),
        Parameter(
            "premarket_adjustment",
            .bool(true),
            help: "resize waiting orders by the pre-market price (BUY-15)"
        ),
        Parameter(
            "max_of_ema9",
            .number(0.99),
            in: .numbers(0.5...2),
            unit: "share of EMA9",
            help: "a pre-market price above it cancels the waiting order (BUY-15)"
        ),
        Parameter(
            "failed_order_day_basis",
            .word("calendar"),
            in: .words(["calendar", "trading"]),
            help: "what yesterday means for a failed order (HIS-4, DEC-4)"
        ),
    ]

    private static let reentryParameters: [Parameter] = [
        Parameter("reentries", .bool(true), help: "average down when RSI10 reaches a lower level (REN-1)"),
        Parameter(
            "reentry_price_low",
            .number(0.35),
            in: .numbers(0...1),
            unit: "share of a known price",
            help: "a re-entry's price must not be lower; profile current only (REN-4)"
        ),
        Parameter(
            "reentry_price_high",
            .number(3),
            in: .numbers(1...100),
            unit: "times a known price",
            help: "a re-entry's price must not be higher; profile current only (REN-4)"
        ),
    ]
}
