import DhanAdapter
import SaudaBroker
import SaudaCore
import Testing

/// Answers that are none: pages, halves, other shapes, numbers that cannot be. Each is refused with a way out, and what
/// may have happened is looked up (protocol sections 1.7 and 2, traps T6 to T8).
@Suite struct BadInputTests {
    private static let day = Day(number: 20_614)
    private static let planned = PlannedOrder(
        Sample.bank,
        .buy,
        .delivery,
        OrderTerms(kind: .limit, quantity: Quantity(10), limit: Price(paise: 164_205))
    )
    private static let objects: [Errand] = [
        .probe, .funds, .quotes(Sample.everything), .dayQuotes(Sample.everything),
        .candles(Sample.bank, .minute, from: day, through: day), .candles(Sample.bank, .day, from: day, through: day),
        .margins([planned]),
    ]
    private static let arrays: [Errand] = [.orderBook, .trades, .positions, .holdings]
    private static let reads = objects + arrays + [.orderHistory(BrokerOrderID("1")), .instruments]

    private func end(_ errand: Errand, _ body: String, status: Int = 200) throws -> Kit.End {
        try Kit.carryOut(errand, [Kit.json(body, status: status)]).end
    }

    // MARK: What is no JSON

    @Test(
        "a page, an empty body, half an answer and a key that stands twice are no answer to any read",
        arguments: [
            "", " ", "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head></html>", "Service Unavailable",
            "null", "7", "\"text\"", "{", "[{\"orderId\":\"1\"},", "{\"data\":{\"NSE_EQ\":", "NaN", "[NaN]",
            "[Infinity]",
            #"{"availabelBalance":1.0,"availabelBalance":2.0}"#, #"[{"orderId":"1","orderId":"2"}]"#, "{}\u{0}",
        ]
    )
    func noAnswer(body: String) throws {
        for errand in Self.reads {
            for status in [200, 502] {
                let error = try #require(try end(errand, body, status: status).error, "\(errand)")
                #expect(error.recovery == .checkOrderBook, "\(errand)")
                #expect(!error.nextStep.isEmpty)
            }
        }
    }

    @Test func `bytes that are not UTF-8 are no answer to any read`() throws {
        for errand in Self.reads {
            let response = HTTPResponse(status: 200, body: Array("{\"a\":\"".utf8) + [0xFF, 0xFE] + Array("\"}".utf8))
            #expect(try Kit.carryOut(errand, [response]).end.error?.recovery == .checkOrderBook, "\(errand)")
        }
    }

    @Test func `the body decides, not what its type is said to be`() throws {
        let types = ["text/html", "text/plain; charset=utf-8", "application/octet-stream", ""]
        for type in types {
            let headers = [HTTPHeader("Content-Type", type)]
            let good = HTTPResponse(status: 200, headers: headers, body: Array(#"{"availabelBalance":98440.5}"#.utf8))
            #expect(try Kit.carryOut(.funds, [good]).end.result == .funds(available: Money(paise: 9_844_050)))
        }
        #expect(try end(.funds, "<html>98440.5</html>").error?.recovery == .checkOrderBook)
    }

    // MARK: Other shapes

    @Test("an array where an object was due is refused", arguments: ["[]", "[{}]", #"[{"availabelBalance":1.0}]"#])
    func array(body: String) throws {
        for errand in Self.objects {
            #expect(try end(errand, body).error?.recovery == .checkOrderBook, "\(errand)")
        }
    }

    @Test("an object where an array was due is refused", arguments: ["{}", #"{"data":[]}"#, #"{"orders":[{}]}"#])
    func object(body: String) throws {
        for errand in Self.arrays {
            #expect(try end(errand, body).error?.recovery == .checkOrderBook, "\(errand)")
        }
    }

    @Test func `one order comes as an object or as an array with one (T6), and never as another`() throws {
        let row = Rows.order()
        let wanted = try end(.orderHistory(BrokerOrderID("1")), row)
        guard case .done(.orders(let orders)) = wanted else {
            Issue.record("\(wanted)")
            return
        }
        #expect(orders.map(\.id) == [BrokerOrderID("1")])
        #expect(try end(.orderHistory(BrokerOrderID("1")), "[\(row)]") == wanted)
        #expect(try end(.orderHistory(BrokerOrderID("1")), "[]").result == .orders([]))
        for body in [
            "[\(row),\(Rows.order(["orderId": "\"2\""]))]", Rows.order(["orderId": "\"2\""]), "[[\(row)]]", "{}",
        ] {
            #expect(try end(.orderHistory(BrokerOrderID("1")), body).error != nil, "\(body)")
        }
    }

