import KotakNeoPractice
import SaudaBroker
import SaudaCore
import Testing

/// Sections 3.3 and 3.4 of the reference, and after-market orders.
@Suite struct NeoChangeTests {
    @Test func `a change goes its way, and the tag becomes another one`() throws {
        var desk = try NeoDesk()
        let id = try desk.place(["ig": "cp-1"])
        let answer = try desk.change(id, ["qt": "7", "pr": "1480.50"])
        #expect(answer.id == id)
        let row = try desk.row(id)
        #expect(row["ordSt"] as? String == "open")
        #expect(row["qty"] as? Int == 7)
        #expect(row["prc"] as? String == "1480.50")
        #expect(row["ordModNo"] as? String == "1")
        let tag = row["GuiOrdId"] as? String
        #expect(tag != nil && tag != "cp-1")
        let states = try desk.states(id)
        #expect(states.suffix(4) == ["modify validation pending", "modify pending", "modified", "open"])
        #expect(try desk.cancel(id).code == 200)
        #expect(try desk.status(id) == "cancelled")
        #expect(try desk.states(id).suffix(2) == ["cancel pending", "cancelled"])
        let last = try desk.row(id)["GuiOrdId"] as? String
        #expect(last == "\(tag ?? "")-\(desk.time.microseconds / 1_000_000)")
    }

    @Test func `every field may be sent, and a wrong one is refused`() throws {
        var desk = try NeoDesk()
        let id = try desk.place()
        let whole = ["fq": "0", "dd": "NA", "tk": "2885", "ts": "RELIANCE-EQ", "es": "nse_cm", "pc": "CNC", "tt": "B"]
        #expect(try desk.change(id, whole).code == 200)
        for wrong in [["tt": "S"], ["ts": "TCS-EQ"], ["es": "bse_cm"], ["pc": "MIS"], ["tk": "1"], ["vd": "GTC"]] {
            #expect(try desk.change(id, whole.merging(wrong) { $1 }).code == 1002, "\(wrong)")
        }
        #expect(try desk.change(id, ["qt": "0"]).code == 1009)
        #expect(try desk.row(id)["ordModNo"] as? String == "1")
    }

    @Test func `a change that is rejected leaves the order as it was, with the reason beside it`() throws {
        var desk = try NeoDesk()
        let id = try desk.place()
        for (fields, words) in [
            (["pr": "1480.05"], "tick size"), (["qt": "100000"], "Margin Exceeds"), (["pr": "1000"], "day's range"),
        ] {
            #expect(try desk.change(id, fields).code == 200)
            let row = try desk.row(id)
            #expect(row["ordSt"] as? String == "open")
            #expect(row["qty"] as? Int == 10)
            #expect(row["prc"] as? String == "1490.00")
            let reason = row["rejRsn"] as? String ?? ""
            #expect(reason.contains(words), "\(reason)")
        }
    }

    @Test func `what is over or unknown is told by its code, and what is under way has to wait`() throws {
        var desk = try NeoDesk()
        #expect(try desk.change("1").message == "Order already cancelled or not found.")
        let id = try desk.place(["pt": "MKT", "pr": "0"])
        desk.wait(2000)
        let late = try desk.change(id)
        #expect(late.code == 1021)
        #expect(late.message == "order is completed")
        #expect(late.json["stat"] as? String == "please provide valid order number")
        #expect(try desk.cancel(id).code == 1021)
        let answer = try desk.post("/quick/order/rule/ms/place", NeoDesk.order)
        let early = try #require(answer.id)
        #expect(try desk.post("/quick/order/cancel", ["on": early, "am": "NO"]).code == 1006)
        desk.wait(50)
        #expect(try desk.cancel(early, ["ts": "TCS-EQ"]).code == 5202)
        #expect(try desk.cancel(early).code == 200)
    }

    @Test func `an after-market order waits for the next session`() throws {
        var desk = try NeoDesk(prices: [1500, 1500, 1480], days: 2)
        desk.wait(until: TimeOfDay(18, 0))
        let id = try desk.place(["am": "YES", "pr": "1490"])
        var row = try desk.row(id)
        #expect(row["ordSt"] as? String == "after market order req received")
        #expect(row["ordGenTp"] as? String == "AMO")
        #expect(row["exOrdId"] as? String == "NA")
        #expect(try desk.change(id, ["pr": "1485", "am": "YES"]).code == 200)
        #expect(try desk.status(id) == "modify after market order req received")
        desk.wait(until: TimeOfDay(9, 2), day: 4)
        try desk.signIn()
        row = try desk.row(id)
        #expect(row["ordSt"] as? String == "open")
        #expect(row["prc"] as? String == "1485.00")
        let states = try desk.states(id)
        #expect(states.suffix(4) == ["put order req received", "validation pending", "open pending", "open"])
        desk.wait(until: TimeOfDay(9, 18), day: 4)
        #expect(try desk.status(id) == "complete")
    }

    @Test func `the cancel of an after-market order says that it is one`() throws {
        var desk = try NeoDesk()
        desk.wait(until: TimeOfDay(18, 0))
        let id = try desk.place(["am": "YES"])
        let refused = try desk.cancel(id)
        #expect(refused.code == 5204)
        #expect(refused.message == "Cancel Order Response : Bad Input")
        // Without `ts`, as the broker's own client does.
        #expect(try desk.cancel(id, ["am": "YES"]).code == 200)
        #expect(try desk.status(id) == "cancelled after market order")
        var settings = NeoDesk.calm
        settings.afterMarketCancelNeedsSymbol = true
        var strict = try NeoDesk(settings: settings)
        strict.wait(until: TimeOfDay(18, 0))
        let other = try strict.place(["am": "YES"])
        #expect(try strict.cancel(other, ["am": "YES"]).code == 5204)
        #expect(try strict.cancel(other, ["am": "YES", "ts": "RELIANCE-EQ"]).code == 200)
    }

    @Test func `a stop order may become a market order, which is a limit then`() throws {
        var desk = try NeoDesk()
        let id = try desk.place(["pt": "SL", "tp": "1510", "pr": "1515"])
        desk.wait(1000)
        #expect(try desk.change(id, ["pt": "MKT", "pr": "0"]).code == 200)
        desk.wait(2000)
        let row = try desk.row(id)
        #expect(row["ordSt"] as? String == "complete")
        #expect(row["prcTp"] as? String == "L")
        #expect(row["trgPrc"] as? String == "0.00")
    }
}
