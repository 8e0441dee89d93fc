import SaudaBroker
import SaudaCore
import Testing
import ZerodhaKiteAdapter

/// Reads and their answers, protocol sections 3.1 to 3.12 and appendix B.
@Suite struct ReadTests {
    static let order =
        #"{"account_id":"ZZ0001","placed_by":"ZZ0001","order_id":"2035000000000000017","exchange_order_id":"1300000001234567","parent_order_id":null,"status":"OPEN","status_message":null,"status_message_raw":null,"order_timestamp":"2026-03-20 09:21:05","exchange_update_timestamp":"2026-03-20 09:21:07","exchange_timestamp":"2026-03-20 09:21:05","variety":"regular","modified":false,"exchange":"NSE","tradingsymbol":"INFY","instrument_token":408065,"order_type":"LIMIT","transaction_type":"BUY","validity":"DAY","validity_ttl":0,"product":"CNC","quantity":100,"disclosed_quantity":0,"price":1512.3,"trigger_price":0,"average_price":1512.3,"filled_quantity":40,"pending_quantity":60,"cancelled_quantity":0,"market_protection":0,"meta":{},"tag":"sauda1","tags":["sauda1"],"guid":null}"#
    static let trade =
        #"{"trade_id":"10000123","order_id":"2035000000000000017","exchange":"NSE","tradingsymbol":"INFY","instrument_token":408065,"product":"CNC","average_price":1512.3,"quantity":40,"exchange_order_id":"1300000001234567","transaction_type":"BUY","fill_timestamp":"2026-03-20 09:21:07","order_timestamp":"09:21:07","exchange_timestamp":"2026-03-20 09:21:07"}"#
    static let position =
        #"{"tradingsymbol":"DEMO26MARFUT","exchange":"NFO","instrument_token":13906178,"product":"NRML","quantity":-2,"overnight_quantity":0,"multiplier":1,"average_price":101.00005,"close_price":0,"last_price":103}"#
    static let holding =
        #"{"tradingsymbol":"INFY","exchange":"NSE","instrument_token":408065,"isin":"INE009A01021","product":"CNC","price":0,"quantity":10,"used_quantity":0,"t1_quantity":3,"average_price":1400,"last_price":1512.35}"#
    static let quote =
        #"{"instrument_token":408065,"timestamp":"2026-03-20 09:15:00","last_trade_time":"2026-03-20 09:14:59","last_price":1512.35,"last_quantity":7,"volume":2345678,"ohlc":{"open":1500,"high":1515,"low":1498.75,"close":1505.1}}"#
    static let candles =
        #"{"candles":[["2026-03-20T09:15:00+0530",1500,1504.5,1499,1503,15230],["2026-03-20T09:16:00+0530",1503,1506,1502.2,1505.5,9821]]}"#

    private func rows(_ data: String, of errand: Errand = .orderBook) throws -> [OrderRow] {
        let (_, end, _) = try Kit.carryOut(errand, [Kit.success(data)])
        guard case .done(.orders(let rows)) = end else {
            Issue.record("\(end)")
            return []
        }
        return rows
    }

    private func edited(_ fields: [String: String], _ text: String = order) throws -> String {
        var text = text
        for (name, value) in fields {
            let start = try #require(text.firstRange(of: "\"\(name)\":"))
            let end = try #require(text[start.upperBound...].firstIndex { $0 == "," || $0 == "}" })
            text.replaceSubrange(start.upperBound..<end, with: value)
        }
        return text
    }

