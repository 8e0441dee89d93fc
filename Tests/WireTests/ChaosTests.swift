import Foundation
import SaudaBroker
import SaudaCommand
import SaudaCore
import SaudaServer
import SaudaTestKit
import Testing

@Suite struct ChaosTests {
    @Test(
        "a practice day with every kind of fault: nothing sent twice, no fill lost, books equal to the exchange's",
        arguments: PlayedBroker.allCases,
        PracticeFault.Kind.allCases.map { [$0] } + [PracticeFault.Kind.allCases]
    )
    func day(broker: PlayedBroker, kinds: [PracticeFault.Kind]) throws {
        for seed in 1...(kinds.count == 1 ? 1 : 2) as ClosedRange<UInt64> {
            // Twice each, some seconds apart, while orders are under way.
            var faults: [PracticeFault] = []
            for (index, kind) in (kinds + kinds).enumerated() {
                let second = 20 + Int(seed) * 7 + index * (kinds.count == 1 ? 90 : 15)
                faults.append(PracticeFault(kind, .at(TimeOfDay(9, 15 + second / 60, second % 60))))
            }
            // Of one kind the second is two minutes into the day.
            let lastOrders = TimeOfDay(9, kinds.count == 1 ? 19 : 24)
            var world = try ChaosWorld(broker, seed: seed, faults: faults, lastOrders: lastOrders)
            try world.run()
            check(world, broker, kinds)
            for kind in kinds where kinds.count == 1 {
                #expect(world.floor.broker.happened[kind] ?? 0 > 0, "\(kind) never happened, seed \(seed)")
            }
        }
    }

    /// A few in every run; `scripts/chaos.sh BROKER 1000` plays more.
    private static let seeds = ProcessInfo.processInfo.environment["CHAOS_SEEDS"].flatMap(UInt64.init) ?? 4
    private static let first = ProcessInfo.processInfo.environment["CHAOS_FIRST"].flatMap(UInt64.init) ?? 1

    private static let brokers = PlayedBroker.allCases.filter {
        $0.rawValue == ProcessInfo.processInfo.environment["CHAOS_BROKER"] ?? $0.rawValue
    }

    @Test func `there is a broker to play with`() { #expect(!Self.brokers.isEmpty) }

    @Test("faults of any kind at any time, by seed", arguments: brokers, 0..<2 as Range<UInt64>)
    func anything(broker: PlayedBroker, part: UInt64) throws {
        for seed in Self.first..<Self.first + Self.seeds where seed % 2 == part {
            var dice = SeededDice(seed: seed &+ 77)
            var faults: [PracticeFault] = []
            for _ in 0..<16 {
                let kind = PracticeFault.Kind.allCases[dice.below(PracticeFault.Kind.allCases.count)]
                // Sign-ins have a budget a day.
                guard kind != .tokenDeath || faults.count(where: { $0.kind == kind }) < 2 else { continue }
                let time = TimeOfDay(9, 15 + dice.below(8), dice.below(60))
                faults.append(PracticeFault(kind, .at(time), duration: kind.duration > .zero ? .seconds(4) : nil))
            }
            var world = try ChaosWorld(broker, seed: seed, faults: faults)
            try world.run()
            check(world, broker, faults.map(\.kind))
        }
    }

    private func check(_ world: ChaosWorld, _ broker: PlayedBroker, _ kinds: [PracticeFault.Kind]) {
        let comment: Comment = "\(broker.rawValue), \(kinds.map(\.rawValue)), seed \(world.seed)"
        #expect(world.ticks > 100, comment)
        #expect(world.placed.count > 10, comment)
        #expect(world.notices["signed-in"] ?? 0 > 0, comment)
        let tags = world.book.compactMap(\.tag)
        #expect(!tags.isEmpty && Set(tags).count == tags.count, "sent twice, \(comment)")
        // Where the broker writes tags of its own over ours, their number tells.
        #expect(world.book.count <= world.placed.count, "sent twice, \(comment)")
        #expect(world.book.allSatisfy { $0.isFinal }, comment)
        let told = world.heard.values.reduce(Quantity.zero) { $0 + $1.filled }
        #expect(told == world.book.reduce(Quantity.zero) { $0 + $1.filled }, comment)
        for index in PracticeDayPlan.symbols.indices {
            let id = InstrumentID(index: UInt32(index))
            let ours = world.engine.desk.books[0].quantity(of: id)
            #expect(ours == world.exchangeBook.quantity(of: id), "\(PracticeDayPlan.symbols[index]), \(comment)")
        }
        #expect(told > .zero, comment)
        if ProcessInfo.processInfo.environment["CHAOS_TRACE"] != nil { world.trace.forEach { print($0) } }
    }
}
