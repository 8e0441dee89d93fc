import DhanPractice
import SaudaBroker
import SaudaCore
import Testing

/// Section 2.9 of the reference.
@Suite struct DhanSuperTests {
    private static let fields: [String: String?] = [
        "productType": "\"INTRADAY\"", "price": "1500", "targetPrice": "1520", "stopLossPrice": "1490",
        "trailingJump": "0",
    ]

    private func place(_ desk: inout DhanDesk, _ more: [String: String?] = [:]) throws -> String {
        try desk.place(Self.fields.merging(more) { $1 }, "/v2/super/orders")
    }

    private func legs(_ desk: inout DhanDesk) throws -> [String: [String: Any]] {
        let row = try #require(try desk.get("/v2/super/orders").rows.first)
        let legs = try #require(row["legDetails"] as? [[String: Any]])
        return Dictionary(uniqueKeysWithValues: legs.map { ($0["legName"] as? String ?? "", $0) })
    }

    @Test func `the target takes it out, and closes the whole`() throws {
        var desk = try DhanDesk(prices: [1500, 1500, 1525])
        desk.follow()
        let id = try place(&desk)
        desk.wait(2000)
        let row = try #require(try desk.get("/v2/super/orders").rows.first)
        #expect(row["orderStatus"] as? String == "TRADED" && row["legName"] as? String == "ENTRY_LEG")
        #expect(row["ltp"] as? Double == 1500)
        #expect(try legs(&desk)["STOP_LOSS_LEG"]?["orderStatus"] as? String == "PENDING")
        desk.wait(until: TimeOfDay(9, 18))
        let legs = try legs(&desk)
        #expect(legs["TARGET_LEG"]?["orderStatus"] as? String == "TRADED")
        #expect(legs["TARGET_LEG"]?["triggeredQuantity"] as? Int == 10)
        #expect(legs["TARGET_LEG"]?["totalQuatity"] as? Int == 10)
        #expect(legs["STOP_LOSS_LEG"]?["orderStatus"] as? String == "CANCELLED")
        #expect(try desk.get("/v2/super/orders").rows.first?["orderStatus"] as? String == "CLOSED")
        #expect(try desk.get("/v2/positions").rows.first?["netQty"] as? Int == 0)
        let child = desk.updates().filter { $0["algoOrdNo"] as? String == id }
        #expect(child.last?["status"] as? String == "Traded")
        #expect(child.allSatisfy { $0["legNo"] as? Int == 3 && $0["remarks"] as? String == "Super Order" })
    }

    @Test func `the stop takes it out at the market`() throws {
        var desk = try DhanDesk(prices: [1500, 1500, 1485])
        _ = try place(&desk)
        desk.wait(until: TimeOfDay(9, 18))
        let legs = try legs(&desk)
        #expect(legs["STOP_LOSS_LEG"]?["orderStatus"] as? String == "TRADED")
        #expect(legs["TARGET_LEG"]?["orderStatus"] as? String == "CANCELLED")
        #expect(try desk.get("/v2/positions").rows.first?["netQty"] as? Int == 0)
    }

    @Test func `a stop follows the price in whole jumps until the jump is left out`() throws {
        var desk = try DhanDesk(prices: [1500, 1512, 1512, 1519])
        let id = try place(&desk, ["trailingJump": "5"])
        desk.wait(until: TimeOfDay(9, 16, 30))
        #expect(try legs(&desk)["STOP_LOSS_LEG"]?["price"] as? Double == 1500)
        #expect(try legs(&desk)["STOP_LOSS_LEG"]?["trailingJump"] as? Double == 5)
        let change =
            "{\"dhanClientId\":\"\(DhanDesk.client)\",\"orderId\":\"\(id)\",\"legName\":\"STOP_LOSS_LEG\",\"stopLossPrice\":1495}"
        #expect(try desk.send(.put, "/v2/super/orders/\(id)", change).status == 200)
        desk.wait(until: TimeOfDay(9, 19))
        #expect(try legs(&desk)["STOP_LOSS_LEG"]?["price"] as? Double == 1495)
        #expect(try legs(&desk)["STOP_LOSS_LEG"]?["trailingJump"] as? Double == 0)
    }

