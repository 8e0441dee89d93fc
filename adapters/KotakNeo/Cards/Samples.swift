import KotakNeoAdapter
import SaudaBroker
import SaudaCore
import SaudaTestKit

/// The samples for the cards, from sections 1 to 3, 6, 8 and 9 of the protocol.
enum Samples {
    static let neo = KotakNeo()
    static let reliance = InstrumentID(index: 3)
    static let nifty = InstrumentID(index: 7)
    static let future = InstrumentID(index: 9)
    /// 2026-09-10 09:00:00 IST, the last trade of every frame.
    static let traded = Timestamp(microseconds: 1_789_011_000_000_000)
    static let now = traded.advanced(by: .seconds(2))

    static func subject() throws -> CardSubject {
        CardSubject(neo, in: try context(), samples: samples, share: reliance, price: Price(rupees: 1410), now: now)
    }

    private static func context() throws -> AdapterContext {
        var context = try AdapterContext.signedIn(
            "ABC12",
            [
                "access-token": "demoaccesstoken00001", "mobile-number": "+919876543210", "mpin": "482913",
                "totp-secret": "JBSWY3DPEHPK3PXP",
            ],
            token: "",
            at: now,
            zip(listings, [reliance, nifty, future]).map { (listing: $0, id: $1) }
        )
        context.session?.secrets = [
            "token": Secret("demo.trade.token"), "sid": Secret("demo-trade-sid"),
            "base-url": Secret("https://e21.kotaksecurities.com"),
        ]
        return context
    }

    /// What the lists of `Bodies` hold.
    private static let listings = [
        Listing(
            Instrument(symbol: "RELIANCE", token: 2885, tick: Price(paise: 10)),
            feedKey: "nse_cm|2885",
            orderKey: "nse_cm|RELIANCE-EQ"
        ),
        Listing(
            Instrument(symbol: "NIFTY", series: "", segment: .nseIndex, kind: .index, token: 26_000),
            feedKey: "nse_cm|Nifty 50",
            orderKey: "nse_cm|NIFTY"
        ),
        Listing(
            Instrument(
                symbol: "NIFTY26OCTFUT",
                series: "",
                segment: .nseDerivatives,
                // 2026-10-27.
                kind: .future(expiry: Day(number: 20_753)),
                token: 61_005,
                tick: Price(paise: 10),
                lot: Quantity(65),
                freeze: Quantity(1800)
            ),
            feedKey: "nse_fo|61005",
            orderKey: "nse_fo|NIFTY26OCTFUT"
        ),
    ]

