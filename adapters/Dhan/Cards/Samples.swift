import DhanAdapter
import SaudaBroker
import SaudaCore
import SaudaTestKit

/// The samples for the cards, from sections 1 to 4 and 6 of the protocol.
enum Samples {
    static let dhan = Dhan()
    static let bank = InstrumentID(index: 3)
    static let nifty = InstrumentID(index: 7)
    static let option = InstrumentID(index: 9)
    /// 2026-06-10 09:49:57 IST, the last trade of every frame.
    static let traded = Timestamp(microseconds: 1_781_065_197_000_000)
    static let now = traded.advanced(by: .seconds(1))

    static func subject() throws -> CardSubject {
        CardSubject(dhan, in: try context(), samples: samples, share: bank, price: Price(paise: 164_205), now: now)
    }

    private static func context() throws -> AdapterContext {
        try .signedIn(
            "1100000001",
            ["pin": "482913", "totp-secret": "JBSWY3DPEHPK3PXP"],
            token: website,
            at: now,
            zip(listings, [bank, nifty, option]).map { (listing: $0, id: $1) }
        )
    }

    /// Made on the broker's website: such a token alone can be renewed.
    private static let website = PracticeToken.text(
        "HS512",
        ["exp": 1_781_150_000, "dhanClientId": "1100000001", "tokenConsumerType": "SELF"],
        key: [1]
    )

    /// What the list of `Bodies` holds.
    private static let listings = [
        Listing(
            Instrument(symbol: "HDFCBANK", token: 1333, tick: Price(paise: 5)),
            feedKey: "NSE_EQ:1333:EQUITY",
            orderKey: "NSE_EQ:1333"
        ),
        Listing(
            Instrument(symbol: "NIFTY", series: "", segment: .nseIndex, kind: .index, token: 13),
            feedKey: "IDX_I:13:INDEX",
            orderKey: "IDX_I:13"
        ),
        Listing(
            Instrument(
                symbol: "NIFTY-29Sep2026-29150-CE",
                series: "",
                segment: .nseDerivatives,
                // 2026-09-29.
                kind: .option(expiry: Day(number: 20_725), strike: Price(rupees: 29_150), isCall: true),
                token: 35_084,
                tick: Price(paise: 5),
                lot: Quantity(65),
                freeze: Quantity(1756)
            ),
            feedKey: "NSE_FNO:35084:OPTIDX",
            orderKey: "NSE_FNO:35084"
        ),
    ]

