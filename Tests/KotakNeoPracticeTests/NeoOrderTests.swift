import KotakNeoPractice
import SaudaBroker
import SaudaCore
import Testing

/// Sections 3.2, 3.5, 3.6 and 4 of the reference.
@Suite struct NeoOrderTests {
    @Test func `an order that is taken goes its way from state to state`() throws {
        var desk = try NeoDesk()
        let answer = try desk.post("/quick/order/rule/ms/place", NeoDesk.order.merging(["ig": "cp-1"]) { $1 })
        let id = try #require(answer.id)
        #expect(answer.json["stat"] as? String == "Ok")
        #expect(id.hasPrefix("260911"))
        #expect(id.utf8.count == 15)
        let early = try desk.row(id)
        #expect(early["ordSt"] as? String == "put order req received")
        #expect(early["exOrdId"] as? String == "NA")
        #expect(early["exCfmTm"] as? String == "--")
        desk.wait(50)
        let row = try desk.row(id)
        #expect(row["ordSt"] as? String == "open")
        #expect(row["stat"] as? String == "open")
        #expect(row["exOrdId"] as? String != "NA")
        #expect(row["GuiOrdId"] as? String == "cp-1")
        #expect(row["prc"] as? String == "1490.00")
        #expect(row["avgPrc"] as? String == "0.00")
        #expect(row["unFldSz"] as? Int == 10)
        #expect(row["rejRsn"] as? String == "--")
        let states = try desk.states(id)
        #expect(states == ["put order req received", "validation pending", "open pending", "open"])
        let history = try desk.post("/quick/order/history", ["nOrdNo": id]).rows
        let stamps = history.compactMap { $0["updRecvTm"] as? Int64 }
        #expect(stamps == stamps.sorted(by: >))
        #expect(Set(stamps).count == 4)
    }

    @Test func `every fill is a trade, and what is left stays open until it is cancelled`() throws {
        var desk = try NeoDesk()
        let id = try desk.place()
        for total in [3, 7, 7] as [Int64] {
            let value = Price(rupees: 1490) * Quantity(total)
            let report = Report(OrderID(number: 1), .traded(total: Quantity(total), value: value))
            desk.act(.exchange(Event(desk.time, .report(report))))
        }
        let row = try desk.row(id)
        #expect(row["ordSt"] as? String == "open")
        #expect(row["fldQty"] as? Int == 7)
        #expect(row["unFldSz"] as? Int == 3)
        #expect(row["avgPrc"] as? String == "1490.00")
        let trades = try desk.get("/quick/user/trades").rows
        #expect(trades.compactMap { $0["fldQty"] as? Int } == [3, 4])
        #expect(trades.map { $0["tok"] as? String } == ["", ""])
        #expect(trades.first?["prc"] as? String == "")
        desk.act(.exchange(Event(desk.time, .report(Report(OrderID(number: 1), .cancelled)))))
        let ended = try desk.row(id)
        #expect(ended["ordSt"] as? String == "cancelled")
        #expect(ended["fldQty"] as? Int == 7)
        #expect(ended["cnlQty"] as? Int == 3)
        #expect(ended["unFldSz"] as? Int == 0)
    }

    @Test func `an order that the market reaches is complete`() throws {
        var desk = try NeoDesk(prices: [1500, 1500, 1480])
        let id = try desk.place()
        desk.wait(until: TimeOfDay(9, 18))
        let row = try desk.row(id)
        #expect(row["ordSt"] as? String == "complete")
        #expect(row["avgPrc"] as? String == "1480.00")
        let trade = try #require(try desk.get("/quick/user/trades").rows.first)
        #expect(trade["flTm"] as? String == "09:17:00")
        #expect(trade["flDt"] as? String == "11-Sep-2026")
    }

    @Test(
        "a market order is shown as a limit inside its band (section 3.9)",
        arguments: [
            (["mp": "0"], "1507.50"), (["mp": "1"], "1515.00"), (["tt": "S", "mp": "0"], "1492.50"),
            (["es": "nse_fo", "ts": "NIFTY2692225000CE", "pc": "NRML", "qt": "65"], "102.00"),
            (["es": "nse_fo", "ts": "NIFTY26SEPFUT", "pc": "NRML", "qt": "65"], "25125.00"),
        ] as [([String: String], String)]
    )
    func protection(fields: [String: String], price: String) throws {
        var desk = try NeoDesk(cash: 10_000_000)
        desk.wait(2000)
        let id = try desk.place(["pt": "MKT", "pr": "0"].merging(fields) { $1 })
        let row = try desk.row(id)
        #expect(row["prcTp"] as? String == "L")
        #expect(row["prc"] as? String == price)
    }