    private static let samples = CardSamples(
        signIn: CardSamples.SignIn(
            person: [],
            answers: [Bodies.answer(Bodies.view), Bodies.answer(Bodies.trade)],
            refusal: Bodies.answer(#"{"status":"error","message":"Invalid MPIN.","errorCode":"401"}"#, 401)
        ),
        neededSecrets: ["access-token", "mobile-number", "mpin"],
        reads: reads,
        accepted: (
            Bodies.answer(#"{"stat":"Ok","nOrdNo":"260910000012345","stCode":200}"#), row.id
        ),
        refusals: refusals,
        handshakes: [
            CardSamples.Refusal(HTTPResponse(status: 401), .signInAgain),
            CardSamples.Refusal(HTTPResponse(status: 429), .slowDown(after: .seconds(60))),
            CardSamples.Refusal(HTTPResponse(status: 503), .retry(after: .zero)),
        ],
        deadSession: Bodies.answer(
            #"{"code":"900901","message":"Invalid Credentials","description":"Access failure"}"#,
            401
        ),
        tooMany: Bodies.answer(
            #"{"code":429,"error":"Rate limit exceeded","message":"too many request received"}"#,
            429
        ),
        clashingList: Bodies.list(
            Bodies.futures + [
                "61006,XX,nse_fo,NIFTY,NIFTY26NOVFUT,XX,10,65,1480084200,2,-1,1800\n",
                "61006,XX,nse_fo,BANKNIFTY,BANKNIFTY26OCTFUT,XX,10,30,1477578600,2,-1,600\n",
            ]
        ),
        unknownStatus: Bodies.rows(
            Bodies.order.replacing(#""ordSt":"open""#, with: #""ordSt":"something new""#)
        ),
        emptyBook: Bodies.refusal(5203, "No Data"),
        wanted: [reliance, nifty, future],
        welcome: [.text(Bodies.welcome)],
        frames: [
            CardSamples.Frame(Bodies.share, [tick(reliance, 141_030)]),
            CardSamples.Frame(Bodies.mini, [tick(reliance, 141_035)]),
            CardSamples.Frame(Bodies.index, [tick(nifty, 2_501_005)]),
            // Packets of one kind and of several are joined in a message.
            CardSamples.Frame(Bodies.index + Bodies.future, [tick(nifty, 2_501_005), tick(future, 2_501_000)]),
        ],
        orderMessages: [CardSamples.OrderMessage(.text(Bodies.message), [messageRow])],
        golden: String(decoding: PackageResources.requests_golden, as: UTF8.self)
    )

    private static func tick(_ id: InstrumentID, _ paise: Int64) -> Tick {
        Tick(instrument: id, price: Price(paise: paise), exchangeTime: traded, source: .socket)
    }

    private static let row = OrderRow(
        id: BrokerOrderID("260910000012345"),
        tag: "sauda1",
        instrument: reliance,
        symbol: "nse_cm|RELIANCE-EQ",
        side: .buy,
        product: .delivery,
        terms: OrderTerms(kind: .limit, quantity: Quantity(100), limit: Price(rupees: 1410)),
        status: .open,
        filled: Quantity(40),
        value: Money(rupees: 56_380),
        updated: traded,
        variety: .regular
    )

    /// Messages need not say whether an order came after the market.
    private static let messageRow = {
        var told = Self.row
        told.variety = nil
        return told
    }()

    private static let reads: [CardSamples.Read] = {
        let trade = TradeRow(
            id: "207983744",
            order: row.id,
            instrument: reliance,
            symbol: row.symbol,
            side: .buy,
            product: .delivery,
            quantity: Quantity(40),
            price: Price(paise: 140_950),
            time: traded
        )
        let position = PositionRow(
            instrument: future,
            symbol: "nse_fo|NIFTY26OCTFUT",
            product: .carryForward,
            quantity: Quantity(-130),
            average: Price(rupees: 25_010)
        )
        let last = Price(paise: 141_030)
        let day = DayQuote(
            instrument: reliance,
            last: last,
            open: Price(rupees: 1400),
            high: Price(paise: 141_250),
            low: Price(paise: 139_905),
            close: Price(paise: 139_820)
        )
        let candle = Candle(
            start: now.day.at(TimeOfDay(9, 15)),
            open: Price(rupees: 1500),
            high: Price(paise: 150_450),
            low: Price(rupees: 1499),
            close: Price(rupees: 1503),
            volume: Quantity(15_230)
        )
        return [
            CardSamples.Read(.probe, [Bodies.rows(Bodies.order)], .alive),
            CardSamples.Read(
                .instruments,
                [Bodies.paths, Bodies.shares, Bodies.list(Bodies.futures)],
                .instruments(InstrumentList(listings)),
                // Two segments that have no file, and a gold bond.
                skipped: 3
            ),
            CardSamples.Read(.orderBook, [Bodies.rows(Bodies.order)], .orders([row])),
            CardSamples.Read(.orderHistory(row.id), [Bodies.rows(Bodies.state)], .orders([row])),
            CardSamples.Read(.trades, [Bodies.rows(Bodies.fill)], .trades([trade])),
            CardSamples.Read(.positions, [Bodies.rows(Bodies.position)], .positions([position])),
            CardSamples.Read(
                .holdings,
                [Bodies.answer(#"{"data":[\#(Bodies.holding)]}"#)],
                .holdings([HoldingRow(instrument: reliance, quantity: Quantity(13), average: Price(rupees: 1400))])
            ),
            CardSamples.Read(
                .funds,
                [Bodies.answer(Bodies.limits)],
                .funds(available: Money(paise: 29_144_467))
            ),
            CardSamples.Read(
                .quotes([reliance]),
                [Bodies.answer(Bodies.quote)],
                .quotes([Tick(instrument: reliance, price: last, exchangeTime: traded, source: .rest)])
            ),
            CardSamples.Read(.dayQuotes([reliance]), [Bodies.answer(Bodies.quote)], .dayQuotes([day])),
            CardSamples.Read(
                .candles(reliance, .minute, from: now.day, through: now.day),
                [Bodies.answer(Bodies.candles)],
                .candles([candle])
            ),
            CardSamples.Read(
                .optionExpiries(nifty),
                [Bodies.answer(Bodies.expiries)],
                .optionExpiries(expiries)
            ),
            CardSamples.Read(
                .optionChain(nifty, expiry: expiries[0]),
                [Bodies.answer(Bodies.indexQuote), Bodies.answer(Bodies.chain)],
                .optionChain(chain)
            ),
            CardSamples.Read(
                .margins([PlannedOrder(reliance, .buy, .intraday, row.terms)]),
                [Bodies.answer(Bodies.margin)],
                .margins([OrderMargin(instrument: reliance, total: Money(paise: 328_410))])
            ),
        ]
    }()

    /// Of the tables in sections 2.1 and 2.2.
    private static let refusals = [
        CardSamples.Refusal(Bodies.refusal(100_008, "unauthorized"), .stop, .notPermitted),
        CardSamples.Refusal(Bodies.refusal(1037, "session ip doesnt match with reqest ip"), .stop, .notPermitted),
        CardSamples.Refusal(Bodies.refusal(1003, "session expired"), .signInAgain),
        CardSamples.Refusal(Bodies.refusal(100_022, "invalid session token"), .signInAgain),
        CardSamples.Refusal(Bodies.refusal(100_021, "invalid  access type"), .signInAgain),
        CardSamples.Refusal(
            Bodies.answer(
                #"{"stat":"Not_Ok","error":[{"code":"10020","message":"Authentication Failed"}],"tid":"s"}"#
            ),
            .signInAgain
        ),
        CardSamples.Refusal(Bodies.refusal(1017, "algo order not allowed"), .changeRequest, .notPermitted),
        CardSamples.Refusal(
            Bodies.answer(#"{"error":[{"code":"91400","message":"only for orders placed through the API"}]}"#),
            .changeRequest,
            .notPermitted
        ),
        CardSamples.Refusal(
            Bodies.answer(
                #"{"stCode":1021,"errMsg":"order is completed","stat":"please provide valid order number"}"#
            ),
            .changeRequest,
            .other(code: "1021", text: "order is completed")
        ),
        CardSamples.Refusal(
            Bodies.refusal(5204, "Cancel Order Response : Bad Input"),
            .changeRequest,
            .other(code: "5204", text: "Cancel Order Response : Bad Input")
        ),
        CardSamples.Refusal(
            Bodies.answer(#"{"stat":"Not_Ok","stMsg":"error from core","stCode":32}"#),
            .checkOrderBook
        ),
        CardSamples.Refusal(Bodies.refusal(1005, "internal error"), .checkOrderBook),
        CardSamples.Refusal(
            Bodies.answer(#"{"code":429,"error":"Rate limit exceeded","message":"too many request received"}"#, 429),
            .slowDown(after: .seconds(1))
        ),
        CardSamples.Refusal(
            Bodies.answer(#"{"error":[{"code":404,"message":"route is invalid"}]}"#, 404),
            .changeRequest
        ),
    ]
}
