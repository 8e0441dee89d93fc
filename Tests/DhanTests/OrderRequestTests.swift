import DhanAdapter
import SaudaBroker
import SaudaCore
import Testing

/// Orders out and their answers, protocol sections 2.2 to 2.5.
@Suite struct OrderRequestTests {
    private let limit = OrderTerms(kind: .limit, quantity: Quantity(10), limit: Price(paise: 164_205))

    private func write(_ command: OrderCommand) throws -> HTTPRequest {
        try Kit.dhan.request(command, in: Kit.context())
    }

    private func refusal(_ request: OrderRequest, _ options: OrderOptions = OrderOptions(), tag: String = "SD1") throws
        -> BrokerError?
    {
        let context = try Kit.context()
        do throws(BrokerError) {
            _ = try Kit.dhan.request(.place(request, tag: tag, options), in: context)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a limit order is written as in section 10`() throws {
        let terms = OrderTerms(kind: .limit, quantity: Quantity(65), limit: Price(paise: 15_230))
        let request = try write(.place(Kit.order(terms, .buy, .carryForward, of: Sample.option), tag: "SD1"))
        #expect(request.method == .post && request.url == "https://api.dhan.co/v2/orders")
        #expect(request.header("access-token") == "demo.access.token" && request.header("client-id") == "1100000001")
        #expect(request.header("Content-Type") == "application/json")
        #expect(
            request.text
                == #"{"dhanClientId":"1100000001","correlationId":"SD1","transactionType":"BUY","exchangeSegment":"NSE_FNO","productType":"MARGIN","orderType":"LIMIT","validity":"DAY","securityId":"35084","quantity":65,"disclosedQuantity":0,"price":152.30,"triggerPrice":0.00,"afterMarketOrder":false}"#
        )
    }

    @Test func `the time of an after-market order is there with it and absent otherwise`() throws {
        let now = try JSON(write(.place(Kit.order(limit), tag: "SD1")).body)
        #expect(now["afterMarketOrder"].bool == false && now["amoTime"].isNull)
        let later = try JSON(write(.place(Kit.order(limit, variety: .afterMarket), tag: "SD1")).body)
        #expect(later["afterMarketOrder"].bool == true && later["amoTime"].text == "OPEN")
    }

    @Test(
        "the time of an after-market order can be chosen",
        arguments: [(.preOpen, "PRE_OPEN"), (.open, "OPEN"), (.open30, "OPEN_30"), (.open60, "OPEN_60")]
            as [(OrderOptions.Release, String)]
    )
    func release(release: OrderOptions.Release, word: String) throws {
        let options = OrderOptions(release: release)
        let body = try JSON(write(.place(Kit.order(limit, variety: .afterMarket), tag: "SD1", options)).body)
        #expect(body["afterMarketOrder"].bool == true)
        #expect(body["amoTime"].text == word)
        #expect(try refusal(Kit.order(limit), options)?.recovery == .changeRequest)
    }

    @Test func `market and stop orders have their prices and no others`() throws {
        let market = try JSON(
            write(.place(Kit.order(OrderTerms(kind: .market, quantity: Quantity(1)), .sell, .intraday), tag: "")).body
        )
        #expect(market["orderType"].text == "MARKET" && market["price"].integer == 0 && market["correlationId"].isNull)
        #expect(market["transactionType"].text == "SELL" && market["productType"].text == "INTRADAY")
        let stop = OrderTerms(
            kind: .stopLimit,
            quantity: Quantity(1),
            limit: Price(paise: 13_950),
            trigger: Price(paise: 14_100)
        )
        let body = try JSON(write(.place(Kit.order(stop, .sell), tag: "")).body)
        #expect(body["orderType"].text == "STOP_LOSS" && body["triggerPrice"].decimal(places: 2) == 14_100)
        #expect(body["price"].decimal(places: 2) == 13_950)
    }

    @Test func `the limit of a stop order lies beyond its trigger`() throws {
        func stop(_ limit: Int64, _ trigger: Int64) -> OrderTerms {
            OrderTerms(
                kind: .stopLimit,
                quantity: Quantity(1),
                limit: Price(paise: limit),
                trigger: Price(paise: trigger)
            )
        }
        #expect(try refusal(Kit.order(stop(100, 100), .buy)) == nil)
        #expect(try refusal(Kit.order(stop(99, 100), .buy))?.recovery == .changeRequest)
        #expect(try refusal(Kit.order(stop(99, 100), .sell)) == nil)
        #expect(try refusal(Kit.order(stop(100, 100), .sell))?.recovery == .changeRequest)
    }

    @Test func `what the broker would refuse is refused before it is written`() throws {
        var stopMarket = limit
        (stopMarket.kind, stopMarket.trigger) = (.stopMarket, Price(rupees: 1600))
        var hidden = limit
        hidden.disclosed = Quantity(3)
        var quick = limit
        quick.validity = .ioc
        let lots = OrderTerms(kind: .limit, quantity: Quantity(66), limit: Price(paise: 15_230))
        let frozen = OrderTerms(kind: .limit, quantity: Quantity(65 * 28), limit: Price(paise: 15_230))
        let option = { Kit.order($0, .buy, .carryForward, of: Sample.option) as OrderRequest }
        let bad: [(String, OrderRequest)] = [
            ("SL-M (trap T4)", Kit.order(stopMarket)), ("30 % disclosed", Kit.order(hidden)),
            ("IOC after the market", Kit.order(quick, variety: .afterMarket)), ("not whole lots", option(lots)),
            ("above the freeze quantity", option(frozen)), ("an index", Kit.order(limit, of: Sample.nifty)),
            ("a share carried forward", Kit.order(limit, .buy, .carryForward)),
            (
                "a contract as delivery",
                Kit.order(
                    OrderTerms(kind: .limit, quantity: Quantity(65), limit: Price(paise: 15_230)),
                    of: Sample.option
                )
            ),
        ]
        for (name, request) in bad {
            #expect(try refusal(request)?.recovery == .changeRequest, "\(name)")
        }
        hidden.disclosed = Quantity(4)
        #expect(try refusal(Kit.order(hidden)) == nil)
        #expect(try refusal(option(frozen), OrderOptions(isSliced: true)) == nil)
        for tag in [String(repeating: "A", count: 31), "a b", "a.b", "ä"] {
            #expect(try refusal(Kit.order(limit), tag: tag)?.recovery == .changeRequest, "\(tag)")
        }
    }

    @Test func `a change sends everything again, the quantity as the total`() throws {
        var to = limit
        to.limit = Price(paise: 164_300)
        let request = try write(.modify(BrokerOrderID("752502167405"), Sample.bank, from: limit, to: to))
        #expect(request.method == .put && request.url == "https://api.dhan.co/v2/orders/752502167405")
        #expect(
            request.text
                == #"{"dhanClientId":"1100000001","orderId":"752502167405","orderType":"LIMIT","validity":"DAY","quantity":10,"disclosedQuantity":0,"price":1643.00,"triggerPrice":0.00}"#
        )
    }

    @Test func `a cancel has no body, and a number that is none goes nowhere`() throws {
        let request = try write(.cancel(BrokerOrderID("752502167405"), Sample.bank))
        #expect(request.method == .delete && request.body.isEmpty)
        #expect(request.url == "https://api.dhan.co/v2/orders/752502167405")
        for number in ["", "../positions", "12a", "1 2"] {
            #expect(throws: BrokerError.self) { try write(.cancel(BrokerOrderID(number), Sample.bank)) }
        }
    }

    @Test func `without a session nothing is written`() throws {
        #expect(throws: BrokerError.self) {
            try Kit.dhan.request(.place(Kit.order(limit), tag: ""), in: Kit.context(session: nil))
        }
    }

    // MARK: Answers

    private func answer(_ response: HTTPResponse, _ command: OrderCommand) throws -> OrderAnswer {
        try Kit.dhan.answer(response, to: command)
    }

    private var placing: OrderCommand { .place(Kit.order(limit), tag: "SD1") }

    @Test func `the recorded answer to a placing gives the order's number`() throws {
        let body = Kit.json(#"{"orderId":"752502167405","orderStatus":"TRANSIT"}"#)
        #expect(try answer(body, placing) == .accepted(BrokerOrderID("752502167405")))
        #expect(try answer(body, .cancel(BrokerOrderID("1"), Sample.bank)) == .taken)
    }

    @Test func `slices come as an array, or as one object`() throws {
        let command = OrderCommand.place(Kit.order(limit), tag: "SD1", OrderOptions(isSliced: true))
        #expect(try write(command).url.hasSuffix("/orders/slicing"))
        let two = Kit.json(#"[{"orderId":"11","orderStatus":"TRANSIT"},{"orderId":"12","orderStatus":"TRANSIT"}]"#)
        #expect(try answer(two, command) == .sliced([BrokerOrderID("11"), BrokerOrderID("12")], refused: []))
        let one = Kit.json(#"{"orderId":"11","orderStatus":"TRANSIT"}"#)
        #expect(try answer(one, command) == .sliced([BrokerOrderID("11")], refused: []))
        #expect(throws: BrokerError.self) { try answer(Kit.json(#"[{"orderId":"11"},{}]"#), command) }
        #expect(throws: BrokerError.self) { try answer(Kit.json("[]"), command) }
    }

    @Test func `a cancel may be answered without a body, a placing may not`() throws {
        let cancel = OrderCommand.cancel(BrokerOrderID("1"), Sample.bank)
        #expect(try answer(HTTPResponse(status: 202), cancel) == .taken)
        for (response, command) in [
            (HTTPResponse(status: 202), placing), (HTTPResponse(status: 500), cancel),
            (Kit.json(#"{"orderStatus":"TRANSIT"}"#), placing), (Kit.json(#"{"orderId":"NA"}"#), placing),
        ] {
            do throws(BrokerError) {
                _ = try Kit.dhan.answer(response, to: command)
                Issue.record("taken for a yes")
            } catch {
                #expect(error.recovery == .checkOrderBook)
            }
        }
    }
}
