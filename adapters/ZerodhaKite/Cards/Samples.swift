import SaudaBroker
import SaudaCore
import SaudaTestKit
import ZerodhaKiteAdapter

/// The samples for the cards, from the protocol's sections 1.4, 2.1, 3.4 to 3.13, 4 and appendices A and B.
enum Samples {
    private static let kite = ZerodhaKite()
    static let infy = InstrumentID(index: 3)
    static let nifty = InstrumentID(index: 7)
    static let future = InstrumentID(index: 9)
    /// 2026-03-20 09:15:01 IST, a second after the exchange time of the frames.
    static let now = Timestamp(microseconds: 1_773_978_301_000_000)

    static func subject() throws -> CardSubject {
        CardSubject(
            kite,
            in: try context(),
            samples: try samples(),
            share: infy,
            price: Price(paise: 151_230),
            now: now
        )
    }

    private static func context() throws -> AdapterContext {
        var context = try AdapterContext.signedIn(
            "ZZ0001",
            ["api-key": "demoapikey000001", "api-secret": "demoapisecret0000000000000000001"],
            token: "demoaccesstoken",
            at: now,
            zip(shares, [infy, nifty, future]).map { (listing: $0, id: $1) }
        )
        context.session?.secrets["refresh-token"] = Secret("demorefreshtoken")
        return context
    }

    /// What the list below holds.
    private static let shares = [
        Listing(
            Instrument(symbol: "INFY", token: 1594, tick: Price(paise: 5)),
            feedKey: "408065",
            orderKey: "NSE:INFY"
        ),
        Listing(
            Instrument(symbol: "NIFTY 50", series: "", segment: .nseIndex, kind: .index, token: 1001),
            feedKey: "256265",
            orderKey: "NSE:NIFTY 50"
        ),
        Listing(
            Instrument(
                symbol: "DEMO26MARFUT",
                series: "",
                segment: .nseDerivatives,
                kind: .future(expiry: Day(number: 20_538)),
                token: 54_321,
                tick: Price(paise: 5),
                lot: Quantity(75)
            ),
            feedKey: "13906178",
            orderKey: "NFO:DEMO26MARFUT"
        ),
    ]

    private static let header =
        "instrument_token,exchange_token,tradingsymbol,name,last_price,expiry,strike,tick_size,lot_size,instrument_type,segment,exchange\r\n"
    private static let rows = [
        "408065,1594,INFY,INFOSYS,0.0,,0.0,0.05,1,EQ,NSE,NSE\r\n",
        "256265,1001,NIFTY 50,NIFTY 50,0,,0,0,0,EQ,INDICES,NSE\r\n",
        // Metals are not traded here: left out and counted.
        "115016711,449284,GOLD26APRFUT,GOLD,0,2026-04-03,0,1,1,FUT,MCX-FUT,MCX\r\n",
    ]

    private static func list(_ rows: [String]) -> HTTPResponse {
        HTTPResponse(
            status: 200,
            headers: [HTTPHeader("Content-Type", "text/csv")],
            body: Array((header + rows.joined()).utf8)
        )
    }

