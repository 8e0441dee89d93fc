import CopyTradeStrategy
import SaudaCore
import Testing

/// The strategy in an engine: a leader's account, and orders in those of its followers.
@Suite struct CopyTradeTests {
    @Test func `a leader's order is placed, changed and cancelled at every follower, each in its own size`() throws {
        var bench = try CopyBench()
        bench.leader("L1", 450)
        #expect(bench.sent == ["b: place BUY 150 LIMIT 120.00", "c: place BUY 75 LIMIT 120.00"])
        bench.forget()
        bench.leader("L1", 450, at: "118.5")
        #expect(bench.sent == ["b: modify 150 LIMIT 118.50", "c: modify 75 LIMIT 118.50"])
        bench.forget()
        bench.leader("L1", 450, at: "118.5", .cancelled)
        #expect(bench.sent == ["b: cancel", "c: cancel"])
        #expect(bench.live(1).isEmpty && bench.live(2).isEmpty)
    }

    @Test func `8.6, CPY-14: the same message again, or an older one, sends nothing`() throws {
        var bench = try CopyBench()
        bench.leader("L1")
        bench.leader("L1", at: "118")
        bench.forget()
        for _ in 0..<3 { bench.leader("L1", at: "118") }
        bench.leader("L1", at: "120", age: 60)
        #expect(bench.sent.isEmpty)
    }

    @Test func `1.8: shares are copied only where all are`() throws {
        var bench = try CopyBench()
        bench.leader("L1", 10, of: CopyBench.share)
        bench.leader("L1", 10, of: CopyBench.share)
        #expect(bench.sent.isEmpty)
        #expect(bench.notes == ["not-an-option: L1 of the leader is not copied"])
        bench = try CopyBench(with: ["instruments": .word("all")])
        bench.leader("L1", 10, of: CopyBench.share)
        #expect(bench.sent.first == "b: place BUY 4 LIMIT 120.00")
    }

    @Test func `an order of a follower's own is not copied`() throws {
        var bench = try CopyBench()
        let order = ForeignOrder(
            account: bench.account(1),
            id: BrokerOrderID("F1"),
            instrument: CopyBench.option,
            side: .buy,
            product: .carryForward,
            terms: OrderTerms(kind: .limit, quantity: Quantity(75), limit: "120"),
            filled: .zero,
            value: .zero,
            status: .open,
            changed: bench.now
        )
        bench.post(.foreign(order))
        #expect(bench.sent.isEmpty)
    }

    @Test func `5.1, 5.2, 5.3: what a gap hid is copied as it stands now, once, and never what has passed`() throws {
        var bench = try CopyBench([FollowerRules(.fixedLots(1))])
        bench.leader("waits", age: 1200)
        bench.leader("gone", 300, .cancelled, age: 1200)
        bench.leader("filled", 300, filled: 300, .complete, age: 1200)
        bench.leader("just-filled", 300, filled: 300, .complete, age: 20)
        bench.leader("long-ago", age: 3601)
        bench.leader("waits", age: 1200)
        #expect(bench.sent.count == 2)
        #expect(bench.notes.contains { $0.hasPrefix("stale: filled -> b") })
        #expect(bench.notes.contains { $0.hasPrefix("stale: long-ago -> b") })
        #expect(bench.notes.contains { $0.hasPrefix("leader-cancelled: gone -> b") })
    }

    @Test func `an order without a time is not copied, for nobody knows how old it is`() throws {
        var bench = try CopyBench()
        bench.leader("L1", age: nil)
        #expect(bench.sent.isEmpty)
        #expect(bench.notes.contains { $0.hasPrefix("no-time") })
        bench.leader("L1")
        #expect(bench.sent.count == 2)
    }

    @Test func `a follower whose broker is silent delays nobody, and has its copy when it speaks`() throws {
        var bench = try CopyBench()
        bench.silent = [bench.account(1)]
        bench.leader("L1", 450)
        #expect(bench.sent == ["c: place BUY 75 LIMIT 120.00"])
        bench.leader("L1", 450, at: "119")
        bench.forget()
        bench.answer()
        #expect(bench.sent == ["b: place BUY 150 LIMIT 119.00"])
    }

    @Test func `a cancel while the copy is being placed cancels it once it is there`() throws {
        var bench = try CopyBench()
        bench.leader("warm-up", 450)
        bench.silent = [bench.account(1)]
        bench.leader("L1", 450)
        bench.leader("L1", 450, .cancelled)
        bench.answer()
        #expect(bench.sent.suffix(2).contains("b: cancel"))
        #expect(bench.live(1).map(\.terms.quantity) == [Quantity(150)])
    }

