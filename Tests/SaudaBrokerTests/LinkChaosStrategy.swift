import SaudaCore

/// Wants something else every few seconds in each of four shares: new targets, other limits, other sizes, none.
struct LinkChaosStrategy: Strategy {
    private var random: SeededDice
    private var stated: [Target?] = [nil, nil, nil, nil]
    private var legs: [UInt16] = [0, 0, 0, 0]
    /// All there ever were; some are left working when another takes their place.
    private var keys: [TargetKey] = []

    init(seed: UInt64) { random = SeededDice(seed: seed &+ 99) }

    mutating func dayStarted(_ day: TradingDay, on desk: inout Desk) {
        for index in 0..<4 as Range<UInt32> { desk.watch(InstrumentID(index: index)) }
        desk.wake(at: desk.now.advanced(by: .seconds(2)))
    }

    mutating func woke(_ label: UInt32, on desk: inout Desk) {
        // The last minutes are for coming to rest.
        guard desk.now.time < TimeOfDay(9, 5) else {
            for key in keys { desk.drop(key) }
            return
        }
        change(random.below(4), on: &desk)
        desk.wake(at: desk.now.advanced(by: .milliseconds(Int64(500 + random.below(8000)))))
    }

    private mutating func change(_ index: Int, on desk: inout Desk) {
        if let old = stated[index], random.below(4) > 0, desk.status(of: old.key)?.isOver != true {
            var target = old
            switch random.below(4) {
            case 0:
                desk.drop(old.key)
                stated[index] = nil
                return
            case 1: target.quantity = Quantity(Int64(10 + random.below(50)))
            default: target.price = .limit(limit())
            }
            stated[index] = target
            desk.set(target)
            return
        }
        legs[index] += 1
        let key = desk.key(InstrumentID(index: UInt32(index)), leg: legs[index])
        keys.append(key)
        let target = Target(
            key,
            .buy,
            Quantity(Int64(10 + random.below(50))),
            .limit(limit()),
            reason: "CHAOS"
        )
        stated[index] = target
        desk.set(target)
    }

    private mutating func limit() -> Price { Price(paise: Int64(9_500 + 5 * random.below(200))) }
}

extension TargetStatus {
    fileprivate var isOver: Bool { if case .ended = self { true } else { false } }
}
