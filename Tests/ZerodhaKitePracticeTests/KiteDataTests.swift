import Foundation
import SaudaBroker
import SaudaCore
import SaudaServer
import SaudaSimulation
import Testing
import ZerodhaKitePractice

/// Sections 3.7 and 3.11 to 3.13 of the reference.
@Suite struct KiteDataTests {
    @Test func `the dump has CR LF lines, parent exchanges and the token rule`() throws {
        var desk = try KiteDesk()
        let dump = try desk.get("/instruments")
        #expect(dump.headers.first?.value == "text/csv")
        let lines = dump.text.components(separatedBy: "\r\n")
        #expect(lines.contains("408065,1594,INFY,INFY,0.0,,0.0,0.05,1,EQ,NSE,NSE"))
        #expect(lines.contains("256265,1001,NIFTY 50,NIFTY 50,0,,0,0,0,EQ,INDICES,NSE"))
        #expect(lines.contains("13906178,54321,DEMO26MARFUT,DEMO,0.0,2026-03-26,0.0,0.05,75,FUT,NFO-FUT,NFO"))
        #expect(try desk.get("/instruments/NFO").text.components(separatedBy: "\r\n").count == 3)
        #expect(try desk.get("/instruments/INDICES").status == 403)
    }

    @Test func `a quote without data is left out, and symbols are decoded`() throws {
        var desk = try KiteDesk()
        let answer = try desk.get("/quote?i=NSE:M%26M&i=NSE:NOPE&i=NSE:NIFTY+50")
        #expect(Set(answer.data.keys) == ["NSE:M&M", "NSE:NIFTY 50"])
        let quote = try #require(answer.data["NSE:M&M"] as? [String: Any])
        #expect(quote["last_price"] as? Double == 3000)
        let depth = try #require(quote["depth"] as? [String: [[String: Any]]])
        #expect(depth["buy"]?.count == 5)
        #expect(depth["sell"]?.count == 5)
        let index = try #require(answer.data["NSE:NIFTY 50"] as? [String: Any])
        #expect(index["depth"] == nil)
        desk.wait(until: TimeOfDay(15, 31))
        let closed = try #require(try desk.get("/quote?i=NSE:M%26M").data["NSE:M&M"] as? [String: Any])
        let empty = try #require(closed["depth"] as? [String: [[String: Any]]])
        #expect(empty["buy"]?.allSatisfy { $0["price"] as? Int == 0 } == true)
    }

    @Test func `candles end with the one that runs, and show nothing of what is to come`() throws {
        var desk = try KiteDesk(prices: [1500, 1510, 1520], start: TimeOfDay(9, 16, 30))
        let range = "from=2026-03-20+09:15:00&to=2026-03-20+15:30:00"
        let answer = try desk.get("/instruments/historical/408065/minute?\(range)&oi=1")
        let candles = try #require(answer.data["candles"] as? [[Any]])
        #expect(candles.count == 2)
        #expect(candles[1][0] as? String == "2026-03-20T09:16:00+0530")
        #expect(candles[1][4] as? Double == 1510)
        #expect(candles[1].count == 7)
        desk.wait(1000)
        let days = try desk.get("/instruments/historical/408065/day?from=2026-03-01&to=2026-03-20")
        #expect((days.data["candles"] as? [[Any]])?.count == 2)
        let long = try desk.get("/instruments/historical/408065/minute?from=2026-01-01&to=2026-03-20")
        #expect(long.message == "interval exceeds max limit: 60 days")
        desk.wait(1000)
        #expect(try desk.get("/instruments/historical/77/minute?\(range)").message == "invalid token")
        let wide = try desk.get("/instruments/historical/408065/5minute?\(range)")
        let five = try #require((wide.data["candles"] as? [[Any]])?.first)
        #expect(five[1] as? Double == 1500)
        #expect(five[4] as? Double == 1510)
    }

    @Test func `selling a holding shows as used, with the arithmetic of the samples`() throws {
        var desk = try KiteDesk(prices: [1500, 1510])
        _ = try desk.place(KiteDesk.sell + "&order_type=LIMIT&quantity=4&price=1500")
        desk.wait(until: TimeOfDay(9, 17))
        let holding = try #require(try desk.get("/portfolio/holdings").rows.first)
        #expect(holding["quantity"] as? Int == 6)
        #expect(holding["used_quantity"] as? Int == 4)
        #expect(holding["pnl"] as? Double == 660)
        let day = try #require(try desk.get("/portfolio/positions").data["day"] as? [[String: Any]])
        let row = try #require(day.first)
        #expect(row["quantity"] as? Int == -4)
        #expect(row["pnl"] as? Double == -40)
        #expect(row["average_price"] as? Double == 1500)
    }

    @Test func `a position can be converted to another product`() throws {
        var desk = try KiteDesk()
        let form = "exchange=NSE&tradingsymbol=INFY&transaction_type=BUY&product=MIS&order_type=LIMIT"
        _ = try desk.place(form + "&quantity=5&price=1501")
        let move = "exchange=NSE&tradingsymbol=INFY&transaction_type=BUY&position_type=day&quantity=5"
        let done = desk.send(.put, "/portfolio/positions", move + "&old_product=MIS&new_product=CNC")
        #expect(done?.text == #"{"status":"success","data":true}"#)
        desk.wait(until: TimeOfDay(15, 25))
        // Nothing is left for the broker to close.
        #expect(try desk.get("/orders").rows.count == 1)
        #expect(desk.floor.market.exchange.accounts[0].quantity(of: KiteDesk.infy) == Quantity(15))
        let again = desk.send(.put, "/portfolio/positions", move + "&old_product=MIS&new_product=CNC")
        #expect(again?.status == 400)
    }
}
