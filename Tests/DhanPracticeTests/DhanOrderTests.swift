import DhanPractice
import SaudaBroker
import SaudaCore
import Testing

/// Sections 2.2 to 2.8 of the reference.
@Suite struct DhanOrderTests {
    @Test func `an order is TRANSIT at once and PENDING when the exchange has it`() throws {
        var desk = try DhanDesk()
        let answer = try desk.send(.post, "/v2/orders", DhanDesk.body(["correlationId": "\"cp-1\""]))
        #expect(answer.status == 200)
        #expect(answer.json["orderStatus"] as? String == "TRANSIT")
        let id = try #require(answer.id)
        #expect(id.utf8.count == 14 && id.utf8.allSatisfy { (48...57).contains($0) })
        let early = try desk.row(id)
        #expect(early["orderStatus"] as? String == "TRANSIT")
        #expect(early["exchangeOrderId"] as? String == "0")
        #expect(early["exchangeTime"] as? String == "0001-01-01 00:00:00")
        desk.wait(50)
        let row = try desk.row(id)
        #expect(row["orderStatus"] as? String == "PENDING")
        #expect(row["exchangeOrderId"] as? String != "0")
        #expect(row["correlationId"] as? String == "cp-1")
        #expect(row["remainingQuantity"] as? Int == 10)
        #expect(row["price"] as? Double == 1490)
        #expect(row["drvExpiryDate"] as? String == "0001-01-01")
        #expect(row["legName"] as? String == "NA")
        #expect(try desk.get("/v2/orders/external/cp-1").rows.count == 1)
        #expect(try desk.get("/v2/orders/1").code == "DH-905")
        let other = try desk.place()
        #expect(try desk.row(other)["correlationId"] as? String == "NA")
        #expect(try desk.get("/v2/orders").rows.count == 2)
    }

    @Test func `every execution is a trade, and what is left stays until it is cancelled`() throws {
        var desk = try DhanDesk()
        desk.follow()
        let id = try desk.place()
        for total in [3, 7] as [Int64] {
            let value = Price(rupees: 1490) * Quantity(total)
            let report = Report(OrderID(number: 1), .traded(total: Quantity(total), value: value))
            desk.act(.exchange(Event(desk.time, .report(report))))
        }
        // A repeated report is none.
        let again = Report(OrderID(number: 1), .traded(total: Quantity(7), value: Price(rupees: 1490) * Quantity(7)))
        desk.act(.exchange(Event(desk.time, .report(again))))
        var row = try desk.row(id)
        #expect(row["orderStatus"] as? String == "PART_TRADED")
        #expect(row["filledQty"] as? Int == 7 && row["remainingQuantity"] as? Int == 3)
        #expect(row["averageTradedPrice"] as? Double == 1490)
        let trades = try desk.get("/v2/trades/\(id)").rows
        #expect(trades.compactMap { $0["tradedQuantity"] as? Int } == [3, 4])
        #expect(trades.first?["drvOptionType"] as? String == "NA")
        #expect(trades.first?["correlationId"] == nil)
        #expect(try desk.get("/v2/trades/").rows.count == 2)
        #expect(desk.updates().compactMap { $0["tradedQty"] as? Int } == [0, 0, 3, 7])
        desk.act(.exchange(Event(desk.time, .report(Report(OrderID(number: 1), .cancelled)))))
        row = try desk.row(id)
        #expect(row["orderStatus"] as? String == "CANCELLED")
        #expect(row["filledQty"] as? Int == 7 && row["remainingQuantity"] as? Int == 0)
    }

    @Test func `an order that the market reaches is traded`() throws {
        var desk = try DhanDesk(prices: [1500, 1500, 1480])
        let id = try desk.place()
        desk.wait(until: TimeOfDay(9, 18))
        let row = try desk.row(id)
        #expect(row["orderStatus"] as? String == "TRADED")
        #expect(row["averageTradedPrice"] as? Double == 1480)
        #expect(try desk.get("/v2/trades/\(id)").rows.first?["exchangeTime"] as? String == "2026-03-20 09:17:00")
    }

    @Test func `a market order is shown as a limit inside the band`() throws {
        var desk = try DhanDesk()
        let id = try desk.place(["orderType": "\"MARKET\"", "price": "0.0"])
        desk.wait(2000)
        let row = try desk.row(id)
        #expect(row["orderType"] as? String == "LIMIT")
        #expect(row["price"] as? Double == 1515)
        #expect(row["orderStatus"] as? String == "TRADED")
        #expect(row["averageTradedPrice"] as? Double == 1500)
        var settings = DhanSettings()
        settings.marketIsLimit = false
        var plain = try DhanDesk(settings: settings)
        let other = try plain.place(["orderType": "\"MARKET\"", "price": "\"\""])
        #expect(try plain.row(other)["orderType"] as? String == "MARKET")
    }

