import SaudaBroker
import SaudaCore
import Testing
import ZerodhaKiteAdapter

/// What refusals mean, protocol sections 1.4 to 1.6.
@Suite struct FailureTests {
    private let cancel = OrderCommand.cancel(BrokerOrderID("regular/17"), Sample.infy)

    private func error(_ response: HTTPResponse) -> BrokerError? {
        #expect(throws: BrokerError.self) { try Kit.kite.answer(response, to: cancel) }
    }

    static let rows: [(Int, String, String, Recovery)] = [
        (403, "TokenException", "Incorrect `api_key` or `access_token`.", .signInAgain),
        (403, "TokenException", "Token is invalid or has expired.", .signInAgain),
        (403, "PermissionException", "Insufficient permission for that call.", .stop),
        (
            403, "PermissionException", "No IPs configured for this app. Add allowed IPs on the developer console.",
            .stop
        ),
        (403, "PermissionException", "IP (203.0.113.7) is not allowed to place orders for this app.", .stop),
        // The same refusal under another type, as users saw it.
        (400, "InputException", "IP (203.0.113.7) is not allowed to place orders for this app.", .stop),
        (500, "GeneralException", "No IPs configured for this app.", .stop),
        (403, "UserException", "The account is blocked.", .stop),
        (403, "TwoFAException", "Wrong second factor.", .stop),
        (
            400, "OrderException", "Order cannot be modified as it is being processed. Try later.",
            .retry(after: .seconds(1))
        ),
        (500, "OrderException", "Could not place the order.", .checkOrderBook),
        (400, "InputException", "Missing api_key", .changeRequest),
        (
            400, "InputException", "The instrument you are placing an order for has either expired or does not exist.",
            .changeRequest
        ),
        (400, "InputException", "Market orders without market protection are not allowed via API.", .changeRequest),
        (400, "InputException", "Invalid `iceberg_quantity`.", .changeRequest),
        (
            400, "InputException",
            "The order quantity 1000 (40 lots) is higher than the maximum quantity of 900 (36 lots)", .changeRequest
        ),
        (
            400, "MarginException", "Insufficient funds. Required margin is 95417.84 but available margin is 74251.80.",
            .changeRequest
        ),
        (400, "HoldingException", "Not enough holdings.", .changeRequest),
        (428, "HoldingException", "10 quantity needs authorisation at depository.", .changeRequest),
        (428, "InputException", "10 quantity needs authorisation at depository.", .changeRequest),
        (429, "NetworkException", "Too many requests", .slowDown(after: .seconds(1))),
        (200, "NetworkException", "Too many requests", .slowDown(after: .seconds(1))),
        (429, "", "", .slowDown(after: .seconds(1))),
        (400, "OrderException", "Maximum allowed order requests exceeded", .slowDown(after: .seconds(60))),
        (503, "NetworkException", "The order system cannot be reached.", .checkOrderBook),
        (502, "DataException", "Bad answer from the order system.", .checkOrderBook),
        (504, "DataException", "Time-out.", .checkOrderBook),
        (500, "GeneralException", "Something went wrong.", .checkOrderBook),
        (400, "SomethingNewException", "?", .checkOrderBook),
        (404, "", "", .checkOrderBook),
    ]

    @Test("each row of the error table", arguments: rows)
    func row(status: Int, type: String, message: String, recovery: Recovery) {
        let error = error(Kit.refusal(status, type, message))
        #expect(error?.recovery == recovery)
        #expect(error?.broker == "zerodha-kite" && error?.nextStep.isEmpty == false)
        #expect(error?.summary.contains(type) == true)
    }