    @Test func `legs are changed and cancelled one by one, the entry's with all`() throws {
        var desk = try DhanDesk(prices: [1500, 1500, 1485])
        let id = try place(&desk)
        desk.wait(2000)
        let far = "{\"dhanClientId\":\"\(DhanDesk.client)\",\"legName\":\"TARGET_LEG\",\"targetPrice\":1530}"
        #expect(try desk.send(.put, "/v2/super/orders/\(id)", far).status == 200)
        #expect(try legs(&desk)["TARGET_LEG"]?["price"] as? Double == 1530)
        #expect(try desk.send(.delete, "/v2/super/orders/\(id)/STOP_LOSS_LEG").status == 202)
        #expect(try desk.send(.delete, "/v2/super/orders/\(id)/STOP_LOSS_LEG").code == "DH-906")
        desk.wait(until: TimeOfDay(9, 18))
        #expect(try desk.get("/v2/positions").rows.first?["netQty"] as? Int == 10)
        let waiting = try place(&desk, ["price": "1480", "stopLossPrice": "1470"])
        let early = "{\"dhanClientId\":\"\(DhanDesk.client)\",\"legName\":\"STOP_LOSS_LEG\",\"stopLossPrice\":1475}"
        #expect(try desk.send(.put, "/v2/super/orders/\(waiting)", early).code == "DH-906")
        let entry =
            "{\"dhanClientId\":\"\(DhanDesk.client)\",\"legName\":\"ENTRY_LEG\",\"orderType\":\"LIMIT\",\"quantity\":7,"
            + "\"price\":1478,\"targetPrice\":1520,\"stopLossPrice\":1471,\"trailingJump\":0}"
        #expect(try desk.send(.put, "/v2/super/orders/\(waiting)", entry).status == 200)
        desk.wait(50)
        #expect(try desk.row(waiting)["quantity"] as? Int == 7)
        #expect(try desk.send(.delete, "/v2/super/orders/\(waiting)/ENTRY_LEG").status == 202)
        desk.wait(50)
        #expect(try desk.status(waiting) == "CANCELLED")
    }

    @Test func `a leg that was cancelled stays so when the entry changes, and cannot be added again`() throws {
        var desk = try DhanDesk()
        let id = try place(&desk, ["price": "1480", "stopLossPrice": "1470"])
        #expect(try desk.send(.delete, "/v2/super/orders/\(id)/STOP_LOSS_LEG").status == 202)
        func change(_ stop: Int) -> String {
            "{\"dhanClientId\":\"\(DhanDesk.client)\",\"legName\":\"ENTRY_LEG\",\"orderType\":\"LIMIT\",\"quantity\":7,"
                + "\"price\":1465,\"targetPrice\":1520,\"stopLossPrice\":\(stop),\"trailingJump\":0}"
        }
        #expect(try desk.send(.put, "/v2/super/orders/\(id)", change(1460)).code == "DH-906")
        #expect(try desk.send(.put, "/v2/super/orders/\(id)", change(0)).status == 200)
        desk.wait(50)
        #expect(try desk.row(id)["quantity"] as? Int == 7)
        #expect(try legs(&desk)["STOP_LOSS_LEG"]?["orderStatus"] as? String == "CANCELLED")
        #expect(try legs(&desk)["TARGET_LEG"]?["orderStatus"] as? String == "PENDING")
    }

    @Test(
        "prices on the wrong side are refused",
        arguments: [
            ["stopLossPrice": "1500"], ["targetPrice": "1499"], ["targetPrice": nil, "stopLossPrice": nil],
            ["trailingJump": nil], ["trailingJump": "0.03"], ["price": "0"],
            ["transactionType": "\"SELL\""], ["orderType": "\"STOP_LOSS\""], ["stopLossPrice": "\"x\""],
        ] as [[String: String?]]
    )
    func refusals(fields: [String: String?]) throws {
        var desk = try DhanDesk()
        let body = DhanDesk.body(Self.fields.merging(fields) { $1 })
        #expect(try desk.send(.post, "/v2/super/orders", body).code == "DH-905")
        #expect(try desk.get("/v2/super/orders").text == "[]")
    }
}