    @Test(
        "bad input is refused by DH-905 without a name",
        arguments: [
            ["quantity": "0"], ["quantity": "-1"], ["quantity": "1.5"], ["quantity": "\"NaN\""], ["quantity": "[1]"],
            ["quantity": "99999999999999999999"], ["price": "1490.03"], ["price": "-1"], ["price": "\"inf\""],
            ["price": "1e400"], ["price": "0"], ["price": "NaN"], ["triggerPrice": "1500"], ["securityId": "\"13\""],
            ["securityId": "\"abc\""], ["securityId": "{}"], ["exchangeSegment": "\"NSE_FNO\""],
            ["exchangeSegment": "\"IDX_I\"", "securityId": "\"13\""], ["productType": "\"MARGIN\""],
            ["productType": "\"BO\""], ["orderType": "\"GUESS\""], ["orderType": nil], ["validity": "\"GTC\""],
            ["transactionType": "\"buy\""], ["disclosedQuantity": "3"], ["disclosedQuantity": "11"],
            ["afterMarketOrder": "true"], ["amoTime": "\"OPEN\""], ["afterMarketOrder": "\"maybe\""],
            ["correlationId": "\"a/b\""], ["correlationId": "\"1234567890123456789012345678901\""],
            ["dhanClientId": nil], ["orderType": "\"MARKET\""],
            ["orderType": "\"STOP_LOSS\""], ["orderType": "\"STOP_LOSS_MARKET\"", "triggerPrice": "1510"],
        ] as [[String: String?]]
    )
    func refusals(fields: [String: String?]) throws {
        var desk = try DhanDesk()
        let answer = try desk.send(.post, "/v2/orders", DhanDesk.body(fields))
        #expect(answer.status == 400)
        #expect(answer.code == "DH-905", "\(answer.text)")
        #expect(answer.message == "Missing required fields, bad values for parameters etc.")
        #expect(try desk.get("/v2/orders").text == "[]")
    }

    @Test func `bodies that are no object are refused`() throws {
        var desk = try DhanDesk()
        for body in ["", "[]", "null", "{", "\"x\"", "[{}]", "7", "{\"a\":NaN}"] {
            #expect(try desk.send(.post, "/v2/orders", body).code == "DH-905")
            desk.wait(1000)
        }
    }

    @Test func `a stop waits as PENDING, and its trigger lies on the right side of its price`() throws {
        var desk = try DhanDesk(prices: [1500, 1500, 1480])
        let sell = ["transactionType": "\"SELL\"", "orderType": "\"STOP_LOSS\"", "price": "1480"]
        let wrong = try desk.send(
            .post,
            "/v2/orders",
            DhanDesk.body(sell.merging(["triggerPrice": "1480"]) { $1 })
        )
        #expect(wrong.code == "DH-906")
        #expect(wrong.message == "Trigger Price should be greater than Price")
        let id = try desk.place(sell.merging(["triggerPrice": "1490"]) { $1 })
        #expect(try desk.status(id) == "PENDING")
        desk.wait(until: TimeOfDay(9, 18))
        #expect(try desk.status(id) == "TRADED")
    }

    @Test func `a stop at the market works, is refused, or becomes a limit that trades at once`() throws {
        let fields = [
            "transactionType": "\"SELL\"", "orderType": "\"STOP_LOSS_MARKET\"", "price": "0", "triggerPrice": "1400",
        ]
        var desk = try DhanDesk()
        let id = try desk.place(fields)
        desk.wait(2000)
        #expect(try desk.status(id) == "PENDING")
        var settings = DhanSettings()
        settings.stopMarket = .refused
        desk = try DhanDesk(settings: settings)
        #expect(try desk.send(.post, "/v2/orders", DhanDesk.body(fields)).code == "DH-906")
        settings.stopMarket = .isLimit
        desk = try DhanDesk(settings: settings)
        let sold = try desk.place(fields)
        desk.wait(2000)
        let row = try desk.row(sold)
        #expect(row["orderType"] as? String == "LIMIT")
        #expect(row["triggerPrice"] as? Double == 0)
        #expect(row["orderStatus"] as? String == "TRADED")
    }

    @Test func `what cannot be paid is accepted first and rejected then`() throws {
        var desk = try DhanDesk(cash: 10_000)
        let id = try desk.place(["quantity": "1000"])
        let row = try desk.row(id)
        #expect(row["orderStatus"] as? String == "REJECTED")
        #expect(row["remainingQuantity"] as? Int == 0)
        #expect(row["omsErrorCode"] as? String == "RMS")
        #expect((row["omsErrorDescription"] as? String)?.hasPrefix("RMS: ") == true)
    }