    @Test(
        "the plain reads ask for their address",
        arguments: [
            (Errand.probe, "https://api.kite.trade/user/profile"), (.orderBook, "https://api.kite.trade/orders"),
            (.orderHistory(BrokerOrderID("amo/17")), "https://api.kite.trade/orders/17"),
            (.trades, "https://api.kite.trade/trades"), (.positions, "https://api.kite.trade/portfolio/positions"),
            (.holdings, "https://api.kite.trade/portfolio/holdings"), (.funds, "https://api.kite.trade/user/margins"),
        ]
    )
    func address(errand: Errand, url: String) throws {
        let (sent, _, _) = try Kit.carryOut(errand, [Kit.success("null")])
        #expect(
            sent.first?.wire
                == "GET \(url)\nX-Kite-Version: 3\nAuthorization: token demoapikey000001:demoaccesstoken\n\n"
        )
        #expect(sent.first?.endpoint == "other")
    }

    @Test func `an open order, partly filled`() throws {
        let row = try #require(try rows("[\(Self.order)]").first)
        #expect(row.id == BrokerOrderID("regular/2035000000000000017") && row.tag == "sauda1")
        #expect(row.instrument == Sample.infy && row.side == .buy && row.product == .delivery)
        #expect(row.status == .open && row.filled == Quantity(40) && row.value == Money(paise: 6_049_200))
        #expect(row.updated?.description == "2026-03-20T09:21:07+05:30" && row.rejection == nil)
        #expect(try rows("[]").isEmpty)
    }

    @Test(
        "each status word of section 3.5",
        arguments: [
            ("PUT ORDER REQ RECEIVED", .pending), ("VALIDATION PENDING", .pending), ("OPEN PENDING", .pending),
            ("OPEN", .open), ("TRIGGER PENDING", .open), ("MODIFY VALIDATION PENDING", .pending),
            ("MODIFY PENDING", .pending), ("MODIFIED", .open), ("NOT MODIFIED", .open), ("CANCEL PENDING", .pending),
            ("AMO REQ RECEIVED", .open), ("MODIFY AMO REQ RECEIVED", .open), ("COMPLETE", .complete),
            ("CANCELLED", .cancelled), ("CANCELLED AMO", .cancelled), ("REJECTED", .rejected), ("LAPSED", .expired),
            ("UPDATE", .open), ("SOMETHING NEW", .unknown("SOMETHING NEW")), ("complete", .unknown("complete")),
        ] as [(String, OrderRow.Status)]
    )
    func status(word: String, status: OrderRow.Status) throws {
        #expect(try rows("[\(edited(["status": "\"\(word)\""]))]").map(\.status) == [status])
    }

    @Test func `a rejected order says why`() throws {
        let row = try edited([
            "status": #""REJECTED""#,
            "status_message":
                #""Insufficient funds. Required margin is 95417.84 but available margin is 74251.80. Add funds.""#,
            "exchange_order_id": "null", "exchange_update_timestamp": "null", "filled_quantity": "0",
            "average_price": "0",
        ])
        let read = try #require(try rows("[\(row)]").first)
        #expect(read.status == .rejected && read.isFinal && read.value == .zero)
        #expect(read.rejection == .funds(need: Money(paise: 9_541_784), have: Money(paise: 7_425_180)))
    }

    @Test func `an average of many digits gives the exact value`() throws {
        let row = try edited(["average_price": "1512.333333333333", "filled_quantity": "3"])
        // 3 x 1512.33333333 to the nearest 1/10,000.
        #expect(try rows("[\(row)]").map(\.value) == [Money(raw: 45_370_000)])
    }

    @Test func `a history keeps the reference it was asked with, and the token 1 of a first row is nothing`() throws {
        let row = try edited(["instrument_token": "1", "variety": "null"])
        let id = BrokerOrderID("amo/2035000000000000017")
        #expect(try rows("[\(row)]", of: .orderHistory(id)).map(\.id) == [id])
        let foreign = try Kit.carryOut(.orderHistory(BrokerOrderID("17")), [])
        #expect(foreign.sent.isEmpty && foreign.end.error?.recovery == .changeRequest)
    }

    @Test func `an order of another product is left out and counted, one of ours that cannot be read stops`() throws {
        let margin = try edited(["product": "\"MTF\""])
        let left = try Kit.carryOut(.orderBook, [Kit.success("[\(margin),\(Self.order)]")])
        guard case .done(.orders(let rows)) = left.end else { Issue.record("\(left.end)"); return }
        #expect(rows.count == 1 && left.skipped == ["an order: product 'MTF'": 1])
        let odd = try edited(["order_type": "\"ODD\""])
        #expect(try Kit.carryOut(.orderBook, [Kit.success("[\(odd)]")]).end.error?.recovery == .stop)
        let foreign = try edited(["order_type": "\"ODD\"", "tag": "null"])
        let skipped = try Kit.carryOut(.orderBook, [Kit.success("[\(foreign)]")])
        #expect(skipped.end == .done(.orders([])) && skipped.skipped == ["an order: order_type 'ODD'": 1])
    }

    @Test func `a symbol that is not listed has no instrument, and a time-limited order is a day order`() throws {
        let row = try edited(["tradingsymbol": "\"ODD\"", "validity": "\"TTL\""])
        let read = try #require(try rows("[\(row)]").first)
        #expect(read.instrument == nil && read.symbol == "NSE:ODD" && read.terms.validity == .day)
    }

    @Test func `a trade gets its order's variety from the book`() throws {
        let (sent, end, _) = try Kit.carryOut(
            .trades,
            [Kit.success("[\(Self.trade)]"), Kit.success("[\(Self.order)]")]
        )
        #expect(sent.map(\.url) == ["https://api.kite.trade/trades", "https://api.kite.trade/orders"])
        #expect(
            end
                == .done(
                    .trades([
                        TradeRow(
                            id: "10000123",
                            order: BrokerOrderID("regular/2035000000000000017"),
                            instrument: Sample.infy,
                            symbol: "NSE:INFY",
                            side: .buy,
                            product: .delivery,
                            quantity: Quantity(40),
                            price: Price(paise: 151_230),
                            time: Timestamp(microseconds: 1_773_978_667_000_000)
                        )
                    ])
                )
        )
        #expect(try Kit.carryOut(.trades, [Kit.success("[]")]).end == .done(.trades([])))
        // A fill that cannot be placed is never dropped in silence.
        let lost = try Kit.carryOut(.trades, [Kit.success("[\(Self.trade)]"), Kit.success("[]")])
        #expect(lost.end.error?.recovery == .checkOrderBook)
    }

    @Test func `positions are signed and holdings add what comes tomorrow`() throws {
        let positions = try Kit.carryOut(.positions, [Kit.success(#"{"net":[\#(Self.position)],"day":[]}"#)])
        #expect(
            positions.end
                == .done(
                    .positions([
                        PositionRow(
                            instrument: Kit.future,
                            symbol: "NFO:DEMO26MARFUT",
                            product: .carryForward,
                            quantity: Quantity(-2),
                            average: Price(raw: 1_010_001)
                        )
                    ])
                )
        )
        let unlisted = Self.holding.replacing("INFY", with: "ODD")
        let holdings = try Kit.carryOut(.holdings, [Kit.success("[\(Self.holding),\(unlisted)]")])
        #expect(
            holdings.end
                == .done(
                    .holdings([
                        HoldingRow(instrument: Sample.infy, quantity: Quantity(13), average: Price(rupees: 1400))
                    ])
                )
        )
        #expect(holdings.skipped == ["a holding: NSE:ODD is not in the instrument list": 1])
    }

    @Test func `funds are the broker's own net figure`() throws {
        let margins =
            #"{"equity":{"enabled":true,"net":291444.67000000004,"available":{},"utilised":{}},"commodity":{"net":5}}"#
        #expect(
            try Kit.carryOut(.funds, [Kit.success(margins)]).end == .done(.funds(available: Money(paise: 29_144_467)))
        )
    }

    @Test func `quotes ask 500 at a time and leave out what has none`() throws {
        let (sent, end, skipped) = try Kit.carryOut(
            .quotes([Sample.infy, Sample.nifty, Kit.mm, InstrumentID(index: 99)]),
            [
                Kit.success(
                    #"{"NSE:INFY":\#(Self.quote),"NSE:NIFTY 50":{"instrument_token":256265,"last_price":24512.35}}"#
                )
            ]
        )
        #expect(sent.map(\.url) == ["https://api.kite.trade/quote?i=NSE%3AINFY&i=NSE%3ANIFTY%2050&i=NSE%3AM%26M"])
        #expect(sent.first?.endpoint == "quote")
        #expect(
            end
                == .done(
                    .quotes([
                        Tick(
                            instrument: Sample.infy,
                            price: Price(paise: 151_235),
                            exchangeTime: Timestamp(microseconds: 1_773_978_300_000_000),
                            source: .rest
                        ),
                        Tick(
                            instrument: Sample.nifty,
                            price: Price(paise: 2_451_235),
                            exchangeTime: Kit.now,
                            source: .rest
                        ),
                    ])
                )
        )
        #expect(skipped.count == 1)
        var context = try Kit.context()
        var many: [InstrumentID] = []
        for index in UInt32(1000)..<2001 {
            let id = InstrumentID(index: index)
            many.append(id)
            let share = Instrument(symbol: "S\(index)", tick: Price(paise: 5))
            try context.listings.add(Listing(share, feedKey: "\(index)", orderKey: "NSE:S\(index)"), as: id)
        }
        let paged = try Kit.carryOut(.quotes(many), Array(repeating: Kit.success("{}"), count: 3), in: context)
        #expect(paged.sent.map { $0.url.split(separator: "&").count } == [500, 500, 1])
        #expect(try Kit.carryOut(.quotes([]), []).end == .done(.quotes([])))
    }

    @Test func `minutes come in pages of 60 days, a repeated bar once`() throws {
        let from = try #require(Day("2026-01-01"))
        let through = try #require(Day("2026-03-20"))
        let again = Self.candles.replacing("09:16", with: "09:17").replacing("09:15", with: "09:16")
        let (sent, end, skipped) = try Kit.carryOut(
            .candles(Sample.infy, .minute, from: from, through: through),
            [Kit.success(Self.candles), Kit.success(again)]
        )
        #expect(
            sent.map(\.url) == [
                "https://api.kite.trade/instruments/historical/408065/minute?from=2026-01-01%2000%3A00%3A00&to=2026-03-01%2023%3A59%3A59",
                "https://api.kite.trade/instruments/historical/408065/minute?from=2026-03-02%2000%3A00%3A00&to=2026-03-20%2023%3A59%3A59",
            ]
        )
        #expect(sent.allSatisfy { $0.endpoint == "historical" })
        guard case .done(.candles(let candles)) = end else { Issue.record("\(end)"); return }
        #expect(candles.map(\.start.time) == [TimeOfDay(9, 15), TimeOfDay(9, 16), TimeOfDay(9, 17)])
        #expect(candles.first?.high == Price(paise: 150_450) && candles.first?.volume == Quantity(15_230))
        #expect(skipped.values.reduce(0, +) == 1)
    }

    @Test func `a day is stamped with its midnight, whatever hour the broker wrote`() throws {
        let day = try #require(Day("2026-03-20"))
        for hour in ["00:00:00", "09:15:00"] {
            let data = #"{"candles":[["2026-03-20T\#(hour)+0530",1500,1504.5,1499,1503,15230,0]]}"#
            let (sent, end, _) = try Kit.carryOut(
                .candles(Sample.infy, .day, from: day, through: day),
                [Kit.success(data)]
            )
            #expect(sent.first?.url.contains("/408065/day?") == true)
            guard case .done(.candles(let candles)) = end else { Issue.record("\(end)"); return }
            #expect(candles.map(\.start) == [day.at(TimeOfDay(0, 0))])
        }
    }

    @Test func `an impossible candle is counted, one that cannot be read ends the read`() throws {
        let day = try #require(Day("2026-03-20"))
        func end(_ candle: String) throws -> (Kit.End, [String: Int]) {
            let (_, end, skipped) = try Kit.carryOut(
                .candles(Sample.infy, .day, from: day, through: day),
                [Kit.success(#"{"candles":[\#(candle)]}"#)]
            )
            return (end, skipped)
        }
        let odd = try end(#"["2026-03-20T00:00:00+0530",1500,1400,1499,1503,1]"#)
        #expect(odd.0 == .done(.candles([])) && odd.1.count == 1)
        for bad in [
            "null", "[]", "{}", #"["2026-03-20",1,1,1,1,1]"#, #"["2026-03-20T00:00:00Z",1,1,1,1,1]"#,
            #"["2026-03-20T00:00:00+0530","1",1,1,1,1]"#, #"["2026-03-20T00:00:00+0530",1,1,1,1,-1]"#,
            #"["2026-03-20T00:00:00+0530",1e30,1,1,1,1]"#, #"["2026-03-20T00:00:00+0530",1,1,1,1]"#,
        ] {
            #expect(try end(bad).0.error?.recovery == .checkOrderBook, "\(bad)")
        }
    }

    /// Every read with a good body, for the mutations.
    private var bodies: [(Errand, [String])] {
        let day = Day(number: 20_532)
        return [
            (.probe, [#"{"user_id":"ZZ0001"}"#]), (.orderBook, ["[\(Self.order)]"]),
            (.orderHistory(BrokerOrderID("regular/17")), ["[\(Self.order)]"]),
            (.trades, ["[\(Self.trade)]", "[\(Self.order)]"]),
            (.positions, [#"{"net":[\#(Self.position)],"day":[]}"#]), (.holdings, ["[\(Self.holding)]"]),
            (.funds, [#"{"equity":{"net":291444.67}}"#]), (.quotes([Sample.infy]), [#"{"NSE:INFY":\#(Self.quote)}"#]),
            (.candles(Sample.infy, .minute, from: day, through: day), [Self.candles]),
        ]
    }

    @Test func `a body cut at any byte is an error, and every good one is none`() throws {
        for (errand, bodies) in bodies {
            let good = bodies.map(Kit.success)
            #expect(try Kit.carryOut(errand, good).end.error == nil, "\(errand)")
            for place in good.indices {
                let body = good[place].body
                for count in stride(from: 0, to: body.count, by: 3) {
                    var answers = good
                    answers[place].body = Array(body.prefix(count))
                    #expect(try Kit.carryOut(errand, answers).end.error?.recovery == .checkOrderBook)
                }
            }
        }
    }

    @Test func `a value of any wrong kind anywhere never ends the process`() throws {
        for (errand, bodies) in bodies {
            for place in bodies.indices {
                for mutant in try Mutant.all(of: try JSON(bodies[place])) {
                    let answers = bodies.indices.map { Kit.success($0 == place ? mutant : bodies[$0]) }
                    let end = try Kit.carryOut(errand, answers).end
                    #expect(end != .stuck)
                }
            }
        }
    }
}

/// Every document that differs from a good one in one value.
enum Mutant {
    private static let values: [JSON] = [
        .null, .bool(true), .number("-1"), .number("1e300"), .number("0.5"), .text(""), .text("x"), .array([]),
        .object([:]), .array([.array([.null])]),
    ]

    static func all(of value: JSON) throws -> [String] { variants(value).map(text) }

    private static func variants(_ value: JSON) -> [JSON] {
        var found = values
        switch value {
        case .array(let items):
            for (place, item) in items.enumerated() {
                for variant in variants(item) {
                    var copy = items
                    copy[place] = variant
                    found.append(.array(copy))
                }
            }
        case .object(let members):
            for (name, member) in members {
                for variant in variants(member) {
                    var copy = members
                    copy[name] = variant
                    found.append(.object(copy))
                }
                var without = members
                without[name] = nil
                found.append(.object(without))
            }
        case .null, .bool, .number, .text: break
        }
        return found
    }

    private static func text(_ value: JSON) -> String {
        switch value {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .number(let text): text
        case .text(let text): "\"\(text)\""
        case .array(let items): "[" + items.map(text).joined(separator: ",") + "]"
        case .object(let members): "{" + members.map { "\"\($0)\":\(text($1))" }.joined(separator: ",") + "}"
        }
    }
}
