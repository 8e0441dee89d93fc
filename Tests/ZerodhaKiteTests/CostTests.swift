import SaudaBroker
import SaudaCore
import Testing
import ZerodhaKiteAdapter

/// Margins, charges, conversions and the short reads: protocol sections 3.7, 3.9 and 3.11.
@Suite struct CostTests {
    private static let infy = PlannedOrder(
        Sample.infy,
        .buy,
        .delivery,
        OrderTerms(kind: .limit, quantity: Quantity(10), limit: Price(paise: 151_230))
    )
    private static let future = PlannedOrder(
        Kit.future,
        .sell,
        .carryForward,
        OrderTerms(kind: .market, quantity: Quantity(75)),
        price: Price(rupees: 101)
    )

    private static let charges = #"""
        {"transaction_tax":15.123,"transaction_tax_type":"stt","exchange_turnover_charge":0.4491,"sebi_turnover_charge":0.015123,"brokerage":0.1,"stamp_duty":2.26845,"gst":{"igst":0.1,"cgst":0,"sgst":0,"total":0.1},"total":18.055}
        """#

    private static func margin(_ symbol: String, _ exchange: String, _ total: String) -> String {
        #"""
        {"type":"equity","tradingsymbol":"\#(symbol)","exchange":"\#(exchange)","span":100.5,"exposure":20,"option_premium":0,"additional":0,"bo":0,"cash":0,"var":15123,"pnl":{"realised":0,"unrealised":0},"leverage":1,"charges":\#(charges),"total":\#(total)}
        """#
    }

    private static var parts: Charges {
        var charges = Charges()
        charges.stt = Money(raw: 151_230)
        charges.exchange = Money(raw: 4491)
        charges.sebi = Money(raw: 151)
        charges.brokerage = Money(raw: 1000)
        charges.stamp = Money(raw: 22_685)
        charges.gst = Money(raw: 1000)
        return charges
    }

    @Test func `margins are asked as a JSON array and read in its order`() throws {
        let rows = "[\(Self.margin("INFY", "NSE", "15123.0")),\(Self.margin("DEMO26MARFUT", "NFO", "1234.5"))]"
        let (sent, end, _) = try Kit.carryOut(.margins([Self.infy, Self.future]), [Kit.success(rows)])
        #expect(
            sent.map(\.wire) == [
                """
                POST https://api.kite.trade/margins/orders
                X-Kite-Version: 3
                Authorization: token demoapikey000001:demoaccesstoken
                Content-Type: application/json

                [{"exchange":"NSE","tradingsymbol":"INFY","transaction_type":"BUY","variety":"regular","product":"CNC","order_type":"LIMIT","quantity":10,"price":1512.30,"trigger_price":0.00},{"exchange":"NFO","tradingsymbol":"DEMO26MARFUT","transaction_type":"SELL","variety":"regular","product":"NRML","order_type":"MARKET","quantity":75,"price":0.00,"trigger_price":0.00}]
                """
            ]
        )
        guard case .done(.margins(let margins)) = end else {
            Issue.record("\(end)")
            return
        }
        #expect(margins.map(\.instrument) == [Sample.infy, Kit.future])
        #expect(margins.map(\.total) == [Money(rupees: 15_123), Money(paise: 123_450)])
        #expect(margins.allSatisfy { $0.span == Money(paise: 10_050) && $0.charges == Self.parts })
    }

    @Test func `a basket has its sum, its total and its orders`() throws {
        let data = #"""
            {"initial":{"type":"","total":40000},"final":{"type":"","total":31000.25},"orders":[\#(Self.margin("INFY", "NSE", "15123"))],"charges":{}}
            """#
        let (sent, end, _) = try Kit.carryOut(.basketMargin([Self.infy], withPositions: true), [Kit.success(data)])
        #expect(sent.map(\.url) == ["https://api.kite.trade/margins/basket?consider_positions=true"])
        guard case .done(.basketMargin(let basket)) = end else {
            Issue.record("\(end)")
            return
        }
        #expect(basket.sum == Money(rupees: 40_000) && basket.total == Money(paise: 3_100_025))
        #expect(basket.orders.map(\.total) == [Money(rupees: 15_123)])
    }

    @Test func `charges name a price and come part by part`() throws {
        let row = #"""
            {"transaction_type":"BUY","tradingsymbol":"INFY","exchange":"NSE","variety":"regular","product":"CNC","order_type":"LIMIT","quantity":10,"price":1512.3,"charges":\#(Self.charges)}
            """#
        let (sent, end, _) = try Kit.carryOut(.charges([Self.infy]), [Kit.success("[\(row)]")])
        #expect(
            sent.first?.wire.hasSuffix(
                #"[{"order_id":"1","exchange":"NSE","tradingsymbol":"INFY","transaction_type":"BUY","variety":"regular","product":"CNC","order_type":"LIMIT","quantity":10,"average_price":1512.30}]"#
            ) == true
        )
        #expect(
            end
                == .done(
                    .charges([
                        OrderCharges(instrument: Sample.infy, charges: Self.parts, total: Money(raw: 180_550))
                    ])
                )
        )
        var free = Self.infy
        free.price = .zero
        #expect(try Kit.carryOut(.charges([free]), []).end.error?.recovery == .changeRequest)
    }

    @Test func `an answer for other orders than were asked is refused`() throws {
        let infy = Self.margin("INFY", "NSE", "1")
        for data in ["[]", "[\(infy),\(infy)]", "[\(Self.margin("SBIN", "NSE", "1"))]", "{}", "[7]", "null"] {
            let end = try Kit.carryOut(.margins([Self.infy]), [Kit.success(data)]).end
            #expect(end.error?.recovery == .checkOrderBook, "\(data)")
        }
        #expect(try Kit.carryOut(.margins([]), []).end == .done(.margins([])))
        let index = PlannedOrder(Sample.nifty, .buy, .delivery, Self.infy.terms)
        #expect(try Kit.carryOut(.margins([index]), []).end.error?.recovery == .changeRequest)
    }

    @Test func `a conversion names both products and the day it is of`() throws {
        let conversion = PositionConversion(Kit.mm, .buy, Quantity(3), from: .intraday, to: .delivery)
        let (sent, end, _) = try Kit.carryOut(.convert(conversion), [Kit.success("true")])
        #expect(sent.first?.method == .put && sent.first?.url == "https://api.kite.trade/portfolio/positions")
        #expect(
            sent.first.map { String(decoding: $0.body, as: UTF8.self) }
                == "exchange=NSE&tradingsymbol=M%26M&transaction_type=BUY&position_type=day&quantity=3&old_product=MIS&new_product=CNC"
        )
        #expect(end == .done(.done))
        #expect(try Kit.carryOut(.convert(conversion), [Kit.success("false")]).end.error != nil)
        for (instrument, product) in [(Kit.mm, Product.carryForward), (Kit.future, .delivery), (Kit.mm, .intraday)] {
            let bad = PositionConversion(instrument, .buy, Quantity(75), from: .intraday, to: product)
            #expect(try Kit.carryOut(.convert(bad), []).end.error?.recovery == .changeRequest)
        }
        #expect(Errand.convert(conversion).isWrite)
    }

    @Test func `day quotes ask a thousand at a time and leave out what has none`() throws {
        let data =
            #"{"NSE:INFY":{"instrument_token":408065,"last_price":1512.35,"ohlc":{"open":1500,"high":1515,"low":1498.75,"close":1505.1}}}"#
        let (sent, end, skipped) = try Kit.carryOut(.dayQuotes([Sample.infy, Kit.mm]), [Kit.success(data)])
        #expect(sent.map(\.url) == ["https://api.kite.trade/quote/ohlc?i=NSE%3AINFY&i=NSE%3AM%26M"])
        #expect(sent.first?.endpoint == "quote" && skipped.isEmpty)
        #expect(
            end
                == .done(
                    .dayQuotes([
                        DayQuote(
                            instrument: Sample.infy,
                            last: Price(paise: 151_235),
                            open: Price(rupees: 1500),
                            high: Price(rupees: 1515),
                            low: Price(paise: 149_875),
                            close: Price(paise: 150_510)
                        )
                    ])
                )
        )
        let bad = data.replacing("1512.35", with: "-1")
        #expect(try Kit.carryOut(.dayQuotes([Sample.infy]), [Kit.success(bad)]).skipped.values.reduce(0, +) == 1)
    }

    @Test func `signing out ends the session, and a dead one is ended already`() throws {
        let (sent, end, _) = try Kit.carryOut(.signOut, [Kit.success("true")])
        #expect(
            sent.map(\.wire.first) == ["D"]
                && sent.first?.url
                    == "https://api.kite.trade/session/token?api_key=demoapikey000001&access_token=demoaccesstoken"
        )
        #expect(sent.first?.description.contains("demoaccesstoken") == false)
        #expect(end == .done(.done))
        let dead = Kit.refusal(403, "TokenException", "Incorrect `api_key` or `access_token`.")
        #expect(try Kit.carryOut(.signOut, [dead]).end == .done(.done))
        #expect(try Kit.carryOut(.signOut, [Kit.json("<html>", status: 502)]).end.error != nil)
    }
}
