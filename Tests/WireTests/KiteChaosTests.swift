import Foundation
import SaudaBroker
import SaudaCore
import SaudaServer
import Testing

@Suite struct KiteChaosTests {
    @Test(
        "a practice day with every kind of fault: nothing sent twice, no fill lost, books equal to the exchange's",
        arguments: PracticeFault.Kind.allCases.map { [$0] } + [PracticeFault.Kind.allCases]
    )
    func day(kinds: [PracticeFault.Kind]) throws {
        for seed in 1...(kinds.count == 1 ? 1 : 2) as ClosedRange<UInt64> {
            // Twice each, some seconds apart, while orders are under way.
            var faults: [PracticeFault] = []
            for (index, kind) in (kinds + kinds).enumerated() {
                let second = 20 + Int(seed) * 7 + index * (kinds.count == 1 ? 90 : 15)
                faults.append(PracticeFault(kind, .at(TimeOfDay(9, 15 + second / 60, second % 60))))
            }
            var world = try KiteChaosWorld(seed: seed, faults: faults)
            try world.run()
            check(world, kinds)
            for kind in kinds where kinds.count == 1 {
                #expect(world.floor.broker.happened[kind] ?? 0 > 0, "\(kind) never happened, seed \(seed)")
            }
        }
    }

    private func check(_ world: KiteChaosWorld, _ kinds: [PracticeFault.Kind]) {
        let comment: Comment = "\(kinds.map(\.rawValue)), seed \(world.seed)"
        #expect(world.ticks > 100, comment)
        #expect(world.placed.count > 10, comment)
        #expect(world.notices["signed-in"] ?? 0 > 0, comment)
        let tags = world.book.compactMap(\.tag)
        #expect(!tags.isEmpty && Set(tags).count == tags.count, "sent twice, \(comment)")
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
