import SaudaBroker
import SaudaCore
import Testing
import ZerodhaKitePractice

/// Sections 3.2 to 3.6 of the reference.
@Suite struct KiteOrderTests {
    @Test func `a limit order walks its states and has an exchange number from OPEN on`() throws {
        var desk = try KiteDesk()
        let id = try desk.place(KiteDesk.buy + "&order_type=LIMIT&quantity=10&price=1490&tag=sauda1")
        #expect(id.utf8.count == 19)
        #expect(try #require(UInt64(id)) > 1 << 53)
        #expect(try desk.states(of: id) == ["PUT ORDER REQ RECEIVED", "VALIDATION PENDING", "OPEN PENDING", "OPEN"])
        let rows = try desk.get("/orders/\(id)").rows
        #expect(rows[0]["instrument_token"] as? Int == 1)
        #expect(rows[2]["exchange_order_id"] is String == false)
        #expect(rows[3]["exchange_order_id"] is String)
        let row = try desk.row(id)
        #expect(row["tag"] as? String == "sauda1")
        #expect(row["tags"] as? [String] == ["sauda1"])
        #expect(row["instrument_token"] as? Int == 408_065)
        #expect(row["pending_quantity"] as? Int == 10)
        #expect(row["price"] as? Double == 1490)
    }

    @Test func `an order that the market reaches is complete, with a trade and a position`() throws {
        var desk = try KiteDesk(prices: [1500, 1500, 1480])
        let id = try desk.place(KiteDesk.buy + "&order_type=LIMIT&quantity=10&price=1490")
        desk.wait(until: TimeOfDay(9, 18))
        let row = try desk.row(id)
        #expect(row["status"] as? String == "COMPLETE")
        #expect(row["filled_quantity"] as? Int == 10)
        #expect(row["pending_quantity"] as? Int == 0)
        #expect(row["average_price"] as? Double == 1480)
        let trade = try #require(try desk.get("/orders/\(id)/trades").rows.first)
        #expect(trade["order_timestamp"] as? String == "09:17:00")
        #expect(trade["fill_timestamp"] as? String == "2026-03-20 09:17:00")
        desk.wait(2000)
        let net = try #require(try desk.get("/portfolio/positions").data["net"] as? [[String: Any]])
        #expect(net.first?["quantity"] as? Int == 10)
        #expect(net.first?["value"] as? Double == -14_800)
        #expect(net.first?["pnl"] as? Double == 0)
    }

    @Test func `a protected market order goes out as a limit`() throws {
        var desk = try KiteDesk()
        let id = try desk.place(KiteDesk.buy + "&order_type=MARKET&quantity=1&market_protection=2")
        let row = try desk.row(id)
        #expect(row["order_type"] as? String == "LIMIT")
        #expect(row["price"] as? Double == 1530)
        #expect(row["market_protection"] as? Int == 0)
        #expect(row["tags"] as? [String] == ["mktp", "mktp:2.00"])
        #expect(row["average_price"] as? Double == 1500)
        let automatic = try desk.place(KiteDesk.sell + "&order_type=MARKET&quantity=1&market_protection=-1")
        #expect(try desk.row(automatic)["price"] as? Double == 1492.5)
    }

    @Test(
        "refusals name the field or say why",
        arguments: [
            ("&order_type=MARKET&quantity=1", 400, "Market orders without market protection are not allowed via API."),
            ("&order_type=MARKET&quantity=1&market_protection=0", 400, "Market orders without market protection"),
            ("&order_type=SL-M&quantity=1&trigger_price=1510", 400, "Market orders without market protection"),
            ("&order_type=LIMIT&quantity=1", 400, "Invalid `price`."),
            ("&order_type=LIMIT&quantity=0&price=1", 400, "Invalid `quantity`."),
            ("&order_type=LIMIT&quantity=x&price=1", 400, "Invalid `quantity`."),
            ("&order_type=GUESS&quantity=1&price=1", 400, "Invalid `order_type`."),
            ("&order_type=SL&quantity=1&price=1510", 400, "Invalid `trigger_price`."),
            ("&order_type=SL&quantity=1&price=1510&trigger_price=1520", 400, "Trigger price for stoploss buy orders"),
            ("&order_type=LIMIT&quantity=1&price=1500&tag=not-plain", 400, "Invalid `tag`."),
            ("&order_type=LIMIT&quantity=1&price=1500&tag=abcdefghijklmnopqrstu", 400, "Invalid `tag`."),
            ("&order_type=LIMIT&quantity=100&price=1500&disclosed_quantity=5", 400, "Invalid `disclosed_quantity`."),
            ("&order_type=LIMIT&quantity=1000&price=1500", 400, "Insufficient funds. Required margin is 1500000.00"),
        ]
    )
    func refusals(form: String, status: Int, text: String) throws {
        var desk = try KiteDesk()
        let sentAnswer = desk.send(.post, "/orders/regular", KiteDesk.buy + form)
        let answer = try #require(sentAnswer)
        #expect(answer.status == status)
        #expect(answer.message.hasPrefix(text), "\(answer.message)")
        #expect(try desk.get("/orders").rows.isEmpty)
    }