    @Test func `a market order goes as it is where the settings say so`() throws {
        var settings = NeoDesk.calm
        settings.marketIsLimit = false
        var desk = try NeoDesk(settings: settings)
        let id = try desk.place(["pt": "MKT", "pr": "0"])
        desk.wait(2000)
        let row = try desk.row(id)
        #expect(row["prcTp"] as? String == "MKT")
        #expect(row["ordSt"] as? String == "complete")
    }

    @Test(
        "what makes no sense is refused at once",
        arguments: [
            (["qt": "0"], 1009), (["qt": "-1"], 1009), (["qt": "1.5"], 1009), (["qt": ""], 1009),
            (["qt": "99999999999999999999"], 1009), (["pr": ""], 1009), (["pr": "0.0"], 1009), (["pr": "-1"], 1009),
            (["pr": "1e3"], 1009), (["pr": "1490.00001"], 1009), (["pr": "0"], 1002), (["tp": "1500"], 1002),
            (["dq": "11"], 1009), (["am": "MAYBE"], 1002), (["es": "nse"], 1006), (["es": "cde_fo"], 1006),
            (["ts": "RELIANCE"], 1007), (["ts": "NIFTY"], 1007), (["pc": "INTRADAY"], 1002), (["pc": "BO"], 1017),
            (["pc": "CO"], 1017), (["pt": "MARKET"], 1002), (["pt": "MKT"], 1002), (["pt": "SL"], 1002),
            (["rt": "GTC"], 1002), (["tt": "BUY"], 1002), (["pf": "Y"], 1002), (["mp": "101"], 1002),
            (["ig": String(repeating: "x", count: 53)], 1002),
            (["es": "nse_fo", "ts": "NIFTY26SEPFUT", "pc": "CNC"], 1002),
        ] as [([String: String], Int)]
    )
    func refusals(fields: [String: String], code: Int) throws {
        var desk = try NeoDesk()
        let answer = try desk.post("/quick/order/rule/ms/place", NeoDesk.order.merging(fields) { $1 })
        #expect(answer.status == 200)
        #expect(answer.code == code, "\(answer.text)")
        #expect(answer.json["stat"] as? String != "Ok")
        #expect(try desk.get("/quick/user/orders").code == 5203)
    }

    @Test(
        "what the risk check or the exchange does not like is taken, and rejected in the book",
        arguments: [
            (["es": "nse_fo", "ts": "NIFTY26SEPFUT", "pc": "NRML", "qt": "64", "pr": "25000"], "lot size"),
            (["es": "nse_fo", "ts": "NIFTY26SEPFUT", "pc": "NRML", "qt": "1820", "pr": "25000"], "freeze quantity"),
            (["pr": "1490.05"], "tick size"), (["pr": "1200"], "day's range"), (["ts": "RELIANCE-BL"], "not permitted"),
            (["pt": "SL", "tp": "1510", "pr": "1505"], "wrong side"),
            (["pt": "SL-M", "tp": "1510", "pr": "0"], "Algo Id not allowed"), (["qt": "10000"], "Margin Exceeds"),
            (["tt": "S", "qt": "11"], "holdings"), (["am": "YES"], "while the market is open"),
        ] as [([String: String], String)]
    )
    func rejections(fields: [String: String], words: String) throws {
        var desk = try NeoDesk()
        let id = try desk.place(fields)
        let row = try desk.row(id)
        #expect(row["ordSt"] as? String == "rejected")
        let reason = row["rejRsn"] as? String ?? ""
        #expect(reason.contains(words), "\(reason)")
        #expect(row["unFldSz"] as? Int == 0)
        #expect(try desk.states(id).last == "rejected")
    }

    @Test func `before its end SL-M works`() throws {
        var settings = NeoDesk.calm
        settings.stopMarketEnds = nil
        var desk = try NeoDesk(settings: settings)
        let id = try desk.place(["pt": "SL-M", "tp": "1510", "pr": "0"])
        #expect(try desk.status(id) == "trigger pending")
    }

