import DhanPractice
import SaudaBroker
import SaudaCore
import Testing

/// Section 2.10 of the reference.
@Suite struct DhanForeverTests {
    private static let single: [String: String?] = [
        "orderFlag": "\"SINGLE\"", "price": "1480", "triggerPrice": "1485", "price1": "0", "triggerPrice1": "0",
        "quantity1": "0",
    ]
    private static let oco: [String: String?] = [
        "orderFlag": "\"OCO\"", "transactionType": "\"SELL\"", "price": "1480", "triggerPrice": "1490",
        "price1": "1520", "triggerPrice1": "1515", "quantity1": "5",
    ]

    @Test func `a single order waits as CONFIRM and fires once`() throws {
        var desk = try DhanDesk(prices: [1500, 1500, 1480])
        desk.follow()
        let id = try desk.place(Self.single, "/v2/forever/orders")
        #expect(id.hasPrefix("513"))
        let row = try #require(try desk.get("/v2/forever/orders").rows.first)
        #expect(row["orderStatus"] as? String == "CONFIRM" && row["orderType"] as? String == "SINGLE")
        #expect(row["updateTime"] is String == false)
        #expect(try desk.get("/v2/orders").text == "[]")
        desk.wait(until: TimeOfDay(9, 19))
        #expect(try desk.get("/v2/forever/orders").rows.first?["orderStatus"] as? String == "TRADED")
        #expect(try desk.get("/v2/orders").rows.count == 1)
        let all = desk.updates()
        #expect(all.first?["status"] as? String == "Confirm" && all.first?["orderNo"] as? String == id)
        let child = all.filter { $0["algoOrdNo"] as? String == id && $0["orderNo"] as? String != id }
        #expect(child.last?["status"] as? String == "Traded")
        #expect(child.last?["orderPlatform"] as? String == "FOVR")
    }

    @Test(arguments: [(1515, "TARGET_LEG", 5), (1490, "STOP_LOSS_LEG", 10)] as [(Int64, String, Int)])
    func `of two legs one cancels the other`(price: Int64, leg: String, quantity: Int) throws {
        var desk = try DhanDesk(prices: [1500, 1500, price, 1520, 1520])
        _ = try desk.place(Self.oco, "/v2/forever/orders")
        #expect(try desk.get("/v2/forever/orders").rows.count == 2)
        desk.wait(until: TimeOfDay(9, 20))
        for row in try desk.get("/v2/forever/orders").rows {
            let isLeg = row["legName"] as? String == leg
            #expect(row["orderStatus"] as? String == (isLeg ? "TRADED" : "CANCELLED"))
        }
        let orders = try desk.get("/v2/orders").rows
        #expect(orders.count == 1)
        #expect(orders.first?["filledQty"] as? Int == quantity)
    }

    @Test func `legs are changed by the name of the list, and all are cancelled together`() throws {
        var desk = try DhanDesk(prices: [1500, 1500, 1485])
        let id = try desk.place(Self.oco, "/v2/forever/orders")
        func change(_ leg: String, _ price: String) -> String {
            "{\"dhanClientId\":\"\(DhanDesk.client)\",\"orderId\":\"\(id)\",\"orderFlag\":\"OCO\",\"orderType\":\"LIMIT\","
                + "\"legName\":\"\(leg)\",\"quantity\":3,\"price\":\(price),\"triggerPrice\":1470,\"validity\":\"DAY\"}"
        }
        #expect(try desk.send(.put, "/v2/forever/orders/\(id)", change("ENTRY_LEG", "1470")).code == "DH-905")
        #expect(try desk.send(.put, "/v2/forever/orders/\(id)", change("STOP_LOSS_LEG", "0")).code == "DH-905")
        #expect(try desk.send(.put, "/v2/forever/orders/\(id)", change("STOP_LOSS_LEG", "1470")).status == 200)
        desk.wait(until: TimeOfDay(9, 18))
        let row = try desk.get("/v2/forever/orders").rows.first { $0["legName"] as? String == "STOP_LOSS_LEG" }
        #expect(row?["orderStatus"] as? String == "CONFIRM" && row?["triggerPrice"] as? Double == 1470)
        #expect(row?["quantity"] as? Int == 3)
        #expect(try desk.send(.delete, "/v2/forever/orders/\(id)").status == 202)
        #expect(try desk.get("/v2/forever/orders").rows.allSatisfy { $0["orderStatus"] as? String == "CANCELLED" })
        #expect(try desk.send(.delete, "/v2/forever/orders/\(id)").code == "DH-906")
        #expect(try desk.get("/v2/forever/all").status == 404)
    }

    @Test func `a forever order lives over night`() throws {
        var desk = try DhanDesk(prices: [1500], days: 2)
        let id = try desk.place(Self.single, "/v2/forever/orders")
        desk.wait(until: TimeOfDay(9, 20), day: 3)
        desk.token = try #require(try desk.send(.post, desk.generation()).json["accessToken"] as? String)
        let row = try #require(try desk.get("/v2/forever/orders").rows.first)
        #expect(row["orderId"] as? String == id && row["orderStatus"] as? String == "CONFIRM")
    }
}
