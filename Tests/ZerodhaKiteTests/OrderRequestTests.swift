import SaudaBroker
import SaudaCore
import Testing
import ZerodhaKiteAdapter

/// The exact bytes of order requests, protocol sections 1.1, 3.2 and 3.3.
@Suite struct OrderRequestTests {
    private static let head = """
        X-Kite-Version: 3
        Authorization: token demoapikey000001:demoaccesstoken
        """
    private static let form = head + "\nContent-Type: application/x-www-form-urlencoded\n\n"

    private func order(
        _ terms: OrderTerms,
        _ side: Side = .buy,
        _ product: Product = .delivery,
        _ variety: OrderRequest.Variety = .regular,
        of instrument: InstrumentID = Sample.infy
    ) -> OrderRequest {
        OrderRequest(
            id: OrderID(number: 1),
            account: AccountID(index: 0),
            instrument: instrument,
            side: side,
            product: product,
            variety: variety,
            terms: terms,
            strategy: StrategyID(index: 0),
            reason: "test"
        )
    }

    private func place(_ order: OrderRequest, tag: String = "sauda1") throws -> HTTPRequest {
        try Kit.kite.request(.place(order, tag: tag), in: Kit.context())
    }

    @Test func `a limit order`() throws {
        let request = try place(
            order(OrderTerms(kind: .limit, quantity: Quantity(100), limit: Price(paise: 151_230)))
        )
        #expect(
            request.wire == """
                POST https://api.kite.trade/orders/regular
                \(Self.form)exchange=NSE&tradingsymbol=INFY&transaction_type=BUY&order_type=LIMIT&quantity=100&product=CNC&price=1512.30&validity=DAY&tag=sauda1
                """
        )
        #expect(request.endpoint == "place")
    }

    @Test func `a market order carries the protection that is asked for since April 2026`() throws {
        let request = try place(
            order(OrderTerms(kind: .market, quantity: Quantity(1), validity: .ioc), .sell, .intraday, of: Kit.mm)
        )
        #expect(
            request.wire == """
                POST https://api.kite.trade/orders/regular
                \(Self.form)exchange=NSE&tradingsymbol=M%26M&transaction_type=SELL&order_type=MARKET&quantity=1&product=MIS&validity=IOC&market_protection=-1&tag=sauda1
                """
        )
    }

    @Test func `stop orders carry their trigger, and the one without a limit its protection`() throws {
        let limit = OrderTerms(
            kind: .stopLimit,
            quantity: Quantity(150),
            limit: Price(paise: 10_100),
            trigger: Price(paise: 10_050)
        )
        #expect(
            try place(order(limit, .buy, .carryForward, of: Kit.future)).wire.hasSuffix(
                "exchange=NFO&tradingsymbol=DEMO26MARFUT&transaction_type=BUY&order_type=SL&quantity=150&product=NRML&price=101.00&trigger_price=100.50&validity=DAY&tag=sauda1"
            )
        )
        var shown = OrderTerms(kind: .limit, quantity: Quantity(100), limit: Price(paise: 151_230))
        shown.disclosed = Quantity(10)
        #expect(try place(order(shown)).wire.hasSuffix("validity=DAY&disclosed_quantity=10&tag=sauda1"))
        let market = OrderTerms(kind: .stopMarket, quantity: Quantity(75), trigger: Price(paise: 9950))
        #expect(
            try place(order(market, .sell, .carryForward, of: Kit.future), tag: "").wire.hasSuffix(
                "order_type=SL-M&quantity=75&product=NRML&trigger_price=99.50&validity=DAY&market_protection=-1"
            )
        )
    }

    @Test func `an after-market order goes to its own variety, and so do its change and its cancel`() throws {
        let terms = OrderTerms(kind: .limit, quantity: Quantity(5), limit: Price(paise: 151_230))
        let order = order(terms, .buy, .delivery, .afterMarket)
        #expect(try place(order).url == "https://api.kite.trade/orders/amo")
        let answer = try Kit.kite.answer(
            Kit.success(#"{"order_id":"2035000000000000017"}"#),
            to: .place(order, tag: "")
        )
        let id = BrokerOrderID("amo/2035000000000000017")
        #expect(answer == .accepted(id))
        let cancel = try Kit.kite.request(.cancel(id, Sample.infy), in: Kit.context())
        #expect(
            cancel.wire == "DELETE https://api.kite.trade/orders/amo/2035000000000000017\n\(Self.head)\n\n"
        )
        #expect(cancel.endpoint == "change")
    }

    @Test func `a change sends what changes and nothing else`() throws {
        let id = BrokerOrderID("regular/17")
        let old = OrderTerms(kind: .limit, quantity: Quantity(100), limit: Price(paise: 151_230))
        func change(_ edit: (inout OrderTerms) -> Void) throws -> String {
            var new = old
            edit(&new)
            let request = try Kit.kite.request(.modify(id, Sample.infy, from: old, to: new), in: Kit.context())
            #expect(request.method == .put && request.url == "https://api.kite.trade/orders/regular/17")
            #expect(request.endpoint == "change")
            return String(decoding: request.body, as: UTF8.self)
        }
        #expect(try change { $0.limit = Price(paise: 151_000) } == "price=1510.00")
        #expect(try change { $0.quantity = Quantity(60) } == "quantity=60")
        #expect(try change { $0.validity = .ioc } == "validity=IOC")
        #expect(
            try change {
                $0.kind = .market
                $0.limit = .zero
            } == "order_type=MARKET&market_protection=-1"
        )
        #expect(
            try change {
                $0.kind = .stopLimit
                $0.trigger = Price(paise: 151_500)
            } == "order_type=SL&trigger_price=1515.00"
        )
        #expect(throws: BrokerError.self) { try change { _ in } }
    }

    @Test func `an order in doubt is looked for in the book: the broker finds none by its tag`() throws {
        #expect(!Kit.kite.traits.findsOrdersByTag)
        let (sent, end, _) = try Kit.carryOut(.ordersTagged("SD1"), [])
        #expect(sent.isEmpty)
        #expect(end.error?.recovery == .changeRequest)
    }

    @Test func `what the broker cannot be asked is refused before anything is sent`() throws {
        let good = OrderTerms(kind: .limit, quantity: Quantity(100), limit: Price(paise: 151_230))
        var bad: [(OrderRequest, String)] = [
            (order(good, of: InstrumentID(index: 99)), "t"), (order(good, of: Sample.nifty), "t"),
            (order(good), "with-hyphen"), (order(good), String(repeating: "a", count: 21)),
            (order(good, of: Kit.future), "t"),
        ]
        for edit: (inout OrderTerms) -> Void in [
            { $0.quantity = .zero }, { $0.quantity = Quantity(-5) }, { $0.limit = .zero }, { $0.kind = .stopLimit },
            { $0.disclosed = Quantity(101) }, { $0.quantity = Quantity(60_000_000) },
        ] {
            var terms = good
            edit(&terms)
            bad.append((order(terms), "t"))
        }
        for (order, tag) in bad {
            let error = #expect(throws: BrokerError.self) { try place(order, tag: tag) }
            #expect(error?.recovery == .changeRequest)
        }
        for text in ["17", "regular/", "/17", "a/b/c", ""] {
            let error = #expect(throws: BrokerError.self) {
                try Kit.kite.request(.cancel(BrokerOrderID(text), Sample.infy), in: Kit.context())
            }
            #expect(error?.recovery == .changeRequest)
        }
    }

    @Test func `without a session nothing is sent`() throws {
        let terms = OrderTerms(kind: .market, quantity: Quantity(1))
        let error = #expect(throws: BrokerError.self) {
            try Kit.kite.request(.place(order(terms), tag: ""), in: Kit.context(session: nil))
        }
        #expect(error?.recovery == .signInAgain)
    }

    @Test func `an answer without an order number is looked up in the book`() throws {
        let command = OrderCommand.place(order(OrderTerms(kind: .market, quantity: Quantity(1))), tag: "")
        for data in [
            "null", "true", "{}", "[]", #"{"order_id":17}"#, #"{"order_id":""}"#, #"[{"order_id":"1"}]"#, #""x""#,
        ] {
            let error = #expect(throws: BrokerError.self) { try Kit.kite.answer(Kit.success(data), to: command) }
            #expect(error?.recovery == .checkOrderBook, "\(data)")
        }
        let body = Array(#"{"status":"success","data":{"order_id":"2035000000000000017"}}"#.utf8)
        for count in 0..<body.count {
            let error = #expect(throws: BrokerError.self) {
                try Kit.kite.answer(HTTPResponse(status: 200, body: Array(body.prefix(count))), to: command)
            }
            #expect(error?.recovery == .checkOrderBook)
        }
    }

    @Test func `changes and cancels are taken`() throws {
        let terms = OrderTerms(kind: .market, quantity: Quantity(1))
        let answer = Kit.success(#"{"order_id":"17"}"#)
        let id = BrokerOrderID("regular/17")
        #expect(try Kit.kite.answer(answer, to: .cancel(id, Sample.infy)) == .taken)
        #expect(try Kit.kite.answer(answer, to: .modify(id, Sample.infy, from: terms, to: terms)) == .taken)
    }
}
