import SaudaBroker
import SaudaCore
import Testing
import UpstoxAdapter

/// Orders out and what is said to them, section 4.
@Suite struct OrderRequestTests {
    private static let id = BrokerOrderID("261127000000001")

    private func request(_ command: OrderCommand) throws -> HTTPRequest {
        try Kit.upstox.request(command, in: try Kit.context())
    }

    private func refusal(_ command: OrderCommand) throws -> BrokerError? {
        let context = try Kit.context()
        let error = #expect(throws: BrokerError.self) { try Kit.upstox.request(command, in: context) }
        #expect(error?.recovery == .changeRequest)
        return error
    }

    // MARK: Out

    @Test func `a limit order says all there is to say, on the host for orders`() throws {
        let sent = try request(.place(Kit.order(Kit.limit), tag: "SD1"))
        #expect(sent.method == .post)
        #expect(sent.url == "https://api-hft.upstox.com/v3/order/place")
        #expect(sent.header("Authorization") == "Bearer demo.access.token")
        #expect(sent.header("X-Algo-Name") == nil)
        #expect(
            sent.text
                == #"{"instrument_token":"NSE_EQ|INE000A01020","transaction_type":"BUY","quantity":10,"product":"D","order_type":"LIMIT","validity":"DAY","disclosed_quantity":0,"price":52.65,"trigger_price":0.00,"is_amo":false,"slice":false,"tag":"SD1"}"#
        )
    }

    @Test func `orders without a limit name a protection, since one default is refused (T4)`() throws {
        let market = OrderTerms(kind: .market, quantity: Quantity(65))
        let order = Kit.order(market, .sell, .intraday, of: Sample.option)
        let body = try JSON(try request(.place(order, tag: "SD1")).body)
        #expect(body["market_protection"].integer == -1)
        #expect(body["price"].decimal(places: 2) == 0)
        #expect(body["product"].text == "I")
        let three = OrderOptions(protection: .percent(hundredths: 300))
        #expect(try JSON(try request(.place(order, tag: "", three)).body)["market_protection"].integer == 3)
        for odd in [0, 50, 150, 2600, -100] as [Int64] {
            _ = try refusal(.place(order, tag: "", OrderOptions(protection: .percent(hundredths: odd))))
        }
        _ = try refusal(.place(Kit.order(Kit.limit), tag: "", OrderOptions(protection: .automatic)))
        let stop = OrderTerms(kind: .stopMarket, quantity: Quantity(65), trigger: Price(paise: 11_000))
        let stopped = try JSON(
            try request(.place(Kit.order(stop, .sell, .carryForward, of: Sample.option), tag: "")).body
        )
        #expect(stopped["market_protection"].integer == -1)
        #expect(stopped["order_type"].text == "SL-M")
        #expect(stopped["trigger_price"].decimal(places: 2) == 11_000)
        #expect(stopped["product"].text == "D")
        #expect(stopped["tag"].isNull)
    }

    @Test func `an after-market order says so, a sliced one too, a registered algorithm stands in a header`() throws {
        let amo = try JSON(try request(.place(Kit.order(Kit.limit, variety: .afterMarket), tag: "SD1")).body)
        #expect(amo["is_amo"].bool == true)
        let big = OrderTerms(kind: .limit, quantity: Quantity(3900), limit: Price(paise: 12_050))
        let order = Kit.order(big, .buy, .carryForward, of: Sample.option)
        let sliced = try request(.place(order, tag: "SD1", OrderOptions(isSliced: true, algorithm: "My Algo")))
        #expect(try JSON(sliced.body)["slice"].bool == true)
        #expect(sliced.header("X-Algo-Name") == "My Algo")
        #expect(try refusal(.place(order, tag: "SD1"))?.summary.contains("freeze") == true)
        _ = try refusal(.place(Kit.order(Kit.limit), tag: "", OrderOptions(algorithm: "a\r\nb")))
    }

    @Test func `a change sends everything again and leaves out what shows all`() throws {
        let to = OrderTerms(
            kind: .stopLimit,
            quantity: Quantity(20),
            limit: Price(paise: 5300),
            trigger: Price(paise: 5290)
        )
        let sent = try request(.modify(Self.id, Sample.share, from: Kit.limit, to: to))
        #expect(sent.method == .put)
        #expect(sent.url == "https://api-hft.upstox.com/v3/order/modify")
        #expect(
            sent.text
                == #"{"order_id":"261127000000001","order_type":"SL","validity":"DAY","quantity":20,"price":53.00,"trigger_price":52.90}"#
        )
        var part = Kit.limit
        part.disclosed = Quantity(5)
        #expect(
            try JSON(try request(.modify(Self.id, Sample.share, from: part, to: part)).body)["disclosed_quantity"]
                .integer == 5
        )
        _ = try refusal(.modify(Self.id, Sample.share, from: part, to: Kit.limit))
    }

    @Test func `a cancel names the order in its query`() throws {
        let sent = try request(.cancel(Self.id, Sample.share))
        #expect(sent.method == .delete)
        #expect(sent.url == "https://api-hft.upstox.com/v3/order/cancel?order_id=261127000000001")
        #expect(sent.body.isEmpty)
        for odd in ["", "1&order_id=2", "a/b", String(repeating: "1", count: 41)] {
            _ = try refusal(.cancel(BrokerOrderID(odd), Sample.share))
        }
    }

    @Test func `what the broker would refuse or misread is not sent`() throws {
        func terms(_ change: (inout OrderTerms) -> Void) -> OrderTerms {
            var terms = Kit.limit
            change(&terms)
            return terms
        }
        let bad: [OrderRequest] = [
            Kit.order(Kit.limit, of: Sample.nifty), Kit.order(Kit.limit, of: InstrumentID(index: 99)),
            Kit.order(Kit.limit, .buy, .carryForward), Kit.order(terms { $0.quantity = .zero }),
            Kit.order(terms { $0.quantity = Quantity(50_000_001) }), Kit.order(terms { $0.limit = .zero }),
            Kit.order(terms { $0.disclosed = Quantity(11) }),
            Kit.order(terms { ($0.quantity, $0.disclosed) = (Quantity(100), Quantity(9)) }),
            Kit.order(terms { $0.validity = .ioc }, variety: .afterMarket),
            Kit.order(terms { $0.disclosed = Quantity(5) }, variety: .afterMarket),
            Kit.order(terms { ($0.kind, $0.trigger) = (.stopLimit, Price(paise: 5270)) }),
            Kit.order(terms { ($0.kind, $0.trigger) = (.stopLimit, Price(paise: 5260)) }, .sell),
            Kit.order(terms { ($0.kind, $0.trigger) = (.stopLimit, .zero) }),
            // Parts of a lot; delivery of an option.
            Kit.order(Kit.limit, .buy, .carryForward, of: Sample.option),
            Kit.order(terms { $0.quantity = Quantity(65) }, .buy, .delivery, of: Sample.option),
        ]
        for order in bad { _ = try refusal(.place(order, tag: "SD1")) }
        for options in [
            OrderOptions(form: .cover(stop: Price(paise: 5000))), OrderOptions(form: .iceberg(legs: 2)),
            OrderOptions(minutes: 5), OrderOptions(release: .open),
        ] { _ = try refusal(.place(Kit.order(Kit.limit), tag: "SD1", options)) }
        for tag in [String(repeating: "a", count: 41), "a b", "a-b", "é", "a&tag=b"] {
            _ = try refusal(.place(Kit.order(Kit.limit), tag: tag))
        }
    }

    // MARK: Answers

    private func answer(_ body: String, _ options: OrderOptions = OrderOptions(), status: Int = 200) throws
        -> OrderAnswer
    {
        try Kit.upstox.answer(Kit.json(body, status: status), to: .place(Kit.order(Kit.limit), tag: "SD1", options))
    }

    @Test func `one number comes in a list (T3)`() throws {
        let one = #"{"status":"success","data":{"order_ids":["261127000000001"]},"metadata":{"latency":31}}"#
        #expect(try answer(one) == .accepted(Self.id))
        #expect(try answer(one, OrderOptions(isSliced: true)) == .sliced([Self.id], refused: []))
    }

    @Test(
        "a placement whose answer does not name exactly one order is looked up",
        arguments: [
            #"{"status":"success","data":{"order_ids":[]}}"#, #"{"status":"success","data":{"order_ids":["1","2"]}}"#,
            #"{"status":"success","data":{"order_id":"1"}}"#, #"{"status":"success","data":{"order_ids":[1]}}"#,
            #"{"status":"success","data":{"order_ids":["a b"]}}"#, #"{"status":"success","data":{"order_ids":[null]}}"#,
            #"{"data":{"order_ids":["1"]}}"#, #"{"status":"partial_success","data":{"order_ids":["1"]}}"#,
            #"{"status":"success"}"#,
        ]
    )
    func notOne(body: String) {
        let error = #expect(throws: BrokerError.self) { try answer(body) }
        #expect(error?.recovery == .checkOrderBook)
    }

    @Test func `of slices some may be refused, each with its reason`() throws {
        let body =
            #"{"status":"partial_success","data":{"order_ids":["1","2"]},"errors":[{"error_code":"UDAPI1052","message":"no"}]}"#
        guard case .sliced(let ids, let refused) = try answer(body, OrderOptions(isSliced: true), status: 207) else {
            Issue.record("not sliced")
            return
        }
        #expect(ids.map(\.text) == ["1", "2"])
        #expect(refused.map(\.recovery) == [.changeRequest])
        for odd in [
            #"{"status":"partial_success","data":{"order_ids":["1"]}}"#,
            #"{"status":"success","data":{"order_ids":["1","1"]}}"#, #"{"status":"success","data":{"order_ids":[]}}"#,
        ] {
            #expect(throws: BrokerError.self) { try answer(odd, OrderOptions(isSliced: true)) }
        }
    }

    @Test func `a change and a cancel are taken when they name the order`() throws {
        let commands: [OrderCommand] = [
            .cancel(Self.id, Sample.share), .modify(Self.id, Sample.share, from: Kit.limit, to: Kit.limit),
        ]
        for command in commands {
            let good = Kit.success(#"{"order_id":"261127000000001"}"#)
            #expect(try Kit.upstox.answer(good, to: command) == .taken)
            let other = Kit.success(#"{"order_id":"261127000000002"}"#)
            for odd in [Kit.success("{}"), Kit.success("null"), Kit.json(#"{"data":{"order_id":"1"}}"#), other] {
                let error = #expect(throws: BrokerError.self) { try Kit.upstox.answer(odd, to: command) }
                #expect(error?.recovery == .checkOrderBook)
            }
        }
    }
}
