import DhanAdapter
import SaudaBroker
import SaudaCore
import Testing

/// The six shapes of errors and what they mean, protocol sections 1.6 and 1.7.
@Suite struct FailureTests {
    private func error(_ response: HTTPResponse, read: Bool = false) throws -> BrokerError {
        if read { return try #require(try Kit.carryOut(.orderBook, [response]).end.error) }
        let terms = OrderTerms(kind: .limit, quantity: Quantity(10), limit: Price(paise: 164_205))
        do throws(BrokerError) {
            _ = try Kit.dhan.answer(response, to: .place(Kit.order(terms), tag: "SD1"))
        } catch {
            return error
        }
        throw Missing()
    }

    private struct Missing: Error {}

    @Test(
        "each code of the tables has its recovery",
        arguments: [
            (401, "DH-901", "expired", .signInAgain), (403, "DH-902", "no access", .stop),
            (400, "DH-903", "segment", .stop), (429, "DH-904", "too many", .slowDown(after: .seconds(1))),
            (400, "DH-905", "Missing required fields", .changeRequest), (400, "DH-905", "Invalid IP", .stop),
            (400, "DH-906", "Invalid Token", .signInAgain), (400, "DH-906", "Trigger Price", .changeRequest),
            (400, "DH-907", "no data", .changeRequest), (500, "DH-908", "internal", .checkOrderBook),
            (502, "DH-909", "network", .checkOrderBook), (400, "DH-910", "others", .changeRequest),
            (400, "DH-911", "address", .stop), (500, "DH-906", "behind", .checkOrderBook),
            (400, "DH-999", "new", .checkOrderBook),
        ] as [(Int, String, String, Recovery)]
    )
    func trading(status: Int, code: String, text: String, recovery: Recovery) throws {
        let error = try error(Kit.refusal(status, code, text))
        #expect(error.recovery == recovery && error.summary.contains(code))
        #expect(!error.nextStep.isEmpty && error.broker == "dhan")
    }

    @Test(
        "data errors have the code as a key",
        arguments: [
            ("800", .checkOrderBook), ("804", .changeRequest), ("805", .slowDown(after: .seconds(2))),
            ("806", .changeRequest), ("807", .signInAgain), ("808", .signInAgain), ("809", .signInAgain),
            ("810", .stop), ("811", .changeRequest), ("813", .changeRequest), ("814", .changeRequest),
        ] as [(String, Recovery)]
    )
    func data(code: String, recovery: Recovery) throws {
        for body in [
            #"{"data":{"\#(code)":"words"},"status":"failed"}"#, #"{"Data":{"\#(code)":"words"},"status":"failure"}"#,
        ] {
            let end = try Kit.carryOut(.quotes([Sample.bank]), [Kit.json(body, status: 400)]).end
            #expect(end.error?.recovery == recovery, "\(code)")
        }
    }

    @Test func `an account without data may trade on, one without trading may not`() throws {
        let refusal = Kit.refusal(403, "DH-902", "not subscribed")
        #expect(try error(refusal).recovery == .stop)
        #expect(try error(refusal, read: true).recovery == .changeRequest)
    }

    @Test func `a code may be a number, and the other shapes are known`() throws {
        let number = Kit.json(#"{"errorType":"Order_Error","errorCode":901,"errorMessage":"x"}"#, status: 401)
        #expect(try error(number).recovery == .signInAgain)
        let path = Kit.json(
            #"{"timestamp":1737794954581,"status":404,"error":"Not Found","path":"/v2/x"}"#,
            status: 404
        )
        #expect(try error(path).recovery == .changeRequest)
        let behind = Kit.json(
            #"{"errorCode":"NONE","httpStatus":"BAD_REQUEST","internalErrorCode":"RS-9005","internalErrorMessage":"Transactions Fails"}"#,
            status: 400
        )
        #expect(try error(behind).recovery == .changeRequest)
        let plain = Kit.json(#"{"status":"ERROR","message":"no"}"#)
        #expect(try error(plain).recovery == .checkOrderBook)
    }

    @Test func `a closed market is told as such`() throws {
        let text = "Market is Closed! You cannot modify/cancel an order now."
        #expect(try error(Kit.refusal(400, "DH-906", text)).rejection == .marketClosed)
        #expect(
            try error(Kit.refusal(400, "DH-906", "Something")).rejection == .other(code: "DH-906", text: "Something")
        )
    }

    @Test("what is no answer may have happened", arguments: [200, 400, 500, 502, 504])
    func pages(status: Int) throws {
        for body in ["", "<html></html>", "\"text\"", "{"] {
            #expect(try error(Kit.json(body, status: status)).recovery == .checkOrderBook)
        }
    }

    @Test(.enabled(if: Shared.wants("fixtures/dhan/recorded-http/error-bodies.json")))
    func `every recorded error is no answer`() throws {
        let records = try #require(try JSON(Shared.bytes("fixtures/dhan/recorded-http/error-bodies.json")).items)
        var recoveries: [Recovery] = []
        for record in records {
            let status = try #require(record["response"]["status"].integer)
            let body = try #require(record["response"]["body_text"].text)
            recoveries.append(try error(Kit.json(body, status: Int(status))).recovery)
        }
        #expect(
            recoveries == [
                .signInAgain, .changeRequest, .changeRequest, .changeRequest, .checkOrderBook, .changeRequest,
                .signInAgain, .changeRequest,
            ]
        )
    }

    @Test func `a refused handshake has its wait`() {
        #expect(Kit.dhan.recovery(from: HTTPResponse(status: 429)).recovery == .slowDown(after: .seconds(60)))
        #expect(Kit.dhan.recovery(from: HTTPResponse(status: 401)).recovery == .signInAgain)
        #expect(Kit.dhan.recovery(from: HTTPResponse(status: 502)).recovery == .retry(after: .zero))
    }
}
