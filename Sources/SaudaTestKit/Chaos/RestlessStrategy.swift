public import SaudaCore

/// Wants something else every few seconds: new targets, other limits, other sizes, none; some are left working when
/// another takes their place. At `end` it drops them all, so that everything can come to rest.
public struct RestlessStrategy: Strategy {
    private var random: SeededDice
    /// Around which limits lie, by instrument.
    private let prices: [Price]
    private let end: TimeOfDay
    private var stated: [Target?]
    private var legs: [UInt16]
    private var keys: [TargetKey] = []

    public init(seed: UInt64, prices: [Price], until end: TimeOfDay) {
        random = SeededDice(seed: seed &+ 99)
        self.prices = prices
        self.end = end
        stated = prices.map { _ in nil }
        legs = prices.map { _ in 0 }
    }

    public mutating func dayStarted(_ day: TradingDay, on desk: inout Desk) {
        for index in prices.indices { desk.watch(InstrumentID(index: UInt32(index))) }
        desk.wake(at: max(desk.now, day.open).advanced(by: .seconds(2)))
    }

    public mutating func woke(_ label: UInt32, on desk: inout Desk) {
        guard desk.now.time < end else {
            for key in keys { desk.drop(key) }
            return
        }
        change(random.below(prices.count), on: &desk)
        desk.wake(at: desk.now.advanced(by: .milliseconds(Int64(500 + random.below(8000)))))
    }

    private mutating func change(_ index: Int, on desk: inout Desk) {
        if let old = stated[index], random.below(4) > 0, !isOver(old.key, desk) {
            var target = old
            switch random.below(4) {
            case 0:
                desk.drop(old.key)
                stated[index] = nil
                return
            case 1: target.quantity = quantity()
            default: target.price = .limit(limit(index))
            }
            stated[index] = target
            desk.set(target)
            return
        }
        legs[index] += 1
        let key = desk.key(InstrumentID(index: UInt32(index)), leg: legs[index])
        keys.append(key)
        let target = Target(key, .buy, quantity(), .limit(limit(index)), reason: "CHAOS")
        stated[index] = target
        desk.set(target)
    }

    private func isOver(_ key: TargetKey, _ desk: Desk) -> Bool {
        if case .ended = desk.status(of: key) { true } else { false }
    }

    private mutating func quantity() -> Quantity { Quantity(Int64(10 + random.below(50))) }

    /// Within a twentieth of the middle, on a tick of five paise.
    private mutating func limit(_ index: Int) -> Price {
        let middle = prices[index].raw
        let raw = middle - middle / 20 + Int64(random.below(Int(middle / 10)))
        return Price(raw: raw / 500 * 500)
    }
}
