import SaudaCore

extension OpeningRange {
    /// What it waits for on a day, by the same hours as `dayStarted`.
    static func duties(_ day: TradingDay, _ parameters: Parameters) -> [Duty] {
        let end = min(day.close, day.auctionFrom)
        func minutes(_ name: String) -> TimeSpan { .seconds(60 * parameters.integer(name)) }
        let rangeEnd = day.open.advanced(by: minutes("range_minutes"))
        let squareOff = end.advanced(by: -minutes("square_off"))
        let lastEntry = min(end.advanced(by: -minutes("last_entry")), squareOff)
        if day.pause != nil || rangeEnd >= lastEntry {
            return [Duty(.at(day.open), "nothing: the session is too short or has a pause")]
        }
        let capital = parameters.money("capital_per_trade")
        let most = parameters.integer("max_positions")
        let sides = parameters.bool("short") ? "over or under it" : "over it"
        return [
            Duty(.between(day.open, rangeEnd), "waits for each share's range of the first minutes"),
            Duty(
                .between(rangeEnd, lastEntry),
                "waits for a \(parameters.integer("candle_minutes"))-minute candle that closes \(sides); then \(capital) "
                    + "each, \(most) positions at most"
            ),
            Duty(.at(squareOff), "closes all that is open at the market"),
        ]
    }
}
