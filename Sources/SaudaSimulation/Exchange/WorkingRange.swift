import SaudaCore

/// The range of a share with derivatives: 10 % of the previous close at first, wider as the price presses on it.
///
/// Pressing is a price at 0.1 % from the edge or beyond it; how many traded there is not known. After that the range
/// widens by 5 % twice, 15 minutes each (5 in the last half hour), then by 3 % twice, 30 minutes each, then by 2 % after
/// 60. A price beyond the range shows that it has been widened. Since 2024-11-18 the other edge moves along.
struct WorkingRange: Hashable, Sendable {
    private static let slidesFrom = Day(number: 20_045)  // 2024-11-18

    let reference: Price
    private let tick: Price
    /// Per cent of the reference.
    private var up: Int64 = PriceBand.derivativePercent
    private var down: Int64 = PriceBand.derivativePercent
    private var steps = 0
    private var presses: Side?
    /// When it widens next; nil while the price presses on no edge.
    private(set) var widensAt: Timestamp?

    init(around reference: Price, tick: Price) {
        self.reference = reference
        self.tick = tick
    }

    /// Nil when no tick lies inside.
    var band: PriceBand? {
        let low = Price(raw: (reference.raw * max(1, 100 - down) + 99) / 100).roundedUp(toTick: tick)
        let high = Price(raw: reference.raw * (100 + up) / 100).roundedDown(toTick: tick)
        return low <= high ? PriceBand(lower: low, upper: high) : nil
    }

    /// Takes a price in. Returns whether the range is another one.
    mutating func trade(at price: Price, _ time: Timestamp, close: Timestamp) -> Bool {
        let before = steps
        while price > edge(.buy), steps < 40 { widen(.buy, on: time.day) }
        while price < edge(.sell), steps < 40 { widen(.sell, on: time.day) }
        if presses == nil, let side = pressed(by: price) {
            presses = side
            widensAt = time.advanced(by: wait(at: time, close: close))
        }
        return steps != before
    }

    /// Widens when it is due. Returns whether it did.
    mutating func widen(at time: Timestamp) -> Bool {
        guard let due = widensAt, due <= time, let side = presses else { return false }
        widen(side, on: time.day)
        return true
    }

    private mutating func widen(_ side: Side, on day: Day) {
        let step = step
        steps += 1
        presses = nil
        widensAt = nil
        let slides = day >= Self.slidesFrom
        if side == .buy {
            up += step
            if slides { down -= step }
        } else {
            down += step
            if slides { up -= step }
        }
    }

    private func edge(_ side: Side) -> Price {
        Price(raw: reference.raw * (100 + (side == .buy ? up : -down)) / 100)
    }

    private func pressed(by price: Price) -> Side? {
        let margin = Price(raw: reference.raw / 1000)
        if price >= edge(.buy) - margin { return .buy }
        return price <= edge(.sell) + margin ? .sell : nil
    }

    private var step: Int64 { steps < 2 ? 5 : steps < 4 ? 3 : 2 }

    private func wait(at time: Timestamp, close: Timestamp) -> TimeSpan {
        switch steps {
        case 0, 1: close.since(time) <= .seconds(1800) ? .seconds(300) : .seconds(900)
        case 2, 3: .seconds(1800)
        default: .seconds(3600)
        }
    }
}
