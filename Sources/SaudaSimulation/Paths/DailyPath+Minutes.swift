package import SaudaCore

extension DailyPath {
    /// Steps of the walk in a minute; its open is the last price of the minute before.
    private static let stepsPerMinute = 4

    /// Returns one plausible candle per minute of the session that together make up `day`: first open, highest high,
    /// lowest low, last close and the sum of the volumes are the day's. The extremes come in this path's `order`.
    ///
    /// The same day, tick and seed always give the same minutes; the date is mixed into the seed. Every price is a
    /// multiple of `tick`, except those of `day` itself if they are not. Begun minutes count.
    ///
    /// - Parameter seed: one per instrument.
    /// - Precondition: `day.isConsistent` and `tick > .zero`.
    package func minutes(of day: Candle, tick: Price, seed: UInt64) -> [Candle] {
        precondition(day.isConsistent && tick > .zero, "minutes are made from a consistent candle on a positive tick")
        let date = day.start.day
        let open = date.at(session.lowerBound)
        let count = (Int(session.upperBound.seconds - session.lowerBound.seconds) + 59) / 60
        let daySeed = SplitMix64.seed(seed, for: UInt64(bitPattern: Int64(date.number)))
        var random = SplitMix64(seed: SplitMix64.seed(daySeed, for: "minutes"))
        let steps = count * DailyPath.stepsPerMinute
        var bridge = PriceBridge(day, order: order, tick: tick, steps: steps, random: &random)

        var minutes: [Candle] = []
        minutes.reserveCapacity(count)
        var price = day.open
        for index in 0..<count {
            var minute = Candle(
                start: open.advanced(by: .seconds(Int64(index) * 60)),
                open: price,
                high: price,
                low: price,
                close: price,
                volume: Quantity(DailyPath.weight(ofMinute: index, of: count, random: &random))
            )
            for _ in 0..<DailyPath.stepsPerMinute {
                price = bridge.next(&random)
                minute.high = max(minute.high, price)
                minute.low = min(minute.low, price)
            }
            minute.close = price
            minutes.append(minute)
        }
        DailyPath.share(day.volume, among: &minutes)
        return minutes
    }

    /// The U of a trading day, four times as busy at both ends as at noon, times 0.5 to 1.5 at random.
    private static func weight(ofMinute index: Int, of count: Int, random: inout SplitMix64) -> Int64 {
        let fromNoon = 2 * index - (count - 1)
        let shape = 256 + 768 * fromNoon * fromNoon / max(1, (count - 1) * (count - 1))
        return Int64(shape * (128 + random.below(257)))
    }

    /// Turns weights into parts of `total`. Cut on the running sum, so that nothing is lost by rounding.
    private static func share(_ total: Quantity, among minutes: inout [Candle]) {
        let weights = minutes.reduce(0) { $0 + $1.volume.units }
        var weight: Int64 = 0
        var given: Int64 = 0
        for index in minutes.indices {
            weight += minutes[index].volume.units
            let due = weights.dividingFullWidth(total.units.multipliedFullWidth(by: weight)).quotient
            minutes[index].volume = Quantity(due - given)
            given = due
        }
    }
}
