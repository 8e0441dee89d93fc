import SaudaBroker
import SaudaCore
import Testing
import UpstoxAdapter

/// Quotes, candles, chains, money and addresses, sections 1.6, 6 and 7.
@Suite struct ReadTests {
    private static func quote(_ key: String, _ changes: String = #""last_price":52.70000076293945"#) -> String {
        #"{"ohlc":{"open":52.0,"high":53.4,"low":51.9,"close":52.7},"timestamp":"2026-11-27T10:15:02.123+05:30","instrument_token":"\#(key)","symbol":"X","net_change":0.4,"last_trade_time":"1795754701000",\#(changes)}"#
    }

    // MARK: Quotes

    @Test func `quotes are told apart by the key within (T13), and floats are what they name`() throws {
        let index = Self.quote(Sample.niftyKey, #""last_price":25012.55"#)
            .replacing(#""1795754701000""#, with: "null")
        let body = #"{"NSE_EQ:SAMPLE":\#(Self.quote(Sample.shareKey)),"NSE_INDEX:Nifty 50":\#(index)}"#
        let talk = try Kit.carryOut(
            .quotes(Sample.everything + [Sample.share, InstrumentID(index: 99)]),
            [Kit.success(body)]
        )
        #expect(
            talk.sent.map(\.url) == [
                "https://api.upstox.com/v2/market-quote/quotes?instrument_key=NSE_EQ%7CINE000A01020%2CNSE_INDEX%7CNifty%2050%2CNSE_FO%7C90102"
            ]
        )
        let ticks = [
            Tick(
                instrument: Sample.share,
                price: Price(paise: 5270),
                exchangeTime: Timestamp(microseconds: Sample.traded * 1000),
                source: .rest
            ),
            Tick(
                instrument: Sample.nifty,
                price: Price(paise: 2_501_255),
                exchangeTime: Timestamp(microseconds: 1_795_754_702_123_000),
                source: .rest
            ),
        ]
        #expect(talk.end.result == .quotes(ticks))
        #expect(talk.skipped.values.reduce(0, +) == 1)
    }

    @Test func `the day's prices have the close that the change is counted from`() throws {
        let body = #"{"a":\#(Self.quote(Sample.shareKey))}"#
        let day = DayQuote(
            instrument: Sample.share,
            last: Price(paise: 5270),
            open: Price(paise: 5200),
            high: Price(paise: 5340),
            low: Price(paise: 5190),
            close: Price(paise: 5230)
        )
        #expect(try Kit.carryOut(.dayQuotes([Sample.share]), [Kit.success(body)]).end.result == .dayQuotes([day]))
    }

    @Test func `a quote that cannot be is counted, two of one instrument are none`() throws {
        for price in ["0", "-5", "1e300", "10000001", "null", "\"52\"", "[]"] {
            let body = #"{"a":\#(Self.quote(Sample.shareKey, #""last_price":\#(price)"#))}"#
            let talk = try Kit.carryOut(.quotes([Sample.share]), [Kit.success(body)])
            #expect(talk.end.result == .quotes([]))
            #expect(talk.skipped.values.reduce(0, +) == 1, "\(price)")
        }
        let twice = #"{"a":\#(Self.quote(Sample.shareKey)),"b":\#(Self.quote(Sample.shareKey))}"#
        #expect(try Kit.carryOut(.quotes([Sample.share]), [Kit.success(twice)]).end.error?.recovery == .checkOrderBook)
        #expect(try Kit.carryOut(.quotes([]), []).end.result == .quotes([]))
    }

    @Test func `a key that the broker does not know is found among halves, and the others have their quotes (T14)`()
        throws
    {
        let refused = Kit.refusal(400, "UDAPI100011")
        let index = Kit.success(#"{"a":\#(Self.quote(Sample.niftyKey, #""last_price":25012.55"#))}"#)
        let talk = try Kit.carryOut(
            .quotes(Sample.everything),
            [refused, Kit.success(#"{"a":\#(Self.quote(Sample.shareKey))}"#), refused, index, refused]
        )
        let asked = talk.sent.map { String($0.url.drop { $0 != "=" }) }
        #expect(
            asked == [
                "=NSE_EQ%7CINE000A01020%2CNSE_INDEX%7CNifty%2050%2CNSE_FO%7C90102", "=NSE_EQ%7CINE000A01020",
                "=NSE_INDEX%7CNifty%2050%2CNSE_FO%7C90102", "=NSE_INDEX%7CNifty%2050", "=NSE_FO%7C90102",
            ]
        )
        guard case .quotes(let ticks)? = talk.end.result else {
            Issue.record("\(talk.end)")
            return
        }
        #expect(ticks.map(\.instrument) == [Sample.share, Sample.nifty])
        #expect(talk.skipped == ["an instrument that the broker has no quote of": 1])
        // What is of no key is no reason to ask again.
        let other = try Kit.carryOut(.quotes(Sample.everything), [Kit.refusal(400, "UDAPI100042")])
        #expect(other.end.error?.recovery == .changeRequest)
    }

    // MARK: Candles

    private func day(_ number: Int) throws -> Day { try #require(Day(year: 2026, month: 11, day: number)) }

    private static func candles(_ rows: String...) -> HTTPResponse {
        Kit.success(#"{"candles":[\#(rows.joined(separator: ","))]}"#)
    }

    @Test func `minutes come in pages, today's by a call of their own, all of them oldest first (T15)`() throws {
        let from = try #require(Day(year: 2026, month: 10, day: 20))
        let answers = [
            Self.candles(),
            Self.candles(
                #"["2026-11-26T09:16:00+05:30",52.1,52.3,52.0,52.2,900,0]"#,
                #"["2026-11-26T09:15:00+05:30",52.0,52.2,51.9,52.1,1500,0]"#
            ),
            Self.candles(#"["2026-11-27T09:15:00+05:30",52.2,52.4,52.1,52.04999923706055,700,0]"#),
        ]
        // The last lies outside of its own high and low.
        let talk = try Kit.carryOut(.candles(Sample.share, .minute, from: from, through: try day(27)), answers)
        let root = "https://api.upstox.com/v3/historical-candle"
        #expect(
            talk.sent.map(\.url) == [
                "\(root)/NSE_EQ%7CINE000A01020/minutes/1/2026-11-16/2026-10-20",
                "\(root)/NSE_EQ%7CINE000A01020/minutes/1/2026-11-26/2026-11-17",
                "\(root)/intraday/NSE_EQ%7CINE000A01020/minutes/1",
            ]
        )
        guard case .done(.candles(let candles)) = talk.end else {
            Issue.record("\(talk.end)")
            return
        }
        #expect(candles.map(\.close) == [Price(paise: 5210), Price(paise: 5220)])
        #expect(candles.map(\.start.time) == [TimeOfDay(9, 15), TimeOfDay(9, 16)])
        #expect(candles.map(\.volume.units) == [1500, 900])
        #expect(talk.skipped == ["a candle whose high and low do not enclose it": 1])
    }

    @Test func `days in the past need no call for today, and a day to come none at all`() throws {
        let row = #"["2026-11-25T00:00:00+05:30",52.0,52.2,51.9,52.1,1500,0]"#
        let stranger = #"["2026-11-23T00:00:00+05:30",52.0,52.2,51.9,52.1,1500,0]"#
        let talk = try Kit.carryOut(
            .candles(Sample.nifty, .day, from: try day(24), through: try day(26)),
            [Self.candles(row, stranger, row)]
        )
        #expect(
            talk.sent.map(\.url) == [
                "https://api.upstox.com/v3/historical-candle/NSE_INDEX%7CNifty%2050/days/1/2026-11-26/2026-11-24"
            ]
        )
        guard case .done(.candles(let candles)) = talk.end else {
            Issue.record("\(talk.end)")
            return
        }
        #expect(candles.map(\.start) == [try day(25).at(TimeOfDay(0, 0))])
        #expect(talk.skipped.values.reduce(0, +) == 1)
        let future = try Kit.carryOut(.candles(Sample.share, .day, from: try day(28), through: try day(29)), [])
        #expect(future.end.result == .candles([]))
        let today = try Kit.carryOut(
            .candles(Sample.share, .day, from: try day(27), through: try day(27)),
            [Self.candles()]
        )
        #expect(today.sent.count == 1)
        #expect(today.sent.first?.url.contains("/intraday/") == true)
    }

    @Test(
        "candles that cannot be read are refused whole",
        arguments: [
            "{}", "[]", "[1,2]", #"["2026-11-26",52,52,52,52,1]"#, #"["2026-11-26T09:15:00Z",52,52,52,52,1]"#,
            #"["2026-11-26T09:15:00+05:30",52,52,52,-52,1]"#, #"["2026-11-26T09:15:00+05:30",52,52,52,"52",1]"#,
            #"["2026-11-26T09:15:00+05:30",52,52,52,52,-1]"#, #"["2026-11-26T09:15:00+05:30",52,52,52,1e300,1]"#,
            #"["2026-11-26T09:15:00+05:30",52,52,52,52,0.5]"#, #"["2026-13-26T09:15:00+05:30",52,52,52,52,1]"#,
        ]
    )
    func strangeCandle(row: String) throws {
        let errand = Errand.candles(Sample.share, .minute, from: try day(26), through: try day(26))
        #expect(try Kit.carryOut(errand, [Self.candles(row)]).end.error?.recovery == .checkOrderBook)
        #expect(try Kit.carryOut(errand, [Kit.success("[]")]).end.error?.recovery == .checkOrderBook)
    }

    // MARK: Money

    private static let planned = PlannedOrder(Sample.share, .buy, .delivery, Kit.limit)
    private static let margin =
        #"{"span_margin":0,"exposure_margin":0,"equity_margin":526.5,"net_buy_premium":0,"additional_margin":0,"total_margin":526.5,"tender_margin":0}"#

    @Test func `funds are what is available of both markets`() throws {
        let funds = Kit.success(
            #"{"equity":{"used_margin":0.8,"available_margin":15507.46},"commodity":{"available_margin":0}}"#
        )
        #expect(try Kit.carryOut(.funds, [funds]).end.result == .funds(available: Money(paise: 1_550_746)))
        for body in ["{}", "null", #"{"equity":{"available_margin":"1"}}"#, #"{"equity":{"available_margin":1e300}}"#] {
            #expect(try Kit.carryOut(.funds, [Kit.success(body)]).end.error?.recovery == .checkOrderBook)
        }
    }

    @Test func `each margin is asked for by itself`() throws {
        let body = Kit.success(#"{"margins":[\#(Self.margin)],"required_margin":526.5,"final_margin":526.5}"#)
        let talk = try Kit.carryOut(.margins([Self.planned, Self.planned]), [body, body])
        #expect(talk.sent.map(\.url) == Array(repeating: "https://api.upstox.com/v2/charges/margin", count: 2))
        #expect(
            talk.sent.first?.text
                == #"{"instruments":[{"instrument_key":"NSE_EQ|INE000A01020","quantity":10,"transaction_type":"BUY","product":"D","price":52.65}]}"#
        )
        let margin = OrderMargin(
            instrument: Sample.share,
            total: Money(paise: 52_650),
            valueAtRisk: Money(paise: 52_650)
        )
        #expect(talk.end.result == .margins([margin, margin]))
        let two = Kit.success(#"{"margins":[\#(Self.margin),\#(Self.margin)],"required_margin":1,"final_margin":1}"#)
        #expect(try Kit.carryOut(.margins([Self.planned]), [two]).end.error?.recovery == .checkOrderBook)
        var index = Self.planned
        index.instrument = Sample.nifty
        #expect(try Kit.carryOut(.margins([Self.planned, index]), []).end.error?.recovery == .changeRequest)
    }

    @Test func `a basket is one call, without what positions there are`() throws {
        let terms = OrderTerms(kind: .limit, quantity: Quantity(65), limit: Price(paise: 12_050))
        let option = PlannedOrder(Sample.option, .sell, .carryForward, terms)
        let body = Kit.success(
            #"{"margins":[\#(Self.margin),\#(Self.margin)],"required_margin":1053.0,"final_margin":900.25}"#
        )
        let talk = try Kit.carryOut(.basketMargin([Self.planned, option], withPositions: false), [body])
        guard case .done(.basketMargin(let basket)) = talk.end else {
            Issue.record("\(talk.end)")
            return
        }
        #expect(basket.sum == Money(paise: 105_300))
        #expect(basket.total == Money(paise: 90_025))
        #expect(basket.orders.map(\.instrument) == [Sample.share, Sample.option])
        for errand in [
            Errand.basketMargin([option], withPositions: true), .basketMargin([option, option], withPositions: false),
            .basketMargin([], withPositions: false),
        ] { #expect(try Kit.carryOut(errand, []).end.error?.recovery == .changeRequest) }
    }

    @Test func `charges are told part by part`() throws {
        let body = Kit.success(
            #"{"charges":{"total":12.34,"brokerage":5.0,"taxes":{"gst":1.1,"stt":2.2,"stamp_duty":0.3},"other_charges":{"transaction":3.0,"clearing":0.5,"ipft":0.04,"sebi_turnover":0.2},"dp_plan":{"name":"x","min_expense":20.0}}}"#
        )
        let talk = try Kit.carryOut(.charges([Self.planned]), [body])
        #expect(
            talk.sent.map(\.url) == [
                "https://api.upstox.com/v2/charges/brokerage?instrument_token=NSE_EQ%7CINE000A01020&quantity=10&product=D&transaction_type=BUY&price=52.65"
            ]
        )
        guard case .done(.charges(let rows)) = talk.end, let row = rows.first else {
            Issue.record("\(talk.end)")
            return
        }
        #expect(row.total == Money(paise: 1234))
        #expect(row.charges.total == row.total)
        #expect(row.charges.exchange == Money(paise: 350))
        #expect(try Kit.carryOut(.charges([Self.planned]), [Kit.success(#"{"charges":{}}"#)]).end.error != nil)
    }

    @Test func `a conversion is done when the broker says so`() throws {
        let wanted = PositionConversion(Sample.share, .buy, Quantity(5), from: .intraday, to: .delivery)
        let talk = try Kit.carryOut(.convert(wanted), [Kit.success(#"{"status":"complete"}"#)])
        #expect(talk.end.result == .done)
        #expect(talk.sent.map(\.method) == [.put])
        #expect(
            talk.sent.first?.text
                == #"{"instrument_token":"NSE_EQ|INE000A01020","new_product":"D","old_product":"I","transaction_type":"BUY","quantity":5}"#
        )
        #expect(try Kit.carryOut(.convert(wanted), [Kit.success("{}")]).end.error?.recovery == .checkOrderBook)
        for odd in [
            PositionConversion(Sample.share, .buy, Quantity(5), from: .intraday, to: .intraday),
            PositionConversion(Sample.share, .buy, Quantity(5), from: .intraday, to: .carryForward),
            PositionConversion(Sample.option, .buy, Quantity(65), from: .delivery, to: .intraday),
            PositionConversion(Sample.share, .buy, .zero, from: .intraday, to: .delivery),
        ] { #expect(try Kit.carryOut(.convert(odd), []).end.error?.recovery == .changeRequest) }
    }

    // MARK: Chains and addresses

    private static func side(_ key: String, _ price: String) -> String {
        #"{"instrument_key":"\#(key)","market_data":{"ltp":\#(price),"close_price":118.2,"volume":70000000,"oi":900000.0,"bid_price":120.95,"bid_qty":65,"ask_price":121.05,"ask_qty":130,"prev_oi":1.0},"option_greeks":{"vega":12.5,"theta":-9.1,"gamma":0.001,"delta":0.52,"iv":11.4,"pop":48.1}}"#
    }

    @Test func `a chain goes from the lowest strike up, and a strike that cannot be is counted`() throws {
        func row(_ strike: String, _ price: String = "121.0") -> String {
            #"{"expiry":"2026-12-31","pcr":0.9,"strike_price":\#(strike),"underlying_key":"\#(Sample.niftyKey)","underlying_spot_price":25012.55,"call_options":\#(Self.side("NSE_FO|1", price)),"put_options":null}"#
        }
        let expiry = try #require(Day(year: 2026, month: 12, day: 31))
        let body = Kit.success("[\(row("25050.0")),\(row("25000.0")),\(row("25100.0", "-1")),\(row("0"))]")
        let talk = try Kit.carryOut(.optionChain(Sample.nifty, expiry: expiry), [body])
        #expect(
            talk.sent.map(\.url) == [
                "https://api.upstox.com/v2/option/chain?instrument_key=NSE_INDEX%7CNifty%2050&expiry_date=2026-12-31"
            ]
        )
        guard case .done(.optionChain(let chain)) = talk.end else {
            Issue.record("\(talk.end)")
            return
        }
        #expect(chain.last == Price(paise: 2_501_255))
        #expect(chain.strikes.map(\.price) == [Price(rupees: 25_000), Price(rupees: 25_050)])
        #expect(chain.strikes.first?.call?.volume == Quantity(70_000_000))
        #expect(chain.strikes.first?.call?.greeks?.delta == 0.52)
        #expect(chain.strikes.first?.put == nil)
        #expect(talk.skipped.values.reduce(0, +) == 2)
        let other = try Kit.carryOut(.optionChain(Sample.nifty, expiry: expiry.advanced(by: 1)), [body])
        #expect(other.end.error?.recovery == .checkOrderBook)
        #expect(try Kit.carryOut(.optionChain(Sample.option, expiry: expiry), []).end.error?.recovery == .changeRequest)
        let none = try Kit.carryOut(.optionChain(Sample.nifty, expiry: expiry), [Kit.success("[]")])
        #expect(none.end.error?.recovery == .changeRequest)
    }

    @Test func `expiries are told once each`() throws {
        let body = Kit.success(#"[{"expiry":"2026-12-31"},{"expiry":"2026-12-08"},{"expiry":"2026-12-31"}]"#)
        let end = try Kit.carryOut(.optionExpiries(Sample.nifty), [body]).end
        #expect(end.result == .optionExpiries([8, 31].compactMap { Day(year: 2026, month: 12, day: $0) }))
        #expect(try Kit.carryOut(.optionExpiries(Sample.nifty), [Kit.success(#"[{"expiry":1}]"#)]).end.error != nil)
    }

    @Test func `registered addresses are told with the day of their change`() throws {
        let body = Kit.success(
            #"{"user_id":"AB1234","primary_ip":"203.0.113.10","secondary_ip":null,"primary_ip_updated_at":"2026-11-20 09:00:00","secondary_ip_updated_at":null}"#
        )
        let end = try Kit.carryOut(.orderAddresses, [body]).end
        let entry = OrderAddresses.Entry("203.0.113.10", changed: try day(20))
        #expect(end.result == .orderAddresses(OrderAddresses(primary: entry, secondary: nil)))
        #expect(try Kit.carryOut(.orderAddresses, [Kit.success("{}")]).end.error?.recovery == .checkOrderBook)
    }

    // MARK: What is refused

    @Test(
        "what the broker has not, or not safely, is refused without a call",
        arguments: [
            .renew, .auctions, .gtts, .deleteGTT(GTTID("1")), .brackets, .tradingHalt, .setTradingHalt(true),
            .registerAddress("203.0.113.10", as: .primary),
        ] as [Errand]
    )
    func refused(errand: Errand) throws {
        let talk = try Kit.carryOut(errand, [])
        #expect(talk.sent.isEmpty)
        #expect(talk.end.error?.recovery == .changeRequest)
        #expect(talk.end.error?.nextStep.isEmpty == false)
    }

    @Test(
        "what is no answer is refused by every read",
        arguments: [
            "", "<html></html>", "null", "7", "{", "{}", #"{"status":"success"}"#, #"{"status":"ok","data":[]}"#,
            #"{"data":{},"data":{}}"#,
        ]
    )
    func noAnswer(body: String) throws {
        let reads: [Errand] = [
            .probe, .orderBook, .orderHistory(BrokerOrderID("1")), .ordersTagged("SD1"), .trades, .positions, .holdings,
            .funds, .quotes([Sample.share]), .dayQuotes([Sample.share]), .optionExpiries(Sample.nifty),
            .candles(Sample.share, .day, from: try day(26), through: try day(26)), .margins([Self.planned]),
            .charges([Self.planned]), .orderAddresses,
        ]
        for errand in reads {
            for status in [200, 502] {
                let error = try Kit.carryOut(errand, [Kit.json(body, status: status)]).end.error
                #expect(error?.recovery == .checkOrderBook, "\(errand) \(status)")
            }
        }
    }
}