    @Test(
        "why an order was refused, where type or text say it",
        arguments: [
            (
                400, "MarginException",
                "Insufficient funds. Required margin is 95417.84 but available margin is 74251.80. Add funds.",
                Rejection.funds(need: Money(paise: 9_541_784), have: Money(paise: 7_425_180))
            ),
            (400, "HoldingException", "Not enough holdings.", .noHoldings),
            (400, "OrderException", "There are no holdings to sell.", .noHoldings),
            // The shares are there and only a consent is missing: nothing may conclude that they were sold.
            (428, "HoldingException", "10 quantity needs authorisation at depository.", .notPermitted),
            (403, "PermissionException", "Insufficient permission for that call.", .notPermitted),
            (400, "OrderException", "Tick size for this script is 0.05.", .offTick),
            (
                400, "OrderException", "High Price Range is 33.51, Low Price Range is 27.41.",
                .outsideBand(low: Price(paise: 2741), high: Price(paise: 3351))
            ),
            (400, "OrderException", "The markets are closed right now.", .marketClosed),
            (400, "InputException", "Invalid price.", .other(code: "InputException", text: "Invalid price.")),
            (
                400, "MarginException", "Insufficient funds.",
                .other(code: "MarginException", text: "Insufficient funds.")
            ),
        ] as [(Int, String, String, Rejection)]
    )
    func rejection(status: Int, type: String, message: String, rejection: Rejection) {
        #expect(error(Kit.refusal(status, type, message))?.rejection == rejection)
    }

    @Test func `a read that the key may not do stops no trading`() throws {
        let end = try Kit.carryOut(
            .quotes([Sample.infy]),
            [Kit.refusal(403, "PermissionException", "Insufficient permission for that call.")]
        ).end
        #expect(end.error?.recovery == .changeRequest)
    }

    @Test func `a time to wait is obeyed within an hour`() {
        func wait(_ text: String) -> Recovery? {
            error(
                Kit.json(
                    #"{"status":"error","message":"Too many requests","error_type":"NetworkException"}"#,
                    status: 429,
                    headers: [HTTPHeader("retry-after", text)]
                )
            )?.recovery
        }
        #expect(wait("7") == .slowDown(after: .seconds(7)))
        #expect(wait("99999999999999") == .slowDown(after: .seconds(3600)))
        #expect(wait("soon") == .slowDown(after: .seconds(1)))
        #expect(wait("-4") == .slowDown(after: .seconds(1)))
    }

    @Test(
        "what is no answer of the API may have happened",
        arguments: [
            (200, "<html><body>Welcome</body></html>"), (502, "<html><title>502</title></html>"), (200, ""), (504, ""),
            (200, "null"), (200, "[]"), (200, "{}"), (200, #"{"status":"succ"#), (200, #"{"status":"ok","data":{}}"#),
            (500, #"{"status":"success","data":{"order_id":"17"}}"#), (200, #"{"status":1,"data":{"order_id":"17"}}"#),
            (200, #"{"status":"error"}"#), (302, "moved"),
        ]
    )
    func garbage(status: Int, body: String) {
        let error = error(HTTPResponse(status: status, body: Array(body.utf8)))
        #expect(error?.recovery == .checkOrderBook)
    }

    @Test func `a type is believed under any status, and a good status needs its word`() {
        let body = #"{"status":"success","data":{"order_id":"17"},"error_type":"TokenException","message":"x"}"#
        #expect(error(Kit.json(body))?.recovery == .signInAgain)
    }

    @Test func `no secret gets into an error`() throws {
        var context = try Kit.context()
        context.session = nil
        let error = #expect(throws: BrokerError.self) { try Kit.kite.feed(in: context) }
        #expect(error?.description.contains("demoapi") == false)
        let plan = try Kit.kite.feed(in: Kit.context())
        #expect(!"\(plan.address)".contains("demoaccesstoken"))
    }

    @Test(
        "a refused handshake",
        arguments: [
            (403, Recovery.signInAgain), (400, .signInAgain), (429, .slowDown(after: .seconds(60))),
            (502, .retry(after: .zero)),
        ]
    )
    func handshake(status: Int, recovery: Recovery) {
        #expect(Kit.kite.recovery(from: HTTPResponse(status: status)).recovery == recovery)
    }
}
