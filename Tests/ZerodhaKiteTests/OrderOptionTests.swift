import SaudaBroker
import SaudaCore
import Testing
import ZerodhaKiteAdapter

/// What a person may ask of an order beyond its terms: protocol sections 3.2 and 3.3, and the rule pack.
@Suite struct OrderOptionTests {
    private static let limit = OrderTerms(kind: .limit, quantity: Quantity(31), limit: Price(paise: 151_230))
    private static let market = OrderTerms(kind: .market, quantity: Quantity(31))

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

    private func body(_ order: OrderRequest, _ options: OrderOptions, to path: String) throws -> String {
        let request = try Kit.kite.request(.place(order, tag: "a1", options), in: Kit.context())
        #expect(request.method == .post && request.url == "https://api.kite.trade/orders/\(path)")
        #expect(request.endpoint == "place")
        return String(decoding: request.body, as: UTF8.self)
    }

    private let share = "exchange=NSE&tradingsymbol=INFY&transaction_type="

    @Test func `an iceberg order names its legs and their whole size`() throws {
        // 31 in two legs become 16 and 15.
        #expect(
            try body(order(Self.limit), OrderOptions(form: .iceberg(legs: 2)), to: "iceberg")
                == share
                + "BUY&order_type=LIMIT&quantity=31&product=CNC&price=1512.30&validity=DAY&iceberg_legs=2&iceberg_quantity=16&tag=a1"
        )
        let lots = OrderTerms(kind: .limit, quantity: Quantity(375), limit: Price(rupees: 100))
        #expect(
            try body(
                order(lots, .buy, .carryForward, of: Kit.future),
                OrderOptions(form: .iceberg(legs: 2), minutes: 2),
                to: "iceberg"
            ).hasSuffix(
                "quantity=375&product=NRML&price=100.00&validity=TTL&validity_ttl=2&iceberg_legs=2&iceberg_quantity=225&tag=a1"
            )
        )
    }

    @Test func `a cover order carries the trigger of its stop`() throws {
        #expect(
            try body(
                order(Self.market, .buy, .intraday),
                OrderOptions(form: .cover(stop: Price(rupees: 1490))),
                to: "co"
            )
                == share
                + "BUY&order_type=MARKET&quantity=31&product=MIS&validity=DAY&trigger_price=1490.00&market_protection=-1&tag=a1"
        )
    }

    @Test func `an auction order names its auction`() throws {
        #expect(
            try body(order(Self.limit, .sell), OrderOptions(form: .auction(number: "22")), to: "auction")
                == share
                + "SELL&order_type=LIMIT&quantity=31&product=CNC&price=1512.30&validity=DAY&auction_number=22&tag=a1"
        )
    }

    @Test func `minutes, protection, slices and the algorithm have their fields`() throws {
        let options = OrderOptions(
            minutes: 5,
            protection: .percent(hundredths: 250),
            isSliced: true,
            algorithm: "ALGO-7"
        )
        #expect(
            try body(order(Self.market), options, to: "regular")
                == share
                + "BUY&order_type=MARKET&quantity=31&product=CNC&validity=TTL&validity_ttl=5&market_protection=2.50&autoslice=true&algo_id=ALGO-7&tag=a1"
        )
        var context = try Kit.context()
        context.credentials.secrets["algo-id"] = Secret("ALGO9")
        let request = try Kit.kite.request(.place(order(Self.limit), tag: ""), in: context)
        #expect(String(decoding: request.body, as: UTF8.self).hasSuffix("validity=DAY&algo_id=ALGO9"))
    }

    @Test func `what no order can be is refused before it is written`() throws {
        var ioc = Self.limit
        ioc.validity = .ioc
        var shown = Self.limit
        shown.disclosed = Quantity(3)
        var derivative = OrderTerms(kind: .limit, quantity: Quantity(150), limit: Price(rupees: 100))
        derivative.disclosed = Quantity(75)
        let stop = OrderOptions(form: .cover(stop: Price(rupees: 1500)))
        let bad: [(OrderRequest, OrderOptions)] = [
            (order(Self.limit), OrderOptions(form: .iceberg(legs: 1))),
            (order(Self.limit), OrderOptions(form: .iceberg(legs: 51))),
            (order(Self.limit), OrderOptions(form: .iceberg(legs: 30))),
            (order(ioc), OrderOptions(form: .iceberg(legs: 2))),
            (order(Self.limit, .buy, .delivery, .afterMarket), OrderOptions(form: .iceberg(legs: 2))),
            (order(Self.limit), stop), (order(Self.limit, .sell, .intraday), stop),
            (order(Self.limit, .buy, .intraday), OrderOptions(form: .cover(stop: .zero))),
            (order(Self.limit, .buy, .intraday, .afterMarket), stop),
            (order(Self.limit), OrderOptions(form: .auction(number: "22"))),
            (order(Self.limit, .sell), OrderOptions(form: .auction(number: "x"))),
            (order(Self.market, .sell), OrderOptions(form: .auction(number: "22"))),
            (order(Self.limit), OrderOptions(minutes: 0)), (order(ioc), OrderOptions(minutes: 5)),
            (order(Self.limit), OrderOptions(protection: .automatic)),
            (order(Self.market), OrderOptions(protection: .percent(hundredths: 0))),
            (order(Self.market), OrderOptions(protection: .percent(hundredths: 10_001))),
            (order(Self.limit), OrderOptions(form: .iceberg(legs: 2), isSliced: true)),
            (order(Self.limit, .buy, .delivery, .afterMarket), OrderOptions(release: .open)),
            (order(Self.limit), OrderOptions(algorithm: "two words")), (order(shown), OrderOptions()),
            (order(derivative, .buy, .carryForward, of: Kit.future), OrderOptions()),
        ]
        for (order, options) in bad {
            let error = #expect(throws: BrokerError.self, "\(options)") {
                try Kit.kite.request(.place(order, tag: "a1", options), in: Kit.context())
            }
            #expect(error?.recovery == .changeRequest)
        }
    }

    @Test func `above the freeze quantity only slices and enough legs go out`() throws {
        var context = try Kit.context()
        var table = ListingTable()
        var infosys = Instrument(symbol: "INFY", token: 1594, tick: Price(paise: 5))
        infosys.freeze = Quantity(10)
        try table.add(Listing(infosys, feedKey: "408065", orderKey: "NSE:INFY"), as: Sample.infy)
        context.listings = table
        // The rules of a day in force: ten slices.
        context.session?.issued = try #require(Day("2026-04-01")).at(TimeOfDay(8, 0))
        func isTaken(_ units: Int64, _ options: OrderOptions) -> Bool {
            let terms = OrderTerms(kind: .limit, quantity: Quantity(units), limit: Price(rupees: 1500))
            return (try? Kit.kite.request(.place(order(terms), tag: "", options), in: context)) != nil
        }
        #expect(isTaken(10, OrderOptions()) && !isTaken(11, OrderOptions()))
        #expect(isTaken(100, OrderOptions(isSliced: true)) && !isTaken(101, OrderOptions(isSliced: true)))
        #expect(
            isTaken(30, OrderOptions(form: .iceberg(legs: 3))) && !isTaken(31, OrderOptions(form: .iceberg(legs: 3)))
        )
    }

    @Test func `slices are told in both shapes, and the number beside them is no order`() throws {
        let children = #"""
            [{"order_id":"1900000000000000002"},{"error":{"code":400,"error_type":"MarginException","message":"Insufficient funds. Required margin is 95417.84 but available margin is 74251.80.","data":null}}]
            """#
        let command = OrderCommand.place(order(Self.limit), tag: "", OrderOptions(isSliced: true))
        for data in [#"{"order_id":"1900000000000000001","children":\#(children)}"#, children] {
            guard case .sliced(let ids, let refused) = try Kit.kite.answer(Kit.success(data), to: command) else {
                Issue.record("\(data)")
                continue
            }
            #expect(ids == [BrokerOrderID("regular/1900000000000000002")])
            #expect(
                refused.map(\.rejection) == [.funds(need: Money(paise: 9_541_784), have: Money(paise: 7_425_180))]
            )
        }
        #expect(
            try Kit.kite.answer(Kit.success(#"{"order_id":"17"}"#), to: command)
                == .accepted(BrokerOrderID("regular/17"))
        )
    }

    @Test func `slices of which none was taken are a refusal, and unknown ones are looked up`() throws {
        let command = OrderCommand.place(order(Self.limit), tag: "", OrderOptions(isSliced: true))
        func error(_ children: String) -> BrokerError? {
            #expect(throws: BrokerError.self) {
                try Kit.kite.answer(Kit.success(#"{"order_id":"1","children":[\#(children)]}"#), to: command)
            }
        }
        let input = #"{"error":{"code":400,"error_type":"InputException","message":"Invalid `price`."}}"#
        let server = #"{"error":{"code":502,"error_type":"DataException","message":"?"}}"#
        #expect(error(input)?.recovery == .changeRequest)
        #expect(error(input + "," + server)?.recovery == .checkOrderBook)
        #expect(error("{}")?.recovery == .checkOrderBook && error("null")?.recovery == .checkOrderBook)
    }

    @Test func `a change or exit of a cover order's stop names the order it covers`() throws {
        let id = BrokerOrderID("co/18/17")
        let cancel = try Kit.kite.request(.cancel(id, Sample.infy), in: Kit.context())
        #expect(cancel.url == "https://api.kite.trade/orders/co/18?parent_order_id=17")
        let old = OrderTerms(kind: .stopMarket, quantity: Quantity(1), trigger: Price(rupees: 1490))
        var new = old
        new.trigger = Price(rupees: 1495)
        let change = try Kit.kite.request(.modify(id, Sample.infy, from: old, to: new), in: Kit.context())
        #expect(
            String(decoding: change.body, as: UTF8.self)
                == "trigger_price=1495.00&market_protection=-1&parent_order_id=17"
        )
        for text in ["co/18/", "regular/18/17", "co/18/17/16"] {
            #expect(throws: BrokerError.self) {
                try Kit.kite.request(.cancel(BrokerOrderID(text), Sample.infy), in: Kit.context())
            }
        }
    }
}