    @Test func `the rest of an IOC order expires`() throws {
        var desk = try DhanDesk()
        let id = try desk.place(["validity": "\"IOC\"", "price": "1400"])
        desk.wait(2000)
        #expect(try desk.status(id) == "EXPIRED")
        var settings = DhanSettings()
        settings.restIsExpired = false
        desk = try DhanDesk(settings: settings)
        let other = try desk.place(["validity": "\"IOC\"", "price": "1400"])
        desk.wait(2000)
        #expect(try desk.status(other) == "CANCELLED")
    }

    @Test func `a change says the total, and the twenty-sixth is refused`() throws {
        var desk = try DhanDesk()
        let id = try desk.place()
        func change(_ quantity: Int) -> String {
            "{\"dhanClientId\":\"\(DhanDesk.client)\",\"orderId\":\"\(id)\",\"orderType\":\"LIMIT\",\"validity\":\"DAY\","
                + "\"legName\":\"NA\",\"quantity\":\(quantity),\"price\":1480.0,\"triggerPrice\":0.0,\"disclosedQuantity\":0}"
        }
        for count in 1...25 {
            let answer = try desk.send(.put, "/v2/orders/\(id)", change(10 + count))
            #expect(answer.json["orderStatus"] as? String == "TRANSIT")
            desk.wait(1000)
        }
        let row = try desk.row(id)
        #expect(row["quantity"] as? Int == 35)
        #expect(row["remainingQuantity"] as? Int == 35)
        #expect(row["price"] as? Double == 1480)
        #expect(try desk.send(.put, "/v2/orders/\(id)", change(9)).code == "DH-906")
        #expect(try desk.send(.put, "/v2/orders/1", change(9)).code == "DH-905")
    }

    @Test func `a cancelled order has nothing left, and cannot be cancelled again`() throws {
        var desk = try DhanDesk()
        let id = try desk.place()
        // The official client sends a body.
        let answer = try desk.send(.delete, "/v2/orders/\(id)", "{\"dhanClientId\":\"1\"}")
        #expect(answer.status == 202)
        desk.wait(50)
        let row = try desk.row(id)
        #expect(row["orderStatus"] as? String == "CANCELLED")
        #expect(row["remainingQuantity"] as? Int == 0)
        #expect(row["quantity"] as? Int == 10)
        #expect(try desk.send(.delete, "/v2/orders/\(id)").code == "DH-906")
    }

