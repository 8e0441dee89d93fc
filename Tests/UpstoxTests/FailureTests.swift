import SaudaBroker
import SaudaCore
import Testing
import UpstoxAdapter

/// What refusals mean, section 1.4.
@Suite struct FailureTests {
    private static let place = OrderCommand.place(Kit.order(Kit.limit), tag: "SD1")
    private static let cancel = OrderCommand.cancel(BrokerOrderID("261127000000001"), Sample.share)

    private func error(_ response: HTTPResponse, to command: OrderCommand = Self.place) -> BrokerError? {
        #expect(throws: BrokerError.self) { try Kit.upstox.answer(response, to: command) }
    }

    @Test(
        "a code means the same whatever the words",
        arguments: [
            (401, "UDAPI100050", .signInAgain), (401, "UDAPI100016", .stop), (403, "UDAPI100067", .stop),
            (401, "UDAPI100073", .stop), (403, "UDAPI1154", .stop), (400, "UDAPI1156", .stop),
            (429, "UDAPI10005", .slowDown(after: .seconds(2))), (423, "UDAPI100074", .changeRequest),
            (400, "UDAPI1158", .changeRequest), (400, "UDAPI1161", .changeRequest),
            (400, "UDAPI100039", .changeRequest),
            (400, "UDAPI1052", .changeRequest), (400, "UDAPI1119", .changeRequest),
            (400, "UDAPI100011", .changeRequest),
            (400, "UDAPI100010", .checkOrderBook), (400, "UDAPI100040", .checkOrderBook),
            (400, "UDAPI100041", .checkOrderBook), (500, "UDAPI100500", .checkOrderBook),
            (400, "UDAPI100500", .checkOrderBook), (400, "UDAPI999999", .checkOrderBook), (400, "", .checkOrderBook),
            (400, "DH-905", .checkOrderBook), (401, "", .signInAgain),
        ] as [(Int, String, Recovery)]
    )
    func code(status: Int, code: String, recovery: Recovery) {
        for words in ["x", "", "Too many requests; token invalid"] {
            let error = error(Kit.refusal(status, code, words))
            #expect(error?.recovery == recovery, "\(words)")
            #expect(error?.nextStep.isEmpty == false)
            #expect(error?.broker == "upstox")
        }
    }

    @Test func `a 5xx with a code of the request may have happened all the same, a dead token not`() {
        #expect(error(Kit.refusal(500, "UDAPI1052"))?.recovery == .checkOrderBook)
        #expect(error(Kit.refusal(503, "UDAPI1154"))?.recovery == .checkOrderBook)
        #expect(error(Kit.refusal(500, "UDAPI100050"))?.recovery == .signInAgain)
    }

    @Test func `429 is too many whatever stands in it`() {
        for response in [HTTPResponse(status: 429), Kit.json("{}", status: 429), Kit.refusal(429, "UDAPI100099")] {
            #expect(error(response)?.recovery == .slowDown(after: .seconds(2)))
        }
    }

    @Test func `keys of the old form are read where the new are missing`() {
        let body = #"{"status":"error","errors":[{"errorCode":"UDAPI1052","message":"The quantity cannot be zero"}]}"#
        let error = error(Kit.json(body, status: 400))
        #expect(error?.recovery == .changeRequest)
        #expect(error?.rejection == .other(code: "UDAPI1052", text: "The quantity cannot be zero"))
        #expect(error?.summary == "The quantity cannot be zero (400 UDAPI1052)")
    }

    @Test func `outside service hours an order is refused as when the market is closed`() {
        #expect(error(Kit.refusal(423, "UDAPI100074"))?.rejection == .marketClosed)
    }

    @Test func `an address that is not registered stops, and says what to do`() {
        let error = error(Kit.refusal(403, "UDAPI1154", "blocked"))
        #expect(error?.rejection == .notPermitted)
        #expect(error?.nextStep.contains("Register") == true)
    }

    @Test(
        "what is no answer of the API may have happened",
        arguments: ["", "<html>1010</html>", "null", "7", "{", #"{"status":"success","status":"error"}"#, "{}", "[]"]
    )
    func noAnswer(body: String) {
        for status in [200, 403, 404, 502] {
            for command in [Self.place, Self.cancel] {
                #expect(error(Kit.json(body, status: status), to: command)?.recovery == .checkOrderBook, "\(status)")
            }
        }
    }

    @Test(
        "a refused handshake is told by its status",
        arguments: [
            (401, .signInAgain), (403, .slowDown(after: .seconds(60))), (429, .slowDown(after: .seconds(60))),
            (302, .stop), (500, .retry(after: .zero)),
        ] as [(Int, Recovery)]
    )
    func handshake(status: Int, recovery: Recovery) {
        #expect(Kit.upstox.recovery(from: HTTPResponse(status: status)).recovery == recovery)
    }
}
