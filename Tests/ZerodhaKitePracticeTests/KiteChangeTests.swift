import SaudaBroker
import SaudaCore
import SaudaServer
import Testing
import ZerodhaKitePractice

/// Sections 3.3 and 3.5, after-market orders, and the ends of days.
@Suite struct KiteChangeTests {
    @Test func `a change shows its new price on the last row only`() throws {
        var desk = try KiteDesk()
        let id = try desk.place(KiteDesk.buy + "&order_type=LIMIT&quantity=10&price=1490")
        #expect(desk.send(.put, "/orders/regular/\(id)", "price=1491&order_id=\(id)&variety=regular")?.status == 200)
        desk.wait(50)
        let rows = try desk.get("/orders/\(id)").rows.suffix(4)
        #expect(
            rows.compactMap { $0["status"] as? String } == [
                "MODIFY VALIDATION PENDING", "MODIFY PENDING", "MODIFIED", "OPEN",
            ]
        )
        #expect(rows.compactMap { $0["price"] as? Double } == [1490, 1490, 1490, 1491])
    }

    @Test func `a change that the exchange refuses leaves the order open and says why`() throws {
        var desk = try KiteDesk()
        let id = try desk.place(KiteDesk.buy + "&order_type=LIMIT&quantity=10&price=1490")
        #expect(desk.send(.put, "/orders/regular/\(id)", "price=1490.03")?.status == 200)
        desk.wait(50)
        #expect(try desk.states(of: id).suffix(2) == ["NOT MODIFIED", "OPEN"])
        let row = try desk.row(id)
        #expect(row["price"] as? Double == 1490)
        #expect((row["status_message"] as? String)?.hasPrefix("Tick size for this script is 0.05.") == true)
    }

    @Test func `an order takes 25 changes`() throws {
        var settings = KiteSettings()
        settings.ordersPerSecond = 1000
        settings.ordersPerMinute = 1000
        var desk = try KiteDesk(settings: settings)
        let id = try desk.place(KiteDesk.buy + "&order_type=LIMIT&quantity=10&price=1400")
        for number in 1...25 {
            #expect(desk.send(.put, "/orders/regular/\(id)", "price=\(1400 + number)")?.status == 200)
            desk.wait(50)
        }
        let answer = desk.send(.put, "/orders/regular/\(id)", "price=1450")
        #expect(answer?.status == 400)
        #expect(answer?.message == "Maximum allowed order modifications exceeded.")
        #expect(try desk.row(id)["price"] as? Double == 1425)
    }

    @Test func `a cancelled order keeps its pending quantity and cannot be changed`() throws {
        var desk = try KiteDesk()
        let id = try desk.place(KiteDesk.buy + "&order_type=LIMIT&quantity=10&price=1490")
        #expect(desk.send(.delete, "/orders/amo/\(id)")?.message == "Couldn't find that `order_id`.")
        #expect(desk.send(.delete, "/orders/regular/\(id)")?.status == 200)
        #expect(desk.send(.delete, "/orders/regular/\(id)")?.status == 400)
        desk.wait(50)
        let row = try desk.row(id)
        #expect(row["status"] as? String == "CANCELLED")
        #expect(row["pending_quantity"] as? Int == 10)
        #expect(desk.send(.put, "/orders/regular/\(id)", "price=1491")?.type == "OrderException")
        desk.wait(1000)
        #expect(try desk.get("/user/margins/equity").data["net"] as? Double == 1_000_000)
    }

    @Test func `an after-market order waits over the night and trades at the opening`() throws {
        var desk = try KiteDesk(prices: [1500], days: 2)
        let form = KiteDesk.buy + "&order_type=LIMIT&quantity=10&price=1510"
        #expect(desk.send(.post, "/orders/amo", form)?.type == "OrderException")
        desk.wait(until: TimeOfDay(16, 30))
        let id = try desk.place(form, variety: "amo")
        #expect(try desk.states(of: id) == ["AMO REQ RECEIVED"])
        #expect(desk.send(.put, "/orders/amo/\(id)", "price=1505")?.status == 200)
        desk.wait(50)
        #expect(try desk.states(of: id).last == "AMO REQ RECEIVED")
        #expect(try desk.row(id)["price"] as? Double == 1505)
        // Nothing of this is told on the ticker, not even an end.
        _ = desk.connect()
        desk.written.removeAll()
        let other = try desk.place(form, variety: "amo")
        #expect(desk.send(.delete, "/orders/amo/\(other)")?.status == 200)
        desk.wait(50)
        #expect(try desk.states(of: other).last == "CANCELLED")
        #expect(desk.texts().isEmpty)
        desk.act(.socketClosed(PracticeSocket(number: 1)))
        desk.wait(until: TimeOfDay(9, 20), day: 3)
        try resume(&desk)
        #expect(try desk.states(of: id).suffix(2) == ["OPEN", "COMPLETE"])
        let orders = try desk.get("/orders").rows
        #expect(orders.count == 1)
    }

    private func resume(_ desk: inout KiteDesk) throws {
        let place = try desk.get("/connect/login?api_key=\(desk.apiKey)").headers[0].value
        desk.requestToken = try #require(FormFields(String(place.split(separator: "?")[1]))["request_token"])
        try desk.signIn()
    }

    @Test func `the book is empty on a new day and what was bought is a holding on its way`() throws {
        var desk = try KiteDesk(days: 2)
        _ = try desk.place(KiteDesk.buy + "&order_type=MARKET&quantity=5&market_protection=-1")
        let open = try desk.place(KiteDesk.buy + "&order_type=LIMIT&quantity=5&price=1400")
        desk.wait(until: TimeOfDay(15, 31))
        #expect(try desk.states(of: open).last == "CANCELLED")
        #expect(desk.floor.endOfNight == nil)
        desk.wait(until: TimeOfDay(20, 0))
        #expect(desk.floor.endOfNight == KiteDesk.day.advanced(by: 3).at(TimeOfDay(8, 0)))
        desk.wait(until: TimeOfDay(9, 20), day: 3)
        try resume(&desk)
        #expect(try desk.get("/orders").rows.isEmpty)
        #expect(try desk.get("/trades").rows.isEmpty)
        let holding = try #require(try desk.get("/portfolio/holdings").rows.first)
        #expect(holding["quantity"] as? Int == 10)
        #expect(holding["t1_quantity"] as? Int == 5)
        let range = "from=2026-03-19&to=2026-03-23"
        let candles = try desk.get("/instruments/historical/408065/day?\(range)").data["candles"] as? [[Any]]
        #expect(
            candles?.compactMap { $0[0] as? String }.map { $0.prefix(10) } == [
                "2026-03-19", "2026-03-20", "2026-03-23",
            ]
        )
    }

    @Test func `intraday positions are closed by the broker, in a row of its own`() throws {
        var desk = try KiteDesk()
        let form = "exchange=NSE&tradingsymbol=INFY&transaction_type=BUY&product=MIS&order_type=LIMIT"
        _ = try desk.place(form + "&quantity=5&price=1501")
        desk.wait(until: TimeOfDay(15, 25))
        let rows = try desk.get("/orders").rows
        #expect(rows.count == 2)
        #expect(rows[1]["placed_by"] as? String == "ADMINSQF")
        #expect(rows[1]["status"] as? String == "COMPLETE")
        let net = try #require(try desk.get("/portfolio/positions").data["net"] as? [[String: Any]])
        #expect(net[0]["quantity"] as? Int == 0)
    }
}
