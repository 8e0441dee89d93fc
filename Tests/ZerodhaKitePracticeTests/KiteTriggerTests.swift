import SaudaBroker
import SaudaCore
import Testing
import ZerodhaKitePractice

/// GTTs; section 3.8 of the reference.
@Suite struct KiteTriggerTests {
    private func condition(_ values: String, last: String = "1500", symbol: String = "INFY") -> String {
        #"{"exchange":"NSE","tradingsymbol":"\#(symbol)","trigger_values":[\#(values)],"last_price":\#(last)}"#
    }

    private func order(_ side: String, _ price: String, quantity: String = "5", product: String = "CNC") -> String {
        #"{"exchange":"NSE","tradingsymbol":"INFY","transaction_type":"\#(side)","quantity":\#(quantity),"order_type":"LIMIT","product":"\#(product)","price":\#(price)}"#
    }

    private func form(_ type: String, _ condition: String, _ orders: String...) -> String {
        func encoded(_ text: String) -> String {
            text.replacing("%", with: "%25").replacing("&", with: "%26").replacing("+", with: "%2B")
        }
        return
            "type=\(type)&condition=\(encoded(condition))&orders=\(encoded("[" + orders.joined(separator: ",") + "]"))"
    }

    private func add(_ desk: inout KiteDesk, _ form: String) throws -> Int {
        let answer = try desk.post("/gtt/triggers", form)
        return try #require(answer.data["trigger_id"] as? Int, "\(answer.text)")
    }

    @Test func `a trigger fires once, and its order is one of the day`() throws {
        var desk = try KiteDesk(prices: [1500, 1500, 1460, 1440, 1460])
        let id = try add(&desk, form("single", condition("1450"), order("BUY", "1455")))
        var one = try desk.get("/gtt/triggers/\(id)").data
        #expect(one["status"] as? String == "active" && one["expires_at"] as? String == "2027-03-20 09:15:01")
        desk.wait(until: TimeOfDay(9, 17, 30))
        #expect(try desk.get("/orders").rows.isEmpty)
        desk.wait(until: TimeOfDay(9, 20))
        one = try desk.get("/gtt/triggers/\(id)").data
        #expect(one["status"] as? String == "triggered")
        let legs = try #require(one["orders"] as? [[String: Any]])
        let result = try #require(legs[0]["result"] as? [String: Any])
        let outcome = try #require(result["order_result"] as? [String: Any])
        let rows = try desk.get("/orders").rows
        #expect(rows.count == 1 && rows[0]["order_id"] as? String == outcome["order_id"] as? String)
        #expect(rows[0]["status"] as? String == "COMPLETE" && rows[0]["variety"] as? String == "regular")
        #expect(rows[0]["quantity"] as? Int == 5 && rows[0]["price"] as? Double == 1455)
    }

    @Test func `of two legs the one that is reached ends the other`() throws {
        var desk = try KiteDesk(prices: [1500, 1610, 1390])
        let id = try add(&desk, form("two-leg", condition("1400,1600"), order("SELL", "1399"), order("SELL", "1601")))
        desk.wait(until: TimeOfDay(9, 19))
        let legs = try #require(try desk.get("/gtt/triggers/\(id)").data["orders"] as? [[String: Any]])
        #expect(legs[0]["result"] is [String: Any] == false && legs[1]["result"] is [String: Any])
        #expect(try desk.get("/orders").rows.count == 1)
        desk.wait(1100)
        #expect(try desk.get("/portfolio/holdings").rows.first?["quantity"] as? Int == 5)
    }

    @Test func `one that fires without money says why and leaves no order`() throws {
        var desk = try KiteDesk(prices: [1500, 1440], cash: 1000)
        let id = try add(&desk, form("single", condition("1450"), order("BUY", "1455")))
        desk.wait(until: TimeOfDay(9, 18))
        let legs = try #require(try desk.get("/gtt/triggers/\(id)").data["orders"] as? [[String: Any]])
        let outcome = (legs[0]["result"] as? [String: Any])?["order_result"] as? [String: Any]
        #expect(outcome?["status"] as? String == "failed" && outcome?["order_id"] as? String == "")
        #expect((outcome?["rejection_reason"] as? String)?.hasPrefix("Insufficient funds.") == true)
        #expect(try desk.get("/orders").rows.isEmpty)
    }

    @Test func `one is changed whole, deleted, and then fires no more`() throws {
        var desk = try KiteDesk(prices: [1500, 1500, 1440])
        let first = try add(&desk, form("single", condition("1450"), order("BUY", "1455")))
        let second = try add(&desk, form("single", condition("1450"), order("BUY", "1455")))
        let lower = form("single", condition("1300"), order("BUY", "1305"))
        #expect(desk.send(.put, "/gtt/triggers/\(first)", lower)?.data["trigger_id"] as? Int == first)
        #expect(desk.send(.delete, "/gtt/triggers/\(second)")?.data["trigger_id"] as? Int == second)
        #expect(desk.send(.delete, "/gtt/triggers/\(second)")?.status == 400)
        desk.wait(until: TimeOfDay(9, 18))
        let rows = try desk.get("/gtt/triggers").rows
        #expect(rows.compactMap { $0["status"] as? String } == ["active", "deleted"])
        #expect(try desk.get("/orders").rows.isEmpty)
    }

    @Test func `a trigger waits over the night, and what is over leaves the list after a week`() throws {
        var desk = try KiteDesk(prices: [1500], days: 2)
        let kept = try add(&desk, form("single", condition("1450"), order("BUY", "1455")))
        desk.wait(until: TimeOfDay(10, 0), day: 3)
        var desk2 = desk
        try desk2.signInAgain()
        #expect(try desk2.get("/gtt/triggers").rows.compactMap { $0["id"] as? Int } == [kept])
    }

    @Test func `what the reference refuses is refused in its words`() throws {
        var desk = try KiteDesk()
        let sell = order("SELL", "1399")
        for (form, text) in [
            (form("two-leg", condition("1400,1450"), sell, sell), "second trigger price less than the last price."),
            (form("single", condition("1500"), sell), "one of the trigger values equal to the last price."),
            (form("two-leg", condition("1510,1600"), sell, sell), "first trigger price more than the last price."),
            (form("two-leg", condition("1400,1600"), order("BUY", "1"), sell), "allowed only in F&O."),
            (form("three-leg", condition("1400"), sell), "Invalid `type`."),
            (form("single", condition("1400,1600"), sell), "Invalid `trigger_values`."),
            (form("single", condition("1400"), sell, sell), "Invalid `orders`."),
            (form("single", condition("1400", symbol: "NOPE"), sell), "has either expired or does not exist."),
            (form("single", condition("1400"), order("SELL", "1399", product: "MIS")), "Invalid `product`."),
            (form("single", condition("1400"), order("SELL", "1399", quantity: "0")), "Invalid `quantity`."),
            (form("single", condition("1400"), order("HOLD", "1399")), "Invalid `transaction_type`."),
            ("type=single&condition={&orders=[]", "Invalid `condition`."),
            ("type=single&orders=[]", "Missing `condition`"),
        ] {
            let answer = try desk.post("/gtt/triggers", form)
            #expect(answer.status == 400 && answer.message.hasSuffix(text), "\(answer.text)")
            desk.wait(200)
        }
        #expect(try desk.get("/gtt/triggers").rows.isEmpty)
        #expect(desk.send(.get, "/gtt/triggers/7")?.status == 404 && desk.send(.delete, "/gtt/triggers")?.status == 405)
    }
}
