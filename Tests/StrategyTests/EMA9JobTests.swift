import EMA9SellStrategy
import SaudaCore
import Testing

/// A job of the schedule, asked for by a person.
@Suite struct EMA9JobTests {
    private func rig(at time: String = "08:30:00") -> Rig {
        var rig = Rig(closes: [Array(repeating: 101, count: 40)])
        rig.hold()
        rig.start(at: time)
        return rig
    }

    @Test func `SVC-4: sell-orders places what is missing, and only once`() {
        var rig = rig(at: "10:00:30")
        rig.post(.job(.sellOrders))
        #expect(rig.orders.count == 1)
        rig.post(.job(.sellOrders))
        rig.run(to: "10:05:00")
        rig.post(.job(.sellOrders))
        #expect(rig.orders.count == 1)
    }

    @Test func `SEL-1: before the open and after the close no sell is placed, whoever asks`() {
        var rig = rig()
        rig.post(.job(.sellOrders))
        #expect(rig.orders.isEmpty)
        #expect(rig.notes.contains { $0.hasPrefix("market-closed") })
    }

    @Test func `MON-1: a look asked for by hand goes in addition to the hourly ones`() {
        var rig = rig()
        rig.run(to: "10:00:00")
        let before = rig.notes.count { $0.hasPrefix("monitored") }
        rig.post(.job(.monitor))
        #expect(rig.notes.count { $0.hasPrefix("monitored") } == before + 1)
        rig.run(to: "10:30:00")
        #expect(rig.notes.count { $0.hasPrefix("monitored") } == before + 2)
    }

    @Test func `SVC-6: the day is cleaned up once, by hand or at 18:00, and never while orders work`() {
        var rig = rig()
        rig.run(to: "11:00:00")
        rig.post(.job(.cleanup))
        #expect(rig.notes.contains { $0.hasPrefix("market-open") })
        rig.run(to: "16:00:00")
        rig.post(.job(.cleanup))
        rig.post(.job(.cleanup))
        rig.run(to: "18:30:00")
        #expect(rig.notes.count { $0.hasPrefix("day-cleaned") } == 1)
        #expect(rig.notes.contains { $0.hasPrefix("done-today") })
    }

    @Test func `jobs of other strategies are none of its business`() {
        var rig = rig()
        rig.run(to: "09:20:00")
        let orders = rig.orders
        let notes = rig.notes
        for job in [Job.premarketRetry, .premarketAdjustment, .analysis, .buyOrders] { rig.post(.job(job)) }
        #expect(rig.orders == orders)
        #expect(rig.notes == notes)
    }
}
