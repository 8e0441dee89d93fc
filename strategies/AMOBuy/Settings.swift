import SaudaCore

/// The parameters, as the rules use them.
struct Settings: Sendable {
    var profile: Profile
    var isCurrent: Bool
    var sizing: Sizing
    var mostPositions: Int
    var minimumCombined: Double
    /// `order_type: limit`.
    var placesLimits: Bool
    var adjustsBeforeOpen: Bool
    /// Of EMA9; a pre-market price above it cancels the order (BUY-15).
    var mostOfAverage: Double
    var dayBasis: FailedOrder.DayBasis
    var reenters: Bool
    /// Re-entries want a price within this range of a known one (REN-4).
    var saneShares: ClosedRange<Double>
    var scoresWithBacktest: Bool
    var scoresAsOriginals: Bool
    var studyDays: Int32
    var studyCapital: Money
    var readsNews: Bool
    var historyDays: Int32
    var readAttempts: Int

    init(_ parameters: Parameters) {
        profile = Profile(named: parameters.word("profile")) ?? .current
        isCurrent = profile.name == Profile.current.name
        sizing = Sizing(
            capital: parameters.money("capital_per_trade"),
            mostValue: parameters.money("max_order_value"),
            least: Quantity(parameters.integer("min_quantity")),
            limitsCapitalByVolume: isCurrent && parameters.bool("liquidity_capital"),
            checksVolume: parameters.bool("volume_check")
        )
        mostPositions = Int(parameters.integer("max_positions"))
        minimumCombined = parameters.number("min_combined_score")
        placesLimits = parameters.word("order_type") == "limit"
        adjustsBeforeOpen = parameters.bool("premarket_adjustment")
        mostOfAverage = parameters.number("max_of_ema9")
        dayBasis = FailedOrder.DayBasis(rawValue: parameters.word("failed_order_day_basis")) ?? .calendar
        reenters = parameters.bool("reentries")
        let low = parameters.number("reentry_price_low")
        saneShares = low...max(low, parameters.number("reentry_price_high"))
        scoresWithBacktest = parameters.bool("score_with_backtest")
        scoresAsOriginals = parameters.bool("score_as_originals")
        studyDays = Int32(parameters.integer("study_years") * 365)
        studyCapital = parameters.money("study_capital")
        readsNews = parameters.bool("news")
        historyDays = Int32(parameters.integer("history_days"))
        readAttempts = Int(parameters.integer("account_attempts"))
    }
}