    @Test func `candles whose columns are missing, unlike long or no numbers are refused whole`() throws {
        func body(_ fields: [String: String]) -> String {
            let good = [
                "open": "[1687.0]", "high": "[1687.0]", "low": "[1651.25]", "close": "[1664.9]",
                "volume": "[1.7454579E7]", "timestamp": "[1.7810646E9]",
            ]
            let all = good.merging(fields) { $1 }.filter { !$0.value.isEmpty }
            return "{" + all.map { "\"\($0.key)\":\($0.value)" }.sorted().joined(separator: ",") + "}"
        }
        let errand = Errand.candles(Sample.bank, .minute, from: Self.day, through: Self.day)
        guard case .done(.candles(let candles)) = try end(errand, body([:])) else {
            Issue.record("a good candle is refused")
            return
        }
        #expect(candles.map(\.close) == [Price(paise: 166_490)])
        for (name, value) in [
            ("open", ""), ("open", "[]"), ("close", "[1664.9,1665]"), ("low", "{}"), ("high", "[\"1687.0\"]"),
            ("high", "[null]"), ("close", "[1e300]"), ("close", "[-1664.9]"), ("volume", "[-1]"), ("volume", "[0.5]"),
            ("volume", "[1e30]"), ("timestamp", "[-1]"), ("timestamp", "[1e300]"),
            ("timestamp", "[1e-9223372036854775808]"),
        ] {
            #expect(try end(errand, body([name: value])).error?.recovery == .checkOrderBook, "\(name) \(value)")
        }
    }

    // MARK: Numbers

    private static let impossible = [
        ("quantity", "1e300"), ("quantity", "99999999999999999999"), ("quantity", "-10"), ("quantity", "10.5"),
        ("quantity", "50000001"), ("quantity", "\"NaN\""), ("quantity", "[]"), ("filledQty", "11"),
        ("filledQty", "-1"), ("price", "1e300"), ("price", "10000001"), ("price", "-1"), ("price", "\"NaN\""),
        ("price", "\"Infinity\""), ("price", "true"), ("triggerPrice", "-0.05"), ("triggerPrice", "1e17"),
        ("averageTradedPrice", "0"), ("averageTradedPrice", "-1600"), ("averageTradedPrice", "1e300"),
        ("averageTradedPrice", "null"), ("disclosedQuantity", "1e19"), ("orderStatus", "7e7"),
        ("orderId", "\"0\""), ("orderId", "null"), ("transactionType", "\"HOLD\""), ("orderType", "\"ICEBERG\""),
        ("productType", "\"NEW\""), ("validity", "\"GTC\""), ("exchangeSegment", "null"),
    ]

    @Test("an order of ours with a value that cannot be stops the reading of the book", arguments: impossible)
    func ours(name: String, value: String) throws {
        let good = Rows.order(["orderId": "\"2\""])
        let bad = Rows.order([name: value])
        let end = try end(.orderBook, "[\(good),\(bad)]")
        if name == "orderStatus" {
            // A word that is not known is no end of the order.
            guard case .done(.orders(let rows)) = end else {
                Issue.record("\(end)")
                return
            }
            #expect(rows.last?.status == .unknown("7e7"))
        } else {
            #expect(end.error?.recovery == .stop)
        }
    }

