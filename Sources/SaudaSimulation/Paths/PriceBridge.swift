import SaudaCore

/// A random walk tied to four prices of a candle: open, extreme, other extreme, close; never outside low and high.
///
/// Prices are multiples of the tick. The candle's own four stay as they are, on the tick or not (adjusted data).
struct PriceBridge {
    private let low: Price
    private let high: Price
    private let tick: Price
    /// The price to reach and the step it is reached on.
    private let knots: [3 of (price: Price, step: Int)]
    /// The deviation of one step, in 1/10,000 rupee.
    private let spread: Double

    private var knot = 0
    private var step = 0
    /// Where the walk is between the ticks, in 1/10,000 rupee.
    private var position: Double

    /// The extremes are met on random steps: the first in the first half, the second after it.
    ///
    /// - Precondition: `steps >= 4`.
    init(_ candle: Candle, order: ExtremeOrder, tick: Price, steps: Int, random: inout SplitMix64) {
        let first = 1 + random.below(steps / 2)
        let second = first + 1 + random.below(steps - first - 1)
        let highFirst = order.putsHighFirst(in: candle)
        low = candle.low
        high = candle.high
        self.tick = tick
        knots = [
            (highFirst ? candle.high : candle.low, first),
            (highFirst ? candle.low : candle.high, second),
            (candle.close, steps),
        ]
        var root = 1
        while root * root < steps { root += 1 }
        spread = 0.6 * Double(candle.high.raw - candle.low.raw) / Double(root)
        position = Double(candle.open.raw)
    }

    /// Takes one step. After `steps` of them the price stays at the close.
    mutating func next(_ random: inout SplitMix64) -> Price {
        guard knot < 3 else { return knots[2].price }
        let (goal, arrival) = knots[knot]
        step += 1
        if step == arrival {
            knot += 1
            position = Double(goal.raw)
            return goal
        }
        position += (Double(goal.raw) - position) / Double(arrival - step + 1) + spread * random.normal()
        // A step beyond an extreme bounces off it, so that extremes are touched, not hugged.
        if position > Double(high.raw) { position = 2 * Double(high.raw) - position }
        if position < Double(low.raw) { position = 2 * Double(low.raw) - position }
        position = min(max(position, Double(low.raw)), Double(high.raw))
        return min(max(Price(raw: Int64(position + 0.5)).rounded(toTick: tick), low), high)
    }
}
