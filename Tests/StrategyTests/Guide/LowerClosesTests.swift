import SaudaCore
import Testing

@Suite struct LowerClosesTests {
    private let strategy = LowerCloses(Parameters(LowerCloses.plugin.parameters))

    /// An evening: the closes of the days before, today's, and what is held.
    private func evening(after closes: [Double], close: Double, holding: Int64 = 0) -> Rig {
        var rig = Rig([share("A")], closes: [closes], strategy: strategy)
        if holding > 0 { rig.hold(holding) }
        rig.start("2026-06-18")
        rig.closeDay(["A": close])
        return rig
    }

    @Test func `three lower closes buy at the next open, two do not`() {
        #expect(evening(after: [104, 103, 102], close: 101).orders == ["15:30:00 place A BUY 495 MARKET"])
        #expect(evening(after: [102, 103, 102], close: 101).orders == [])
    }

    @Test func `the first higher close sells all of it, a lower one buys no more`() {
        #expect(evening(after: [104, 103, 102], close: 103, holding: 70).orders == ["15:30:00 place A SELL 70 MARKET"])
        #expect(evening(after: [104, 103, 102], close: 101, holding: 70).orders == [])
    }

    @Test func `the same events make the same commands in a second engine`() {
        let rig = evening(after: [104, 103, 102], close: 101)
        var second = Rig([share("A")], strategy: strategy).engine
        var commands: [Command] = []
        for event in rig.events { second.handle(event, into: &commands) }
        #expect(commands == rig.commands)
    }
}