    @Test func `an order of somebody else that cannot be read is counted, and the others stand`() throws {
        for (name, value) in Self.impossible where name != "orderStatus" && name != "orderId" {
            let bad = Rows.order([name: value, "correlationId": "\"NA\""])
            let talk = try Kit.carryOut(.orderBook, [Kit.json("[\(bad),\(Rows.order(["orderId": "\"2\""]))]")])
            guard case .done(.orders(let rows)) = talk.end else {
                Issue.record("\(name) \(value): \(talk.end)")
                continue
            }
            #expect(rows.map(\.id.text) == ["2"])
            #expect(talk.skipped.values.reduce(0, +) == 1)
        }
    }

    @Test("funds and margins that are no numbers are refused", arguments: ["null", "\"1\"", "1e300", "[]", "true"])
    func money(value: String) throws {
        #expect(try end(.funds, "{\"availabelBalance\":\(value)}").error?.recovery == .checkOrderBook)
        #expect(try end(.margins([Self.planned]), "{\"totalMargin\":\(value)}").error?.recovery == .checkOrderBook)
    }

    @Test func `a quote that cannot be is counted, and the others stand`() throws {
        let now = #""last_trade_time":"10/06/2026 09:49:57""#
        for price in ["0", "-5", "1e300", "10000001", "null", "\"NaN\"", "[]", "0.00001"] {
            let body =
                #"{"data":{"NSE_EQ":{"1333":{"last_price":\#(price),\#(now)}},"IDX_I":{"13":{"last_price":23355.9}}}}"#
            let talk = try Kit.carryOut(.quotes([Sample.bank, Sample.nifty]), [Kit.json(body)])
            guard case .done(.quotes(let ticks)) = talk.end else {
                Issue.record("\(price): \(talk.end)")
                continue
            }
            #expect(ticks.map(\.instrument) == [Sample.nifty])
            #expect(talk.skipped.values.reduce(0, +) == 1, "\(price)")
        }
    }

    // MARK: One id in two segments

    @Test func `an order, a trade and a quote of one security id are of the segment that they name`() throws {
        let strange = ["exchangeSegment": "\"NSE_FNO\"", "correlationId": "\"NA\""]
        guard case .done(.orders(let orders)) = try end(.orderBook, "[\(Rows.order(strange)),\(Rows.order())]") else {
            Issue.record("no orders")
            return
        }
        #expect(orders.map(\.instrument) == [nil, Sample.bank])
        let trade = ["exchangeTradeId": "\"7\"", "tradedQuantity": "5", "tradedPrice": "1600.25"]
        let rows = "[\(Rows.order(trade.merging(strange) { $1 })),\(Rows.order(trade))]"
        guard case .done(.trades(let trades)) = try end(.trades, rows) else {
            Issue.record("no trades")
            return
        }
        #expect(trades.map(\.instrument) == [nil, Sample.bank])
        let quotes = #"{"data":{"NSE_EQ":{"13":{"last_price":5.0}},"IDX_I":{"1333":{"last_price":6.0}}}}"#
        #expect(try end(.dayQuotes([Sample.bank, Sample.nifty]), quotes).result == .dayQuotes([]))
    }

    // MARK: One correlation id twice

    @Test func `both orders of one correlation id are told, each with it`() throws {
        let second = Rows.order(["orderId": "\"2\"", "filledQty": "0"])
        guard case .done(.orders(let rows)) = try end(.orderBook, "[\(Rows.order()),\(second)]") else {
            Issue.record("no orders")
            return
        }
        #expect(rows.map(\.id.text) == ["1", "2"])
        #expect(rows.map(\.tag) == ["SD1", "SD1"])
    }

    @Test("a refusal of a repeated correlation id says that the first one came", arguments: ["DH-905", "DH-906"])
    func repeated(code: String) throws {
        let refusal = Kit.refusal(400, code, "Duplicate correlation id.")
        let order = Kit.order(OrderTerms(kind: .limit, quantity: Quantity(10), limit: Price(paise: 164_205)))
        let error = #expect(throws: BrokerError.self) { try Kit.dhan.answer(refusal, to: .place(order, tag: "SD1")) }
        #expect(error?.recovery == .checkOrderBook)
        #expect(error?.rejection == nil)
    }
}