    private static func samples() throws -> CardSamples {
        CardSamples(
            signIn: CardSamples.SignIn(
                person: [
                    .redirect(
                        Secret(
                            "https://example.com/?action=login&type=login&status=success&request_token=demorequesttoken0123456789abcdef"
                        )
                    )
                ],
                answers: [Bodies.success(Bodies.session)],
                refusal: Bodies.refusal(403, "TokenException", "Token is invalid or has expired.")
            ),
            neededSecrets: ["api-key", "api-secret"],
            reads: reads + ownReads,
            accepted: (
                Bodies.success(#"{"order_id":"2035000000000000017"}"#),
                BrokerOrderID("regular/2035000000000000017")
            ),
            refusals: refusals,
            handshakes: [
                CardSamples.Refusal(HTTPResponse(status: 403), .signInAgain),
                CardSamples.Refusal(HTTPResponse(status: 429), .slowDown(after: .seconds(60))),
                CardSamples.Refusal(HTTPResponse(status: 502), .retry(after: .zero)),
            ],
            deadSession: Bodies.refusal(403, "TokenException", "Incorrect `api_key` or `access_token`."),
            tooMany: Bodies.refusal(429, "NetworkException", "Too many requests"),
            clashingList: list(rows + ["408065,1595,OTHER,OTHER,0.0,,0.0,0.05,1,EQ,NSE,NSE\r\n"]),
            unknownStatus: Bodies.success("[\(Bodies.order.replacing("OPEN", with: "SOMETHING NEW"))]"),
            emptyBook: Bodies.success("[]"),
            wanted: [infy, nifty],
            frames: frames,
            orderMessages: [
                CardSamples.OrderMessage(.text(#"{"type":"order","data":\#(Bodies.order)}"#), [row])
            ],
            changes: changes,
            signedOut: Bodies.success("true"),
            golden: String(decoding: PackageResources.requests_golden, as: UTF8.self)
        )
    }

    static let row = OrderRow(
        id: BrokerOrderID("regular/2035000000000000017"),
        tag: "sauda1",
        instrument: infy,
        symbol: "NSE:INFY",
        side: .buy,
        product: .delivery,
        terms: OrderTerms(kind: .limit, quantity: Quantity(100), limit: Price(paise: 151_230)),
        status: .open,
        filled: Quantity(40),
        value: Money(paise: 6_049_200),
        updated: Timestamp(microseconds: 1_773_978_667_000_000)
    )

    static let gtt = GTT(
        infy,
        [
            GTT.Leg(
                trigger: Price(rupees: 1400),
                side: .buy,
                product: .delivery,
                quantity: Quantity(10),
                limit: Price(rupees: 1401)
            )
        ],
        last: Price(paise: 151_235)
    )

    /// Sections 3.7 and 3.8.
    private static let changes: [CardSamples.Read] = {
        let number = Bodies.success(#"{"trigger_id":456}"#)
        let conversion = PositionConversion(infy, .buy, Quantity(3), from: .intraday, to: .delivery)
        return [
            CardSamples.Read(.convert(conversion), [Bodies.success("true")], .done),
            CardSamples.Read(.placeGTT(gtt), [number], .gtt(GTTID("456"))),
            CardSamples.Read(.changeGTT(GTTID("456"), gtt), [number], .gtt(GTTID("456"))),
            CardSamples.Read(.deleteGTT(GTTID("456")), [number], .done),
        ]
    }()

    private static let reads: [CardSamples.Read] = {
        let minute = Day(number: 20_532).at(TimeOfDay(9, 15))
        let candle = Candle(
            start: minute,
            open: Price(rupees: 1500),
            high: Price(paise: 150_450),
            low: Price(rupees: 1499),
            close: Price(rupees: 1503),
            volume: Quantity(15_230)
        )
        let trade = TradeRow(
            id: "10000123",
            order: row.id,
            instrument: infy,
            symbol: "NSE:INFY",
            side: .buy,
            product: .delivery,
            quantity: Quantity(40),
            price: Price(paise: 151_230),
            time: Timestamp(microseconds: 1_773_978_667_000_000)
        )
        let position = PositionRow(
            instrument: future,
            symbol: "NFO:DEMO26MARFUT",
            product: .carryForward,
            quantity: Quantity(-2),
            average: Price(raw: 1_010_001)
        )
        let holding = HoldingRow(instrument: infy, quantity: Quantity(13), average: Price(rupees: 1400))
        let tick = Tick(
            instrument: infy,
            price: Price(paise: 151_235),
            exchangeTime: Timestamp(microseconds: 1_773_978_300_000_000),
            source: .rest
        )
        let book = Bodies.success("[\(Bodies.order)]")
        return [
            CardSamples.Read(.probe, [Bodies.success(#"{"user_id":"ZZ0001"}"#)], .alive),
            CardSamples.Read(
                .instruments,
                [list(rows)],
                .instruments(InstrumentList(Array(shares.prefix(2)))),
                skipped: 1
            ),
            CardSamples.Read(.orderBook, [book], .orders([row])),
            CardSamples.Read(.orderHistory(row.id), [book], .orders([row])),
            CardSamples.Read(.trades, [Bodies.success("[\(Bodies.trade)]"), book], .trades([trade])),
            CardSamples.Read(
                .positions,
                [Bodies.success(#"{"net":[\#(Bodies.position)],"day":[]}"#)],
                .positions([position])
            ),
            CardSamples.Read(.holdings, [Bodies.success("[\(Bodies.holding)]")], .holdings([holding])),
            CardSamples.Read(
                .funds,
                [Bodies.success(#"{"equity":{"enabled":true,"net":291444.67000000004},"commodity":{"net":5}}"#)],
                .funds(available: Money(paise: 29_144_467))
            ),
            CardSamples.Read(
                .quotes([infy]),
                [Bodies.success(#"{"NSE:INFY":\#(Bodies.quote)}"#)],
                .quotes([tick])
            ),
            CardSamples.Read(
                .dayQuotes([infy]),
                [Bodies.success(#"{"NSE:INFY":\#(Bodies.quote)}"#)],
                .dayQuotes([
                    DayQuote(
                        instrument: infy,
                        last: Price(paise: 151_235),
                        open: Price(rupees: 1500),
                        high: Price(rupees: 1515),
                        low: Price(paise: 149_875),
                        close: Price(paise: 150_510)
                    )
                ])
            ),
            CardSamples.Read(
                .candles(infy, .minute, from: minute.day, through: minute.day),
                [Bodies.success(Bodies.candles)],
                .candles([candle])
            ),
        ]
    }()

    /// Of the table in section 1.4.
    private static let refusals = [
        CardSamples.Refusal(
            Bodies.refusal(403, "TokenException", "Token is invalid or has expired."),
            .signInAgain
        ),
        CardSamples.Refusal(
            Bodies.refusal(403, "PermissionException", "Insufficient permission for that call."),
            .stop,
            .notPermitted
        ),
        CardSamples.Refusal(
            Bodies.refusal(
                403,
                "PermissionException",
                "IP (203.0.113.7) is not allowed to place orders for this app."
            ),
            .stop
        ),
        CardSamples.Refusal(
            Bodies.refusal(
                400,
                "MarginException",
                "Insufficient funds. Required margin is 95417.84 but available margin is 74251.80."
            ),
            .changeRequest,
            .funds(need: Money(paise: 9_541_784), have: Money(paise: 7_425_180))
        ),
        CardSamples.Refusal(
            Bodies.refusal(400, "HoldingException", "Not enough holdings."),
            .changeRequest,
            .noHoldings
        ),
        CardSamples.Refusal(
            Bodies.refusal(429, "NetworkException", "Too many requests"),
            .slowDown(after: .seconds(1))
        ),
        CardSamples.Refusal(
            Bodies.refusal(503, "NetworkException", "The order system cannot be reached."),
            .checkOrderBook
        ),
        CardSamples.Refusal(Bodies.refusal(400, "SomethingNewException", "?"), .checkOrderBook),
    ]

    /// Appendix A: a full packet, an index, a price alone, and three packets in one frame.
    private static let frames: [CardSamples.Frame] = {
        let time = Timestamp(microseconds: 1_773_978_300_000_000)
        func tick(_ id: InstrumentID, _ paise: Int64, _ time: Timestamp) -> Tick {
            Tick(instrument: id, price: Price(paise: paise), exchangeTime: time, source: .socket)
        }
        return [
            CardSamples.Frame(Bodies.full, [tick(infy, 151_235, time)]),
            CardSamples.Frame(Bodies.index, [tick(nifty, 2_451_235, time)]),
            CardSamples.Frame(Bodies.ltp, [tick(infy, 151_235, now)]),
            // Neither packet has a time of its own, so both are stamped on arrival.
            CardSamples.Frame(Bodies.three, [tick(infy, 151_235, now), tick(nifty, 2_451_235, now)]),
        ]
    }()
}
