import SaudaBroker
import SaudaCore
import Testing
import ZerodhaKiteAdapter

/// The adapter with an account and two shares, an index and a future.
enum Kit {
    static let kite = ZerodhaKite()
    static let mm = InstrumentID(index: 8)
    static let future = InstrumentID(index: 9)
    static let now = Sample.now

    static let credentials = Credentials(
        user: "ZZ0001",
        secrets: [
            "api-key": Secret("demoapikey000001"), "api-secret": Secret("demoapisecret0000000000000000001"),
        ]
    )

    static let session = BrokerSession(
        user: "ZZ0001",
        secrets: ["access-token": Secret("demoaccesstoken")],
        issued: now,
        expires: nil
    )

    static func context(session: BrokerSession? = Self.session) throws -> AdapterContext {
        var listings = try Sample.listings()
        let mahindra = Instrument(symbol: "M&M", tick: Price(paise: 5))
        try listings.add(Listing(mahindra, feedKey: "519937", orderKey: "NSE:M&M"), as: mm)
        let contract = Instrument(
            symbol: "DEMO26MARFUT",
            series: "",
            segment: .nseDerivatives,
            kind: .future(expiry: try #require(Day("2026-03-26"))),
            tick: Price(paise: 5),
            lot: Quantity(75)
        )
        try listings.add(Listing(contract, feedKey: "13906178", orderKey: "NFO:DEMO26MARFUT"), as: future)
        return AdapterContext(credentials: credentials, session: session, listings: listings)
    }

    static func json(_ body: String, status: Int = 200, headers: [HTTPHeader] = []) -> HTTPResponse {
        HTTPResponse(
            status: status,
            headers: [HTTPHeader("Content-Type", "application/json")] + headers,
            body: Array(body.utf8)
        )
    }

    static func success(_ data: String) -> HTTPResponse { json(#"{"status":"success","data":\#(data)}"#) }

    static func refusal(_ status: Int, _ type: String, _ message: String) -> HTTPResponse {
        json(#"{"status":"error","message":"\#(message)","error_type":"\#(type)","data":null}"#, status: status)
    }

    /// What an errand sends and what it makes of the answers, one for each request.
    static func carryOut(
        _ errand: Errand,
        _ answers: [HTTPResponse],
        in context: AdapterContext? = nil
    ) throws -> (sent: [HTTPRequest], end: End, skipped: [String: Int]) {
        let context = if let context { context } else { try Self.context() }
        var dialogue = kite.dialogue(errand, in: context)
        var sent: [HTTPRequest] = []
        var answers = answers[...]
        var input = DialogueInput.start
        while true {
            switch dialogue.next(input, at: now) {
            case .send(let request):
                sent.append(request)
                let answer = answers.popFirst()
                input = .response(try #require(answer, "an answer for \(request)"))
            case .done(let result): return (sent, .done(result), dialogue.skipped)
            case .failed(let error): return (sent, .failed(error), dialogue.skipped)
            case .ask, .openBrowser, .wait: return (sent, .stuck, dialogue.skipped)
            }
        }
    }

    enum End: Hashable {
        case done(ErrandResult)
        case failed(BrokerError)
        case stuck

        var error: BrokerError? { if case .failed(let error) = self { error } else { nil } }
    }
}

extension HTTPRequest {
    /// As it goes over the wire, without the lines that every transport adds.
    var wire: String {
        ([method.rawValue + " " + url] + headers.map { "\($0.name): \($0.value)" } + [
            "", String(decoding: body, as: UTF8.self),
        ])
        .joined(separator: "\n")
    }
}
