import DhanPractice
import SaudaBroker
import SaudaCore
import Testing

/// Sections 2.12 to 2.14 and 2.18 of the reference.
@Suite struct DhanPortfolioTests {
    @Test func `holdings are rows, and an error where there are none`() throws {
        var desk = try DhanDesk()
        let row = try #require(try desk.get("/v2/holdings").rows.first)
        #expect(row["securityId"] as? String == "1333")
        #expect(row["totalQty"] as? Int == 10 && row["availableQty"] as? Int == 10)
        #expect(row["avgCostPrice"] as? Double == 1400)
        #expect(row["isin"] as? String == "INE040A01034")
        desk = try DhanDesk(held: 0)
        let none = try desk.get("/v2/holdings")
        #expect(none.json["internalErrorCode"] as? String == "DH-1111")
        #expect(none.code == "DHOLDING_ERROR")
        #expect(try desk.get("/v2/positions").text == "[]")
    }

    @Test func `positions count what was bought and sold, and stay when they are closed`() throws {
        var desk = try DhanDesk(prices: [1500, 1510])
        _ = try desk.place(["price": "1500", "productType": "\"INTRADAY\""])
        desk.wait(until: TimeOfDay(9, 16, 30))
        var row = try #require(try desk.get("/v2/positions").rows.first)
        #expect(row["positionType"] as? String == "LONG" && row["productType"] as? String == "INTRADAY")
        #expect(row["netQty"] as? Int == 10 && row["buyAvg"] as? Double == 1500)
        #expect(row["unrealizedProfit"] as? Double == 100 && row["dayBuyValue"] as? Double == 15_000)
        _ = try desk.place(["price": "1510", "productType": "\"INTRADAY\"", "transactionType": "\"SELL\""])
        desk.wait(2000)
        row = try #require(try desk.get("/v2/positions").rows.first)
        #expect(row["positionType"] as? String == "CLOSED" && row["netQty"] as? Int == 0)
        #expect(row["realizedProfit"] as? Double == 100 && row["unrealizedProfit"] as? Double == 0)
    }

    @Test func `what was bought the day before is not delivered and can be sold all the same`() throws {
        var desk = try DhanDesk(held: 5, days: 2)
        _ = try desk.place(["price": "1500", "productType": "\"CNC\""])
        desk.wait(2000)
        desk.wait(until: TimeOfDay(9, 20), day: 3)
        desk.token = try #require(try desk.send(.post, desk.generation()).json["accessToken"] as? String)
        let held = try #require(try desk.get("/v2/holdings").rows.first)
        let counts = ["totalQty", "dpQty", "t1Qty", "availableQty"].map { held[$0] as? Int }
        #expect(counts == [15, 5, 10, 15])
    }

    @Test func `what is bought on margin funding is called so, and is not free to sell the day after`() throws {
        var desk = try DhanDesk(held: 0, days: 2)
        _ = try desk.place(["price": "1500", "productType": "\"MTF\""])
        desk.wait(2000)
        let row = try #require(try desk.get("/v2/positions").rows.first)
        #expect(row["productType"] as? String == "MTF")
        #expect(row["netQty"] as? Int == 10)
        #expect(try desk.get("/v2/positions").rows.count == 1)
        #expect(try desk.send(.post, "/v2/killswitch?killSwitchStatus=ACTIVATE").code == "DH-906")
        desk.wait(until: TimeOfDay(9, 20), day: 3)
        desk.token = try #require(try desk.send(.post, desk.generation()).json["accessToken"] as? String)
        let held = try #require(try desk.get("/v2/holdings").rows.first)
        #expect(held["mtf_qty"] as? Int == 10)
        #expect(held["availableQty"] as? Int == 0)
    }

    @Test func `a position is converted, with its exchange's books`() throws {
        var desk = try DhanDesk()
        _ = try desk.place(["price": "1500", "productType": "\"INTRADAY\""])
        desk.wait(2000)
        func body(_ count: String) -> String {
            "{\"dhanClientId\":\"\(DhanDesk.client)\",\"fromProductType\":\"INTRADAY\",\"toProductType\":\"CNC\","
                + "\"exchangeSegment\":\"NSE_EQ\",\"positionType\":\"LONG\",\"securityId\":\"1333\","
                + "\"convertQty\":\(count),\"tradingSymbol\":\"\"}"
        }
        #expect(try desk.send(.post, "/v2/positions/convert", body("11")).code == "DH-906")
        #expect(try desk.send(.post, "/v2/positions/convert", body("\"4\"")).status == 202)
        let rows = try desk.get("/v2/positions").rows
        #expect(rows.first { $0["productType"] as? String == "INTRADAY" }?["netQty"] as? Int == 6)
        #expect(rows.first { $0["productType"] as? String == "CNC" }?["netQty"] as? Int == 4)
        // What stayed intraday is squared off, the rest is delivered.
        desk.wait(until: TimeOfDay(15, 45))
        let end = try desk.get("/v2/positions").rows
        #expect(end.first { $0["productType"] as? String == "INTRADAY" }?["netQty"] as? Int == 0)
        #expect(end.first { $0["productType"] as? String == "CNC" }?["netQty"] as? Int == 4)
    }

