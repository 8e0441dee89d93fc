import SaudaCore
import Synchronization

/// What a restless strategy stated, for the test to compare with what was sent.
final class Wishes: Sendable {
    private let largest = Mutex<[TargetKey: Quantity]>([:])

    func add(_ key: TargetKey, _ quantity: Quantity) {
        largest.withLock { $0[key] = max($0[key] ?? .zero, quantity) }
    }

    /// Every key under which something was ever stated.
    var keys: [TargetKey] { largest.withLock { Array($0.keys) } }

    func largest(of key: TargetKey) -> Quantity { largest.withLock { $0[key] ?? .zero } }
}

/// A strategy that wants something else every moment: it sets, raises, amends and drops targets at random, one for
/// each of the first seven instruments, and adopts orders in the eighth.
struct Restless: Strategy {
    var random: SeededGenerator
    let wishes: Wishes
    private var stated: [Target?] = Array(repeating: nil, count: 7)

    init(seed: UInt64, wishes: Wishes) {
        random = SeededGenerator(seed: seed)
        self.wishes = wishes
    }

    static func middle(of instrument: InstrumentID) -> Int64 { instrument.index == 6 ? 2_600_000 : 210_000 }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    mutating func dayStarted(_ day: TradingDay, on desk: inout Desk) {
        stated = Array(repeating: nil, count: 7)
        desk.wake(at: day.day.at(TimeOfDay(9, 0)))
    }

    mutating func woke(_ label: UInt32, on desk: inout Desk) {
        for _ in 0..<Int.random(in: 1...3, using: &random) { want(on: &desk) }
        desk.wake(at: desk.now.advanced(by: .seconds(Int64.random(in: 1...900, using: &random))))
    }

    mutating func targetChanged(_ key: TargetKey, on desk: inout Desk) {
        if chance(30) { want(on: &desk) }
    }

    mutating func foreignOrder(_ order: ForeignOrder, before: ForeignOrder?, on desk: inout Desk) {
        guard order.instrument.index == 7, chance(50) else { return }
        let key = desk.key(order.instrument)
        wishes.add(key, order.terms.quantity)
        desk.adopt(order, as: key, reason: "ADOPTED")
        if chance(50), desk.status(of: key) != nil { desk.drop(key) }
    }

    private mutating func want(on desk: inout Desk) {
        let index = Int.random(in: 0..<7, using: &random)
        let old = stated[index]
        if let old, chance(10) { return desk.drop(old.key) }
        var target = old ?? invent(InstrumentID(index: UInt32(index)), on: desk)
        if old != nil { change(&target, on: desk) }
        stated[index] = target
        wishes.add(target.key, target.quantity)
        desk.set(target)
    }

    private mutating func change(_ target: inout Target, on desk: Desk) {
        switch Int.random(in: 0..<10, using: &random) {
        case 0...1: target.revision += 1
        case 2...4: target.quantity = quantity()
        case 5...7: target.price = price(of: target.key.instrument)
        case 8: target.expires = desk.now.advanced(by: .seconds(Int64.random(in: -60...3600, using: &random)))
        default: target.persistence = chance(50) ? .once : .rest
        }
    }

    private mutating func quantity() -> Quantity { Quantity(65 * Int64.random(in: 1...40, using: &random)) }

    private mutating func price(of instrument: InstrumentID) -> Target.PriceRule {
        let middle = Self.middle(of: instrument)
        let limit = Price(paise: (middle + Int64.random(in: -middle / 20...middle / 20, using: &random)) / 10 * 10)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return .market
        case 1: return .stopLimit(trigger: limit, limit: limit)
        case 2: return .stopMarket(trigger: limit)
        default: return .limit(limit)
        }
    }

    private mutating func invent(_ instrument: InstrumentID, on desk: Desk) -> Target {
        var target = Target(
            desk.key(instrument),
            chance(50) ? .buy : .sell,
            quantity(),
            price(of: instrument),
            reason: "R\(instrument.index)"
        )
        target.product = instrument.index == 6 ? .carryForward : chance(80) ? .delivery : .intraday
        target.validity = chance(15) ? .ioc : .day
        target.timing = chance(20) ? .nextOpen : .now
        target.persistence = chance(25) ? .rest : .once
        if chance(10) { target.notBefore = desk.now.advanced(by: .seconds(300)) }
        return target
    }
}
