import SaudaBroker
import SaudaCore
import Testing

/// Orders that a person halts while they wait in the link.
@Suite struct LinkWithdrawTests {
    @Test func `what waits for a login is not sent after a halt, though the login comes in time`() throws {
        var rig = try LinkRig(session: false, adapter: ToyBroker(asksForLogin: true))
        rig.give(.start)
        rig.place(1)
        rig.place(2)
        #expect(rig.reports(1).isEmpty)
        rig.give(.withdraw)
        rig.give(.redirect(Secret("code")))
        rig.answerAll()
        rig.pass(.seconds(30))
        rig.answerAll()
        #expect(rig.server.signIns == 1 && rig.server.placed.isEmpty)
        for order in [1, 2] as [UInt64] {
            guard case .rejected(.notSent(let text))? = rig.reports(order).last else {
                Issue.record("\(rig.reports(order))")
                continue
            }
            #expect(text == "orders were halted before it was sent")
        }
    }

    @Test func `what is asked for after the halt goes out, and so does a cancel that waited`() throws {
        var rig = try LinkRig()
        rig.begin()
        rig.place(1)
        rig.answerAll()
        rig.pass(.seconds(1))
        rig.give(.withdraw)
        rig.give(.command(.cancel(OrderID(number: 1), LinkRig.account, BrokerOrderID("T1"), request: 1)))
        rig.pass(.seconds(1))
        rig.place(2)
        for _ in 0..<4 {
            rig.answerAll()
            rig.pass(.seconds(1))
        }
        #expect(rig.server.placed.count == 2)
        #expect(rig.server.rows.first?.status == "cancelled")
    }
}