    @Test func `the exit of all cancels what is open and closes what is held`() throws {
        var desk = try DhanDesk()
        _ = try desk.place(["price": "1500", "productType": "\"INTRADAY\""])
        let open = try desk.place()
        desk.wait(2000)
        #expect(try desk.send(.post, "/v2/killswitch?killSwitchStatus=ACTIVATE").code == "DH-906")
        #expect(try desk.send(.delete, "/v2/orders/\(open)").status == 202)
        desk.wait(50)
        #expect(try desk.send(.post, "/v2/killswitch?killSwitchStatus=ACTIVATE").code == "DH-906")
        let again = try desk.place()
        let answer = try desk.send(.delete, "/v2/positions")
        #expect(answer.json["status"] as? String == "SUCCESS")
        desk.wait(3000)
        #expect(try desk.status(again) == "CANCELLED")
        #expect(try desk.get("/v2/positions").rows.allSatisfy { $0["netQty"] as? Int == 0 })
        let killed = try desk.send(.post, "/v2/killswitch?killSwitchStatus=ACTIVATE")
        #expect(killed.json["killSwitchStatus"] as? String == "Kill Switch has been successfully activated")
        #expect(try desk.send(.post, "/v2/orders", DhanDesk.body()).code == "DH-906")
        #expect(try desk.get("/v2/killswitch").json["killSwitchStatus"] as? String == "ACTIVATE")
        #expect(try desk.send(.post, "/v2/killswitch", "{\"killSwitchStatus\":\"DEACTIVATE\"}").code == "DH-905")
        #expect(try desk.send(.post, "/v2/killswitch?killSwitchStatus=DEACTIVATE").status == 200)
        #expect(try desk.send(.post, "/v2/orders", DhanDesk.body()).status == 200)
    }

    @Test func `funds have Dhan's spelling, and what orders set aside is gone`() throws {
        var desk = try DhanDesk()
        #expect(try desk.get("/v2/fundlimit").json["availabelBalance"] as? Double == 1_000_000)
        _ = try desk.place()
        let funds = try desk.get("/v2/fundlimit").json
        let free = try #require(funds["availabelBalance"] as? Double)
        let used = try #require(funds["utilizedAmount"] as? Double)
        #expect(free < 985_101 && free > 984_000)
        #expect(abs(free + used - 1_000_000) < 0.001)
        #expect(funds["sodLimit"] as? Double == 1_000_000)
        #expect(funds["receiveableAmount"] as? Double == 0)
        _ = try desk.place(["price": "1500", "quantity": "100"])
        desk.wait(2000)
        let later = try desk.get("/v2/fundlimit").json
        let rest = try #require(later["availabelBalance"] as? Double)
        #expect(rest < 835_000)
        #expect(abs(rest + (later["utilizedAmount"] as? Double ?? 0) - 1_000_000) < 0.001)
    }

    @Test func `margins are the value of what is bought`() throws {
        var desk = try DhanDesk()
        let answer = try desk.send(.post, "/v2/margincalculator", DhanDesk.body(["price": "0"]))
        #expect(answer.json["totalMargin"] as? Double == 15_000)
        #expect(answer.json["leverage"] as? String == "1X")
        let row = DhanDesk.body(["price": "100"])
        let multi = "{\"dhanClientId\":\"\(DhanDesk.client)\",\"includePosition\":true,\"scripList\":[\(row),\(row)]}"
        #expect(try desk.send(.post, "/v2/margincalculator/multi", multi).json["total_margin"] as? String == "2000.00")
        #expect(try desk.send(.post, "/v2/margincalculator", "[]").code == "DH-905")
        let huge = DhanDesk.body(["price": "10000000", "quantity": "50000000"])
        let rows = Array(repeating: huge, count: 100).joined(separator: ",")
        let sum = "{\"dhanClientId\":\"\(DhanDesk.client)\",\"scripList\":[\(rows)]}"
        #expect(try desk.send(.post, "/v2/margincalculator/multi", sum).status == 200)
    }

    @Test func `a ledger has an opening and a closing row`() throws {
        var desk = try DhanDesk()
        let rows = try desk.get("/v2/ledger?from-date=2024-07-01&to-date=2024-07-31").rows
        #expect(rows.compactMap { $0["narration"] as? String } == ["CLOSING BALANCE", "OPENING BALANCE"])
        #expect(rows.allSatisfy { $0["runbal"] is String })
        #expect(try desk.get("/v2/ledger?from-date=x").code == "DH-905")
    }
}