    @Test func `an unknown share and one that has expired are refused alike`() throws {
        var desk = try KiteDesk()
        let form =
            "exchange=NSE&tradingsymbol=NOPE&transaction_type=BUY&product=CNC&order_type=LIMIT&quantity=1&price=1"
        let answer = desk.send(.post, "/orders/regular", form)
        #expect(
            answer?.message == "The instrument you are placing an order for has either expired or does not exist."
        )
    }

    @Test func `without funds an order can also be taken and then rejected`() throws {
        var settings = KiteSettings()
        settings.checksFundsFirst = false
        var desk = try KiteDesk(settings: settings)
        let id = try desk.place(KiteDesk.buy + "&order_type=LIMIT&quantity=1000&price=1500")
        let row = try desk.row(id)
        #expect(row["status"] as? String == "REJECTED")
        #expect((row["status_message"] as? String)?.hasPrefix("Insufficient funds.") == true)
        #expect(row["exchange_order_id"] is String == false)
        #expect(row["pending_quantity"] as? Int == 0)
    }

    @Test func `funds of an order on its way are not given twice`() throws {
        var desk = try KiteDesk(cash: 20_000)
        let form = KiteDesk.buy + "&order_type=LIMIT&quantity=10&price=1490"
        #expect(desk.send(.post, "/orders/regular", form)?.status == 200)
        let second = desk.send(.post, "/orders/regular", form)
        #expect(second?.type == "MarginException")
        #expect(second?.message.contains("available margin is 5100.00") == true)
    }

    @Test func `off the tick and without holdings an order is rejected after it was taken`() throws {
        var desk = try KiteDesk()
        let tick = try desk.place(KiteDesk.buy + "&order_type=LIMIT&quantity=1&price=1490.03")
        #expect(try desk.states(of: tick).last == "REJECTED")
        let short = try desk.place(KiteDesk.sell + "&order_type=LIMIT&quantity=11&price=1510")
        #expect(try desk.states(of: short).last == "REJECTED")
        let held = try desk.place(KiteDesk.sell + "&order_type=LIMIT&quantity=10&price=1510")
        #expect(try desk.states(of: held).last == "OPEN")
    }

    @Test func `shares at the depository need an authorisation where it is asked for`() throws {
        var settings = KiteSettings()
        settings.needsAuthorisation = true
        var desk = try KiteDesk(settings: settings)
        let form = KiteDesk.sell + "&order_type=LIMIT&quantity=10&price=1510"
        let answer = desk.send(.post, "/orders/regular", form)
        #expect(answer?.status == 428)
        #expect(answer?.message == "10 quantity needs authorisation at depository.")
        #expect(desk.send(.post, "/portfolio/holdings/authorise", "")?.status == 200)
        #expect(desk.send(.post, "/orders/regular", form)?.status == 200)
    }

    @Test func `a stop waits for its trigger and then trades`() throws {
        var desk = try KiteDesk(prices: [1500, 1500, 1480])
        let form = KiteDesk.sell + "&order_type=SL&quantity=10&price=1470&trigger_price=1490"
        let id = try desk.place(form)
        #expect(try desk.states(of: id).last == "TRIGGER PENDING")
        desk.wait(until: TimeOfDay(9, 18))
        #expect(try desk.states(of: id).suffix(3) == ["TRIGGER PENDING", "OPEN", "COMPLETE"])
    }

    @Test func `what is left of an immediate order is cancelled`() throws {
        var desk = try KiteDesk()
        let form = "exchange=NSE&tradingsymbol=INFY&transaction_type=BUY&product=CNC&validity=IOC"
        let id = try desk.place(form + "&order_type=LIMIT&quantity=10&price=1490")
        let row = try desk.row(id)
        #expect(row["status"] as? String == "CANCELLED")
        #expect(row["cancelled_quantity"] as? Int == 10)
        #expect(row["pending_quantity"] as? Int == 10)
    }

    @Test func `above the freeze quantity an order is refused, or sliced in either shape`() throws {
        let form =
            "exchange=NFO&tradingsymbol=DEMO26MARFUT&transaction_type=BUY&product=NRML&order_type=LIMIT&price=90"
            + "&quantity=1875"
        var desk = try KiteDesk()
        let answer = desk.send(.post, "/orders/regular", form)
        let text = "The order quantity 1875 (25 lots) is higher than the maximum quantity of 900 (12 lots)"
        #expect(answer?.message.hasPrefix(text) == true)
        let sentSliced = desk.send(.post, "/orders/regular", form + "&autoslice=true")
        let sliced = try #require(sentSliced)
        let children = try #require(sliced.data["children"] as? [[String: Any]])
        #expect(children.count == 3)
        let parent = try #require(sliced.data["order_id"] as? String)
        desk.wait(100)
        let rows = try desk.get("/orders").rows
        #expect(rows.map { $0["quantity"] as? Int } == [900, 900, 75])
        #expect(rows[0]["tags"] as? [String] == ["autoslice", "autoslice:\(parent)"])
        var settings = KiteSettings()
        settings.answersSlicesAsList = true
        var older = try KiteDesk(settings: settings)
        #expect(older.send(.post, "/orders/regular", form + "&autoslice=true")?.rows.count == 3)
    }
}
