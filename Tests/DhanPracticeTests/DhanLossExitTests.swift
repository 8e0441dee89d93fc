import DhanPractice
import SaudaBroker
import SaudaCore
import Testing

/// Section 2.14 of the reference.
@Suite struct DhanLossExitTests {
    private func body(_ profit: String, _ loss: String, _ more: String = "") -> String {
        "{\"dhanClientId\":\"\(DhanDesk.client)\",\"profitValue\":\(profit),\"lossValue\":\(loss),"
            + "\"productType\":[\"INTRADAY\"]\(more)}"
    }

    @Test func `a loss that is reached ends the positions it covers, and trading with it`() throws {
        var desk = try DhanDesk(prices: [1500, 1500, 1480])
        _ = try desk.place(["price": "1500", "productType": "\"INTRADAY\""])
        _ = try desk.place(["price": "1500", "quantity": "3"])
        let waiting = try desk.place(["price": "1400", "productType": "\"INTRADAY\""])
        desk.wait(2000)
        let set = try desk.send(.post, "/v2/pnlExit", body("0", "150.0", ",\"enableKillSwitch\":true"))
        #expect(set.json["pnlExitStatus"] as? String == "ACTIVE")
        #expect(try desk.get("/v2/pnlExit").json["loss"] as? Double == 150)
        desk.wait(until: TimeOfDay(9, 16, 30))
        #expect(try desk.get("/v2/positions").rows.first?["netQty"] as? Int == 10)
        desk.wait(until: TimeOfDay(9, 18))
        let rows = try desk.get("/v2/positions").rows
        #expect(rows.first { $0["productType"] as? String == "INTRADAY" }?["netQty"] as? Int == 0)
        #expect(rows.first { $0["productType"] as? String == "CNC" }?["netQty"] as? Int == 3)
        #expect(try desk.status(waiting) == "CANCELLED")
        #expect(try desk.send(.post, "/v2/orders", DhanDesk.body()).code == "DH-906")
        #expect(try desk.get("/v2/pnlExit").json["pnlExitStatus"] as? String == "DISABLED")
    }

    @Test func `a profit is taken, and one that was called off is not`() throws {
        for isOff in [false, true] {
            var desk = try DhanDesk(prices: [1500, 1500, 1520])
            _ = try desk.place(["price": "1500", "productType": "\"INTRADAY\""])
            desk.wait(2000)
            #expect(try desk.send(.post, "/v2/pnlExit", body("150", "0")).status == 200)
            if isOff { #expect(try desk.send(.delete, "/v2/pnlExit").json["pnlExitStatus"] as? String == "DISABLED") }
            desk.wait(until: TimeOfDay(9, 18))
            #expect(try desk.get("/v2/positions").rows.first?["netQty"] as? Int == (isOff ? 10 : 0))
        }
    }

    @Test func `nonsense is refused`() throws {
        var desk = try DhanDesk()
        #expect(try desk.send(.post, "/v2/pnlExit", body("0", "0")).code == "DH-905")
        #expect(try desk.send(.post, "/v2/pnlExit", body("-1", "5")).code == "DH-905")
        #expect(try desk.send(.post, "/v2/pnlExit", "[]").code == "DH-905")
        #expect(try desk.send(.post, "/v2/pnlExit", body("1", "1").replacing("INTRADAY", with: "X")).code == "DH-905")
    }
}