    @Test func `CPY-5: two orders of one moment do not spend the same money`() throws {
        var bench = try CopyBench([FollowerRules(.fixedLots(1), capPerCrore: 10_000_000)])
        bench.funds[1] = Money(rupees: 15_000)
        bench.leader("L1")
        bench.leader("L2")
        #expect(bench.sent == ["b: place BUY 75 LIMIT 120.00"])
        #expect(bench.notes.contains { $0.hasPrefix("margin: L2 -> b: needs 9000.00 rupees, has 6000.00") })
    }

    @Test func `an exit closes what the follower holds, and a second one nothing more`() throws {
        var bench = try CopyBench([FollowerRules(.capitalShare)])
        bench.leader("in", 300, filled: 300, .complete)
        bench.fill(1, 75)
        bench.forget()
        bench.leader("out-1", 150, at: "130", side: .sell)
        bench.leader("out-2", 150, at: "140", side: .sell)
        #expect(bench.sent == ["b: place SELL 75 LIMIT 130.00"])
        #expect(bench.notes.contains { $0.hasPrefix("nothing-to-close: out-2 -> b") })
    }

    @Test func `an exit at the market, filled when it is first seen, closes what the follower holds, too`() throws {
        var bench = try CopyBench([FollowerRules(.capitalShare)])
        bench.leader("in", 300, filled: 300, .complete)
        bench.fill(1, 75)
        bench.forget()
        bench.leader("out", 300, at: "130", filled: 300, .complete, side: .sell)
        #expect(bench.sent == ["b: place SELL 75 LIMIT 130.00"])
    }

    @Test func `a copy that a person cancels is left alone, and a person is told`() throws {
        var bench = try CopyBench([FollowerRules(.fixedLots(1))])
        bench.leader("L1")
        bench.cancelByHand(1)
        bench.forget()
        bench.leader("L1", at: "119")
        bench.leader("L1", at: "119", .cancelled)
        #expect(bench.sent.isEmpty)
        bench.leader("L2")
        #expect(bench.sent == ["b: place BUY 75 LIMIT 120.00"])
    }

    @Test func `CPY-12: a fill that is dear or late is told once`() throws {
        var bench = try CopyBench([FollowerRules(.fixedLots(1))])
        bench.leader("L1", 300, filled: 300, .complete)
        bench.fill(1, 75, at: "121.2")
        bench.leader("L2", 300, filled: 300, .complete)
        bench.wait(90)
        bench.wait(90)
        #expect(bench.alerts.count == 2)
        #expect(bench.alerts.contains { $0.hasPrefix("copy-slippage: L1 -> b: filled 100.0 basis points worse") })
        #expect(bench.alerts.contains { $0.hasPrefix("copy-slow-fill: L2 -> b") })
    }

    @Test func `an order of the evening waits for the opening, and is not copied again in the morning`() throws {
        var bench = try CopyBench([FollowerRules(.fixedLots(1))], at: TimeOfDay(16, 0))
        bench.leader("L1")
        #expect(bench.sent == ["b: place BUY 75 LIMIT 120.00 AMO"])
        #expect(bench.notes.contains { $0.hasPrefix("outside-hours") })
        let memos = bench.memos
        #expect(memos.count == 1)

        var morning = try CopyBench([FollowerRules(.fixedLots(1))], at: TimeOfDay(8, 1))
        morning.post(.remembered(memos))
        morning.start(CopyBench.day.advanced(by: 1), at: TimeOfDay(9, 16))
        morning.leader("L1")
        #expect(morning.sent.isEmpty)
    }

    @Test func `the same events give the same commands`() throws {
        var bench = try CopyBench()
        bench.leader("L1", 450)
        bench.leader("L2", 150, at: "90")
        bench.leader("L1", 450, at: "119", filled: 150)
        bench.fill(1, 75)
        bench.wait(70)
        bench.leader("L1", 450, at: "119", filled: 150, .cancelled)
        var twin = try CopyBench().engine
        var commands: [Command] = []
        // A bench starts its day by itself.
        let first = try CopyBench()
        commands = first.commands
        for event in bench.events.dropFirst(first.events.count) { twin.handle(event, into: &commands) }
        #expect(commands == bench.commands)
        #expect(commands.count { $0.isIntent } >= 6)
    }
}
