import Foundation
import SaudaBroker
import SaudaCore
import SaudaService
import Testing

@Suite struct LinkChaosTests {
    /// 400 in every run; `CHAOS_SEEDS=10000` plays more, `CHAOS_FIRST=N` begins at N.
    private static let seeds = ProcessInfo.processInfo.environment["CHAOS_SEEDS"].flatMap(UInt64.init) ?? 400
    private static let first = ProcessInfo.processInfo.environment["CHAOS_FIRST"].flatMap(UInt64.init) ?? 0

    @Test(
        "whatever the wire does: no order twice, no fill lost, the books equal the broker's",
        arguments: 0..<4 as Range<UInt64>
    )
    func chaos(part: UInt64) throws {
        var crashes = 0
        var cuts = 0
        var fullDisks = 0
        var handedOut = 0
        var notices: Set<String> = []
        for seed in Self.first..<Self.first + Self.seeds where seed % 4 == part {
            var world = try LinkChaosWorld(seed: seed)
            try world.run()
            try check(world)
            if ProcessInfo.processInfo.environment["CHAOS_TRACE"] != nil { world.trace.forEach { print($0) } }
            crashes += world.crashes
            cuts += world.cuts
            fullDisks += world.fullDisks
            handedOut += world.server.handedOut
            notices.formUnion(world.notices.keys)
        }
        // The seeds must reach all of this, or the test says little.
        if Self.seeds >= 100 {
            #expect(crashes > cuts && cuts > 0 && fullDisks > 0)
            #expect(handedOut > 0 || part % 2 == 0)
            for code in ["signed-in", "feed-lost", "feed-gap"] { #expect(notices.contains(code), "\(code)") }
        }
    }

    private func check(_ world: LinkChaosWorld) throws {
        let comment: Comment = "seed \(world.seed)"
        let core = try #require(world.core, comment)
        try core.sync()
        let story = try world.journal.read()
        #expect(story.isWhole, comment)
        for (tag, count) in world.server.placed {
            #expect(count == 1, "\(tag) was sent \(count) times, \(comment)")
            let id = OrderTag.order(tag, prefix: "SD")
            #expect(id.map { story.placed[$0] } == 1, "\(tag) was sent and is not in the journal, \(comment)")
        }
        #expect(world.spentAddresses == 0, comment)
        for count in story.placed.values { #expect(count == 1, comment) }
        // A process that starts again knows nothing of the second before.
        if world.crashes == 0 { for count in world.prompt.values { #expect(count <= 5, comment) } }
        var bought: [UInt32: Quantity] = [:]
        for row in world.server.rows {
            bought[row.instrument, default: .zero] += row.filled
            guard row.isOurs, let id = OrderTag.order(row.tag, prefix: "SD") else {
                #expect(story.foreign[BrokerOrderID(row.id)]?.filled ?? .zero == row.filled, "\(row.id) \(comment)")
                continue
            }
            let heard = story.filled[id]
            #expect(heard?.quantity ?? .zero == row.filled, "order \(id.number) of \(row.id), \(comment)")
            #expect(heard?.value ?? .zero == row.value, "order \(id.number), \(comment)")
            #expect(row.status != "open", "order \(id.number) is still open, \(comment)")
        }
        for index in 0..<4 as Range<UInt32> {
            let id = InstrumentID(index: index)
            #expect(core.engine.desk.books[0].quantity(of: id) == bought[index] ?? .zero, "S\(index), \(comment)")
        }
    }

    @Test func `a seed plays the same way twice`() throws {
        for seed in 0..<3 as Range<UInt64> {
            var first = try LinkChaosWorld(seed: seed)
            var second = try LinkChaosWorld(seed: seed)
            try first.run()
            try second.run()
            try first.core?.sync()
            try second.core?.sync()
            #expect(try first.journal.bytes == second.journal.bytes)
        }
    }
}