    @Test func `outside the session an order is rejected, and the next morning finds an empty book`() throws {
        var desk = try NeoDesk(days: 2)
        desk.wait(until: TimeOfDay(15, 31))
        let id = try desk.place()
        #expect(try desk.row(id)["rejRsn"] as? String == "Exchange is closed: place an after market order")
        desk.wait(until: TimeOfDay(9, 0), day: 4)
        try desk.signIn()
        #expect(try desk.get("/quick/user/orders").code == 5203)
    }

    @Test func `a tag works once a day, nulls are no values, and numbers are no texts`() throws {
        var desk = try NeoDesk()
        let route = "/quick/order/rule/ms/place"
        let tagged = NeoDesk.order.merging(["ig": "a&b+c d"]) { $1 }
        let id = try #require(try desk.post(route, tagged).id)
        #expect(try desk.row(id)["GuiOrdId"] as? String == "a&b+c d")
        let again = try desk.post(route, tagged)
        #expect(again.code == 32)
        #expect(again.json["stMsg"] as? String == "error from core")
        let members = NeoDesk.order.filter { !["dq", "tp", "pf"].contains($0.key) }.map {
            "\"\($0.key)\": \"\($0.value)\""
        }
        // As the broker's own client writes it: blanks, and nulls.
        let body = "{" + members.joined(separator: ", ") + ", \"dq\": null, \"tp\": null, \"ig\": null}"
        #expect(try desk.send(.post, route, "jData=" + NeoDesk.encoded(body)).code == 200)
        let numbers = "{" + members.joined(separator: ",") + ",\"dq\":0}"
        #expect(try desk.send(.post, route, "jData=" + NeoDesk.encoded(numbers)).code == 1007)
        for body in ["", "jData=", "jData=[]", "jData=%7B", "other=%7B%7D", "{}"] {
            #expect(try desk.send(.post, route, body).code == 1007, "\(body)")
        }
        var settings = NeoDesk.calm
        settings.refusesUsedTags = false
        var other = try NeoDesk(settings: settings)
        _ = try other.place(["ig": "one"])
        _ = try other.place(["ig": "one"])
        #expect(try other.get("/quick/user/orders").rows.count == 2)
    }

    @Test func `a price of nothing may become one rupee`() throws {
        var settings = NeoDesk.calm
        settings.zeroPriceIsOne = true
        var desk = try NeoDesk(settings: settings)
        let answer = try desk.post("/quick/order/rule/ms/place", NeoDesk.order.merging(["pr": "0"]) { $1 })
        #expect(try desk.row(try #require(answer.id))["prc"] as? String == "1.00")
    }

    @Test func `a stop order waits for its trigger, is open then, and complete`() throws {
        var desk = try NeoDesk(prices: [1500, 1500, 1520])
        let id = try desk.place(["pt": "SL", "tp": "1510", "pr": "1525"])
        #expect(try desk.status(id) == "trigger pending")
        desk.wait(until: TimeOfDay(9, 18))
        let states = try desk.states(id)
        #expect(states.suffix(3) == ["trigger pending", "open", "complete"])
    }

    @Test func `orders from elsewhere are shown, and cannot be touched`() throws {
        var desk = try NeoDesk()
        let id = try desk.place(headers: desk.session + [HTTPHeader("practice-platform", "APP")])
        #expect(try desk.status(id) == "open")
        #expect(try desk.cancel(id).code == 91_400)
        #expect(try desk.change(id).code == 91_400)
        #expect(try desk.post("/quick/order/history", ["nOrdNo": id]).code == 91_400)
        #expect(try desk.status(id) == "open")
    }

    @Test func `bracket and cover exits are gone`() throws {
        var desk = try NeoDesk()
        #expect(try desk.post("/quick/order/bo/exit", ["on": "1", "am": "NO"]).status == 404)
        #expect(try desk.post("/quick/order/co/exit", ["on": "1", "am": "NO"]).status == 404)
        #expect(try desk.get("/quick/order/rule/ms/place").status == 404)
        #expect(try desk.get("/quick/user/orders/1").code == 5203)
        var settings = NeoDesk.calm
        settings.emptyIsError = false
        var other = try NeoDesk(settings: settings)
        #expect(try other.get("/quick/user/trades").text == "{\"stat\":\"ok\",\"stCode\":200,\"data\":[]}")
    }

    @Test func `what is left of an IOC order is cancelled`() throws {
        var desk = try NeoDesk()
        let id = try desk.place(["rt": "IOC"])
        desk.wait(2000)
        #expect(try desk.status(id) == "cancelled")
        #expect(try desk.row(id)["vldt"] as? String == "IOC")
    }
}
