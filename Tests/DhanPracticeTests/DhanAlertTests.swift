import DhanPractice
import SaudaBroker
import SaudaCore
import Testing

/// Section 2.11 of the reference.
@Suite struct DhanAlertTests {
    private func body(
        _ test: String,
        _ value: String,
        frequency: String = "ONCE",
        expires: String = "2026-03-20",
        kind: String = "PRICE_WITH_VALUE",
        segment: String = "NSE_EQ",
        id: String = "1333"
    ) -> String {
        let order =
            "{\"transactionType\":\"BUY\",\"exchangeSegment\":\"NSE_EQ\",\"productType\":\"CNC\",\"orderType\":\"LIMIT\","
            + "\"securityId\":\"1333\",\"quantity\":2,\"validity\":\"DAY\",\"price\":\"1530\",\"discQuantity\":\"0\","
            + "\"triggerPrice\":\"0\"}"
        return "{\"dhanClientId\":\"\(DhanDesk.client)\",\"condition\":{\"comparisonType\":\"\(kind)\","
            + "\"exchangeSegment\":\"\(segment)\",\"securityId\":\"\(id)\",\"operator\":\"\(test)\","
            + "\"comparingValue\":\(value),\"expDate\":\"\(expires)\",\"frequency\":\"\(frequency)\"},\"orders\":[\(order)]}"
    }

    @Test func `what is met places its orders once, or each time anew`() throws {
        for frequency in ["ONCE", "ALWAYS"] {
            var desk = try DhanDesk(prices: [1500, 1500, 1520, 1525, 1490, 1520, 1525])
            let answer = try desk.send(.post, "/v2/alerts/orders", body("CROSSING_UP", "1510", frequency: frequency))
            #expect(answer.json["alertStatus"] as? String == "ACTIVE")
            let id = try #require(answer.json["alertId"] as? String)
            desk.wait(until: TimeOfDay(9, 16, 30))
            #expect(try desk.get("/v2/orders").text == "[]")
            desk.wait(until: TimeOfDay(9, 23))
            let alert = try desk.get("/v2/alerts/orders/\(id)").json
            #expect(alert["alertStatus"] as? String == (frequency == "ONCE" ? "TRIGGERED" : "ACTIVE"))
            #expect(alert["triggeredTime"] is String)
            let orders = try desk.get("/v2/orders").rows
            #expect(orders.count == (frequency == "ONCE" ? 1 : 2))
            #expect(orders.allSatisfy { $0["orderStatus"] as? String == "TRADED" && $0["quantity"] as? Int == 2 })
        }
    }

    @Test func `a price that is beyond already does not cross`() throws {
        var desk = try DhanDesk(prices: [1500, 1520, 1490, 1480])
        for test in ["CROSSING_UP", "CROSSING_DOWN"] {
            let value = test == "CROSSING_UP" ? "1450" : "1550"
            #expect(try desk.send(.post, "/v2/alerts/orders", body(test, value)).status == 200)
        }
        #expect(try desk.send(.post, "/v2/alerts/orders", body("CROSSING_ANY_SIDE", "1485")).status == 200)
        desk.wait(until: TimeOfDay(9, 20))
        let states = try desk.get("/v2/alerts/orders").rows.compactMap { $0["alertStatus"] as? String }
        #expect(states == ["ACTIVE", "ACTIVE", "TRIGGERED"])
    }

    @Test func `the made index can be watched, and a condition that holds fires with the next price`() throws {
        var desk = try DhanDesk(prices: [1500, 1500, 1530])
        let body = body("GREATER_THAN", "24600", segment: "IDX_I", id: "13")
        #expect(try desk.send(.post, "/v2/alerts/orders", body).status == 200)
        desk.wait(until: TimeOfDay(9, 18))
        #expect(try desk.get("/v2/alerts/orders").rows.first?["alertStatus"] as? String == "TRIGGERED")
    }

    @Test func `alerts are changed, cancelled and expire`() throws {
        var desk = try DhanDesk(prices: [1500], days: 2)
        let first = try desk.send(.post, "/v2/alerts/orders", body("LESS_THAN", "1400"))
        let id = try #require(first.json["alertId"] as? String)
        let second = try desk.send(.post, "/v2/alerts/orders", body("LESS_THAN", "1400"))
        let gone = try #require(second.json["alertId"] as? String)
        #expect(id != gone)
        #expect(try desk.send(.put, "/v2/alerts/orders/\(id)", body("LESS_THAN", "1300")).status == 200)
        let condition = try desk.get("/v2/alerts/orders/\(id)").json["condition"] as? [String: Any]
        #expect(condition?["comparingValue"] as? Double == 1300)
        let end = try desk.send(.delete, "/v2/alerts/orders/\(gone)")
        #expect(end.json["alertStatus"] as? String == "CANCELLED")
        #expect(try desk.send(.delete, "/v2/alerts/orders/\(gone)").code == "DH-906")
        desk.wait(until: TimeOfDay(9, 0), day: 3)
        desk.token = try #require(try desk.send(.post, desk.generation()).json["accessToken"] as? String)
        #expect(try desk.get("/v2/alerts/orders/\(id)").json["alertStatus"] as? String == "EXPIRED")
    }

    @Test func `what cannot be tried is refused`() throws {
        var desk = try DhanDesk()
        for body in [
            body("ABOVE", "1500"), body("EQUAL", "0"), body("EQUAL", "\"x\""),
            body("EQUAL", "1", expires: "2026-03-19"),
            body("EQUAL", "1", frequency: "TWICE"), body("EQUAL", "1", segment: "NSE_FNO", id: "54321"),
            body("EQUAL", "1", id: "1"), "[]",
            body("EQUAL", "1").replacing("\"quantity\":2", with: "\"quantity\":0"),
        ] {
            #expect(try desk.send(.post, "/v2/alerts/orders", body).code == "DH-905", "\(body)")
            desk.wait(1000)
        }
        let technical = body("EQUAL", "1", kind: "TECHNICAL_WITH_VALUE")
        #expect(try desk.send(.post, "/v2/alerts/orders", technical).code == "DH-906")
        #expect(try desk.get("/v2/alerts/orders").text == "[]")
        #expect(try desk.get("/v2/alerts/orders/1").code == "DH-905")
    }
}