    private static let samples = CardSamples(
        signIn: CardSamples.SignIn(
            person: [],
            answers: [Bodies.answer(Bodies.issued)],
            refusal: Bodies.answer(#"{"status":"error","message":"Invalid TOTP"}"#, 400)
        ),
        neededSecrets: ["pin", "totp-secret"],
        reads: reads + ownReads,
        accepted: (
            Bodies.answer(#"{"orderId":"752502167405","orderStatus":"TRANSIT"}"#), BrokerOrderID("752502167405")
        ),
        refusals: refusals,
        handshakes: [
            CardSamples.Refusal(HTTPResponse(status: 401), .signInAgain),
            CardSamples.Refusal(HTTPResponse(status: 429), .slowDown(after: .seconds(60))),
            CardSamples.Refusal(HTTPResponse(status: 502), .retry(after: .zero)),
        ],
        deadSession: Bodies.refusal(
            401,
            "DH-901",
            "Client ID or user generated access token is invalid or expired."
        ),
        tooMany: Bodies.refusal(429, "DH-904", "Too many requests on server from single user."),
        clashingList: Bodies.list(
            Bodies.rows + ["NSE,E,1333,INE000000000,EQUITY,,OTHER,OTHER LTD,Other,ES,EQ,1.0,,,,5.0000,0\n"]
        ),
        unknownStatus: Bodies.answer("[\(Bodies.order.replacing("PENDING", with: "SOMETHING NEW"))]"),
        emptyBook: Bodies.answer("[]"),
        wanted: [bank, nifty, option],
        frames: [
            CardSamples.Frame(Bodies.full, [tick(option, 15_230)]),
            CardSamples.Frame(Bodies.index, [tick(nifty, 2_335_590)]),
            CardSamples.Frame(Bodies.ticker, [tick(bank, 164_205)]),
            CardSamples.Frame(Bodies.quotePacket, [tick(bank, 164_205)]),
            // Packets of one kind and of several are joined in a message.
            CardSamples.Frame(Bodies.quotePacket + Bodies.full, [tick(bank, 164_205), tick(option, 15_230)]),
        ],
        orderMessages: [CardSamples.OrderMessage(.text(Bodies.message), [messageRow])],
        changes: [
            CardSamples.Read(
                .convert(PositionConversion(bank, .buy, Quantity(3), from: .intraday, to: .delivery)),
                [Bodies.answer(#"{"status":"success"}"#, 202)],
                .done
            )
        ] + ownChanges,
        golden: String(decoding: PackageResources.requests_golden, as: UTF8.self)
    )

    private static func tick(_ id: InstrumentID, _ paise: Int64) -> Tick {
        Tick(instrument: id, price: Price(paise: paise), exchangeTime: traded, source: .socket)
    }

    private static let row = OrderRow(
        id: BrokerOrderID("752502167405"),
        tag: "sauda1",
        instrument: bank,
        symbol: "HDFCBANK",
        side: .buy,
        product: .delivery,
        terms: OrderTerms(kind: .limit, quantity: Quantity(100), limit: Price(paise: 164_205)),
        status: .open,
        filled: Quantity(40),
        value: Money(rupees: 65_680),
        updated: traded
    )

    /// Messages name the instrument as people know it.
    private static let messageRow = {
        var told = Self.row
        told.symbol = "HDFC Bank"
        return told
    }()

    private static let reads: [CardSamples.Read] = {
        let answer = { (body: String) in [Bodies.answer(body)] }
        let candle = Candle(
            start: now.day.at(TimeOfDay(9, 15)),
            open: Price(rupees: 1500),
            high: Price(paise: 150_450),
            low: Price(rupees: 1499),
            close: Price(rupees: 1503),
            volume: Quantity(15_230)
        )
        let trade = TradeRow(
            id: "10000123",
            order: row.id,
            instrument: bank,
            symbol: "HDFCBANK",
            side: .buy,
            product: .delivery,
            quantity: Quantity(40),
            price: Price(rupees: 1642),
            time: traded
        )
        let position = PositionRow(
            instrument: option,
            symbol: "NIFTY-Sep2026-29150-CE",
            product: .carryForward,
            quantity: Quantity(-130),
            average: Price(paise: 15_230)
        )
        let day = DayQuote(
            instrument: bank,
            last: Price(paise: 164_205),
            open: Price(rupees: 1635),
            high: Price(paise: 164_890),
            low: Price(paise: 163_025),
            close: Price(paise: 163_140)
        )
        let quotes = #"{"data":{"NSE_EQ":{"1333":\#(Bodies.quote)}},"status":"success"}"#
        return [
            CardSamples.Read(.probe, answer(Bodies.profile), .alive),
            CardSamples.Read(
                .instruments,
                [Bodies.list(Bodies.rows)],
                .instruments(InstrumentList(listings)),
                skipped: 1
            ),
            CardSamples.Read(.orderBook, answer("[\(Bodies.order)]"), .orders([row])),
            // Documented as an object, recorded as an array (trap T6).
            CardSamples.Read(.orderHistory(row.id), answer(Bodies.order), .orders([row])),
            CardSamples.Read(.orderHistory(row.id), answer("[\(Bodies.order)]"), .orders([row])),
            CardSamples.Read(.trades, answer("[\(Bodies.trade)]"), .trades([trade])),
            CardSamples.Read(.positions, answer("[\(Bodies.position)]"), .positions([position])),
            CardSamples.Read(
                .holdings,
                answer("[\(Bodies.holding)]"),
                .holdings([HoldingRow(instrument: bank, quantity: Quantity(13), average: Price(rupees: 1400))])
            ),
            CardSamples.Read(.funds, answer(Bodies.funds), .funds(available: Money(paise: 29_144_467))),
            CardSamples.Read(
                .quotes([bank]),
                answer(quotes),
                .quotes([Tick(instrument: bank, price: Price(paise: 164_205), exchangeTime: traded, source: .rest)])
            ),
            CardSamples.Read(.dayQuotes([bank]), answer(quotes), .dayQuotes([day])),
            CardSamples.Read(
                .margins([planned]),
                answer(Bodies.margin),
                .margins([margin])
            ),
            CardSamples.Read(
                .candles(bank, .minute, from: now.day, through: now.day),
                answer(Bodies.candles),
                .candles([candle])
            ),
        ]
    }()

    static let planned = PlannedOrder(bank, .buy, .intraday, row.terms)
    static let margin = OrderMargin(
        instrument: bank,
        total: Money(paise: 328_410),
        valueAtRisk: Money(paise: 328_410)
    )

    /// Of the tables in section 1.7.
    private static let refusals = [
        CardSamples.Refusal(Bodies.refusal(401, "DH-901", "expired"), .signInAgain),
        CardSamples.Refusal(Bodies.refusal(400, "DH-906", "Invalid Token"), .signInAgain),
        CardSamples.Refusal(Bodies.refusal(403, "DH-902", "No access."), .stop, .notPermitted),
        CardSamples.Refusal(Bodies.refusal(400, "DH-903", "Segment inactive."), .stop, .notPermitted),
        CardSamples.Refusal(Bodies.refusal(400, "DH-905", "Invalid IP"), .stop, .notPermitted),
        CardSamples.Refusal(Bodies.refusal(400, "DH-911", "Invalid IP"), .stop, .notPermitted),
        CardSamples.Refusal(
            Bodies.refusal(400, "DH-906", "Market is Closed! Want to place an offline order?"),
            .changeRequest,
            .marketClosed
        ),
        CardSamples.Refusal(
            Bodies.refusal(400, "DH-905", "Missing required fields"),
            .changeRequest,
            .other(code: "DH-905", text: "Missing required fields")
        ),
        CardSamples.Refusal(
            Bodies.refusal(429, "DH-904", "Too many requests on server from single user."),
            .slowDown(after: .seconds(1))
        ),
        CardSamples.Refusal(Bodies.refusal(500, "DH-908", "Internal Server Error"), .checkOrderBook),
        CardSamples.Refusal(Bodies.refusal(400, "DH-999", "?"), .checkOrderBook),
        // The other shapes: of data calls, of the server in front, of the layer behind.
        CardSamples.Refusal(Bodies.answer(#"{"status":"failed","data":{"807":"expired"}}"#, 401), .signInAgain),
        CardSamples.Refusal(
            Bodies.answer(#"{"timestamp":1781065198000,"status":404,"error":"Not Found","path":"/v2/x"}"#, 404),
            .changeRequest
        ),
        CardSamples.Refusal(
            Bodies.answer(
                #"{"errorCode":"NONE","httpStatus":"BAD_REQUEST","internalErrorCode":"RS-9005","internalErrorMessage":"Transactions Fails"}"#,
                400
            ),
            .changeRequest
        ),
    ]
}