    @Test func `above the freeze quantity orders are sliced, with one correlation id`() throws {
        var desk = try DhanDesk()
        let fields = [
            "exchangeSegment": "\"NSE_FNO\"", "securityId": "\"54321\"", "productType": "\"MARGIN\"",
            "quantity": "1875", "price": "90", "correlationId": "\"big\"",
        ]
        #expect(try desk.send(.post, "/v2/orders", DhanDesk.body(fields)).code == "DH-906")
        let answer = try desk.send(.post, "/v2/orders/slicing", DhanDesk.body(fields))
        #expect(answer.rows.count == 3)
        let rows = try desk.get("/v2/orders/external/big").rows
        #expect(rows.compactMap { $0["quantity"] as? Int } == [900, 900, 75])
        #expect(rows.first?["drvExpiryDate"] as? String == "2026-03-26")
        let small = fields.merging(["quantity": "75"]) { $1 }
        #expect(try desk.send(.post, "/v2/orders/slicing", DhanDesk.body(small)).rows.count == 1)
        #expect(
            try desk.send(.post, "/v2/orders", DhanDesk.body(fields.merging(["quantity": "74"]) { $1 })).code
                == "DH-905"
        )
    }

    @Test func `a repeated correlation id is taken, or refused`() throws {
        var settings = DhanSettings()
        var desk = try DhanDesk()
        let body = DhanDesk.body(["correlationId": "\"twice\""])
        for _ in 0..<2 { #expect(try desk.send(.post, "/v2/orders", body).status == 200) }
        #expect(try desk.get("/v2/orders/external/twice").rows.count == 2)
        settings.refusesRepeatedCorrelation = true
        desk = try DhanDesk(settings: settings)
        #expect(try desk.send(.post, "/v2/orders", body).status == 200)
        #expect(try desk.send(.post, "/v2/orders", body).code == "DH-906")
        #expect(try desk.get("/v2/orders").rows.count == 1)
    }

    @Test func `outside the hours only after-market orders are taken, and go out at their time`() throws {
        var desk = try DhanDesk(prices: [1480], start: TimeOfDay(8, 40))
        let closed = try desk.send(.post, "/v2/orders", DhanDesk.body())
        #expect(closed.message == "Market is Closed! Want to place an offline order?")
        let after = ["afterMarketOrder": "true", "amoTime": "\"OPEN_30\""]
        let id = try desk.place(after)
        let gone = try desk.place(after)
        let row = try desk.row(id)
        #expect(row["orderStatus"] as? String == "PENDING")
        #expect(row["exchangeOrderId"] as? String == "0")
        #expect(row["afterMarketOrder"] as? Bool == true)
        #expect(try desk.send(.delete, "/v2/orders/\(gone)").status == 202)
        desk.wait(50)
        #expect(try desk.status(gone) == "CANCELLED")
        desk.wait(until: TimeOfDay(9, 44, 59))
        #expect(try desk.row(id)["exchangeOrderId"] as? String == "0")
        #expect(try desk.send(.post, "/v2/orders", DhanDesk.body(after)).code == "DH-906")
        desk.wait(until: TimeOfDay(9, 47))
        #expect(try desk.status(id) == "TRADED")
    }

    @Test func `an after-market order of the evening waits for the next day`() throws {
        var desk = try DhanDesk(start: TimeOfDay(17, 0), days: 2)
        let id = try desk.place(["afterMarketOrder": "true", "amoTime": "\"PRE_OPEN\"", "price": "1510"])
        let open = try desk.place(["afterMarketOrder": "true", "amoTime": "\"OPEN\"", "price": "1510"])
        #expect(try desk.status(id) == "PENDING")
        desk.wait(until: TimeOfDay(9, 0), day: 3)
        desk.token = try #require(try desk.send(.post, desk.generation()).json["accessToken"] as? String)
        desk.wait(until: TimeOfDay(9, 17), day: 3)
        #expect(try desk.status(id) == "TRADED")
        #expect(try desk.status(open) == "TRADED")
    }

    @Test func `an after-market order at the market stays one`() throws {
        var desk = try DhanDesk(prices: [1600], start: TimeOfDay(8, 40))
        let fields = ["afterMarketOrder": "true", "amoTime": "\"OPEN\"", "orderType": "\"MARKET\"", "price": "0"]
        let id = try desk.place(fields)
        #expect(try desk.row(id)["orderType"] as? String == "MARKET")
        desk.wait(until: TimeOfDay(9, 17))
        #expect(try desk.row(id)["averageTradedPrice"] as? Double == 1600)
    }

    @Test func `during the market after-market orders may be taken for the day after`() throws {
        var settings = DhanSettings()
        settings.takesAfterMarketInHours = true
        var desk = try DhanDesk(days: 2, settings: settings)
        let id = try desk.place(["afterMarketOrder": "true", "amoTime": "\"OPEN\"", "price": "1510"])
        desk.wait(until: TimeOfDay(15, 45))
        #expect(try desk.status(id) == "PENDING")
        desk.wait(until: TimeOfDay(9, 17), day: 3)
        desk.token = try #require(try desk.send(.post, desk.generation()).json["accessToken"] as? String)
        #expect(try desk.status(id) == "TRADED")
    }

    @Test func `what is placed by hand says so`() throws {
        var desk = try DhanDesk()
        desk.follow()
        let header = HTTPHeader("practice-platform", "FAST")
        #expect(try desk.send(.post, "/v2/orders", DhanDesk.body(), headers: [header]).status == 200)
        let update = try #require(desk.updates().first)
        #expect(update["source"] as? String == "N" && update["orderPlatform"] as? String == "FAST")
    }

    @Test func `yesterday's trades are in the history with what they cost, page by page`() throws {
        var settings = DhanSettings()
        settings.tradesPerPage = 2
        var desk = try DhanDesk(days: 2, settings: settings)
        for _ in 0..<3 { _ = try desk.place(["price": "1500", "quantity": "1"]) }
        desk.wait(3000)
        let count = try desk.get("/v2/trades").rows.count
        #expect(count == 3)
        #expect(try desk.get("/v2/trades/2026-03-20/2026-03-20/0").text == "[]")
        desk.wait(until: TimeOfDay(9, 0), day: 3)
        desk.token = try #require(try desk.send(.post, desk.generation()).json["accessToken"] as? String)
        #expect(try desk.get("/v2/trades").text == "[]")
        #expect(try desk.get("/v2/orders").text == "[]")
        let first = try desk.get("/v2/trades/2026-03-20/2026-03-20/0").rows
        #expect(first.count == 2)
        #expect(first[0]["exchangeTradeId"] as? String == "0")
        #expect(first[0]["createTime"] as? String == "NA")
        #expect((first[0]["stt"] as? Double ?? 0) > 0)
        #expect(try desk.get("/v2/trades/2026-03-20/2026-03-20/1").rows.count == 1)
        #expect(try desk.get("/v2/trades/2026-03-20/2026-03-20/2").text == "[]")
        #expect(try desk.get("/v2/trades/x/2026-03-20/0").code == "DH-905")
    }
}
