import SaudaBroker
import SaudaCore
import SaudaTestKit
import UpstoxAdapter

/// The samples for the cards, from sections 1 to 9 and 13 of the broker's document; all of them made up.
enum Samples {
    static let share = InstrumentID(index: 3)
    static let nifty = InstrumentID(index: 7)
    static let option = InstrumentID(index: 9)
    /// 2026-11-27 10:15:01 IST, the last trade of every frame.
    static let traded = Timestamp(microseconds: 1_795_754_701_000_000)
    static let now = traded.advanced(by: .seconds(1))

    static func subject() throws -> CardSubject {
        CardSubject(Upstox(), in: try context(), samples: samples, share: share, price: Price(paise: 5265), now: now)
    }

    private static func context() throws -> AdapterContext {
        try .signedIn(
            "AB1234",
            ["api-key": "demoappkey", "api-secret": "demosecret", "redirect-uri": "http://127.0.0.1:8765/"],
            token: "demo.access.token",
            at: now,
            zip(listings, [share, nifty, option]).map { (listing: $0, id: $1) }
        )
    }

    static let samples = CardSamples(
        signIn: CardSamples.SignIn(
            person: [.redirect(Secret("http://127.0.0.1:8765/?code=aB3-x_9&state=s1"))],
            answers: [Bodies.answer(Bodies.token)],
            refusal: Bodies.refusal(401, "UDAPI100016", "Invalid Auth code")
        ),
        neededSecrets: ["api-key", "api-secret", "redirect-uri"],
        reads: reads + moneyReads,
        accepted: (
            Bodies.answer(#"{"status":"success","data":{"order_ids":["261127000000001"]},"metadata":{"latency":30}}"#),
            order.id
        ),
        refusals: refusals,
        handshakes: [
            CardSamples.Refusal(HTTPResponse(status: 401), .signInAgain),
            CardSamples.Refusal(HTTPResponse(status: 403), .slowDown(after: .seconds(60))),
            CardSamples.Refusal(HTTPResponse(status: 429), .slowDown(after: .seconds(60))),
            CardSamples.Refusal(HTTPResponse(status: 302), .stop),
            CardSamples.Refusal(HTTPResponse(status: 502), .retry(after: .zero)),
        ],
        handedOut: Bodies.success(Bodies.place),
        deadSession: Bodies.refusal(401, "UDAPI100050", "Invalid token used to access API"),
        tooMany: Bodies.refusal(429, "UDAPI10005", "Too Many Request Sent"),
        clashingList: Bodies.list([Bodies.fund, Bodies.fund.replacing("SAMPLEGOLD", with: "OTHERGOLD")]),
        unknownStatus: Bodies.success("[\(Bodies.order.replacing("\"open\"", with: "\"frozen\""))]"),
        emptyBook: Bodies.success("[]"),
        wanted: [share, nifty, option],
        frames: [
            CardSamples.Frame(Bodies.full, [tick(share, 5270)]),
            CardSamples.Frame(Bodies.index, [tick(nifty, 2_501_255)]),
            CardSamples.Frame(Bodies.firstLevel, [tick(option, 12_100)]),
            // A snapshot, which has no type on the wire (trap T20).
            CardSamples.Frame(Bodies.last, [tick(share, 5270)]),
            CardSamples.Frame(Bodies.several, [tick(share, 5270), tick(nifty, 2_501_255), tick(option, 12_100)]),
        ],
        orderMessages: [CardSamples.OrderMessage(.text(Bodies.message), [told])],
        changes: [
            CardSamples.Read(
                .convert(PositionConversion(share, .buy, Quantity(5), from: .intraday, to: .delivery)),
                [Bodies.success(#"{"status":"complete"}"#)],
                .done
            )
        ],
        signedOut: Bodies.success("true"),
        golden: String(decoding: PackageResources.requests_golden, as: UTF8.self)
    )

    private static func tick(_ id: InstrumentID, _ paise: Int64) -> Tick {
        Tick(instrument: id, price: Price(paise: paise), exchangeTime: traded, source: .socket)
    }

    static let order = OrderRow(
        id: BrokerOrderID("261127000000001"),
        tag: "SD1",
        instrument: share,
        symbol: "SAMPLE",
        side: .buy,
        product: .delivery,
        terms: OrderTerms(kind: .limit, quantity: Quantity(10), limit: Price(paise: 5265)),
        status: .open,
        filled: Quantity(5),
        value: Money(rupees: 263),
        updated: traded,
        variety: .regular
    )

    /// The stream writes the symbol with its series (trap T23).
    private static let told = {
        var told = order
        told.symbol = "SAMPLE-EQ"
        return told
    }()

    /// Of the table in section 1.4.
    private static let refusals = [
        refusal(401, "UDAPI100050", "Invalid token used to access API", .signInAgain),
        refusal(401, "UDAPI100016", "Invalid Credentials", .stop),
        refusal(403, "UDAPI100067", "This token may only read", .stop),
        refusal(403, "UDAPI1154", "Access to this API is blocked: the static IP does not match", .stop, .notPermitted),
        refusal(400, "UDAPI1156", "The algo name is invalid", .stop, .notPermitted),
        refusal(
            423,
            "UDAPI100074",
            "The API is accessible from 5:30 AM to 12:00 AM IST only",
            .changeRequest,
            .marketClosed
        ),
        refusal(
            400,
            "UDAPI1158",
            "Market orders are not allowed.",
            .changeRequest,
            .other(code: "UDAPI1158", text: "Market orders are not allowed.")
        ),
        refusal(400, "UDAPI1161", "MCX orders are temporarily disabled", .changeRequest),
        refusal(400, "UDAPI1052", "The quantity cannot be zero", .changeRequest),
        refusal(429, "UDAPI10005", "Too Many Request Sent", .slowDown(after: .seconds(2))),
        refusal(400, "UDAPI100010", "Order not found", .checkOrderBook),
        refusal(400, "UDAPI100040", "Cancel of the order is not allowed", .checkOrderBook),
        refusal(500, "UDAPI100500", "Something went wrong... please contact us", .checkOrderBook),
        refusal(400, "UDAPI999999", "Something that nobody knows", .checkOrderBook),
        // Without the newer keys.
        CardSamples.Refusal(
            Bodies.answer(
                #"{"status":"error","errors":[{"errorCode":"UDAPI1052","message":"The quantity is 0"}]}"#,
                400
            ),
            .changeRequest,
            .other(code: "UDAPI1052", text: "The quantity is 0")
        ),
    ]

    private static func refusal(
        _ status: Int,
        _ code: String,
        _ text: String,
        _ recovery: Recovery,
        _ rejection: Rejection? = nil
    ) -> CardSamples.Refusal {
        CardSamples.Refusal(Bodies.refusal(status, code, text), recovery, rejection)
    }
}
