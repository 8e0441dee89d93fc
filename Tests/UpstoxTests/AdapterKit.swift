import SaudaBroker
import SaudaCore
import Testing
import UpstoxAdapter

/// The adapter with an account, a share, an index and an option.
enum Kit {
    static let upstox = Upstox()
    static let now = Sample.now

    static let session = BrokerSession(
        user: "AB1234",
        secrets: ["access-token": Secret("demo.access.token")],
        issued: now,
        expires: nil
    )

    static func context(_ secrets: [String: String] = [:], session: BrokerSession? = Self.session) throws
        -> AdapterContext
    {
        AdapterContext(
            credentials: Credentials(user: "AB1234", secrets: secrets.mapValues { Secret($0) }),
            session: session,
            listings: try Sample.listings()
        )
    }

    static func json(_ body: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, headers: [HTTPHeader("Content-Type", "application/json")], body: Array(body.utf8))
    }

    /// Section 1.3.
    static func success(_ data: String) -> HTTPResponse { json(#"{"status":"success","data":\#(data)}"#) }

    static func refusal(_ status: Int, _ code: String, _ text: String = "x") -> HTTPResponse {
        json(
            #"{"status":"error","errors":[{"errorCode":"\#(code)","message":"\#(text)","propertyPath":null,"invalidValue":null,"error_code":"\#(code)","property_path":null,"invalid_value":null}]}"#,
            status: status
        )
    }

    static func order(
        _ terms: OrderTerms,
        _ side: Side = .buy,
        _ product: Product = .delivery,
        of instrument: InstrumentID = Sample.share,
        variety: OrderRequest.Variety = .regular
    ) -> OrderRequest {
        OrderRequest(
            id: OrderID(number: 1),
            account: AccountID(index: 0),
            instrument: instrument,
            side: side,
            product: product,
            variety: variety,
            terms: terms,
            strategy: StrategyID(index: 0),
            reason: "test"
        )
    }

    static let limit = OrderTerms(kind: .limit, quantity: Quantity(10), limit: Price(paise: 5265))

    /// What an errand sends and what it makes of the answers, one for each request.
    static func carryOut(
        _ errand: Errand,
        _ answers: [HTTPResponse],
        person: [DialogueInput] = [],
        in context: AdapterContext? = nil,
        at now: Timestamp = Self.now
    ) throws -> (sent: [HTTPRequest], end: End, skipped: [String: Int], asked: [Secret]) {
        let context = if let context { context } else { try Self.context() }
        var dialogue = upstox.dialogue(errand, in: context)
        var sent: [HTTPRequest] = []
        var asked: [Secret] = []
        var answers = answers[...]
        var person = person[...]
        var input = DialogueInput.start
        while true {
            switch dialogue.next(input, at: now) {
            case .send(let request):
                sent.append(request)
                let answer = answers.popFirst()
                input = .response(try #require(answer, "an answer for \(request)"))
            case .openBrowser(let url):
                asked.append(url)
                let answer = person.popFirst()
                input = try #require(answer, "a person's answer")
            case .done(let result): return (sent, .done(result), dialogue.skipped, asked)
            case .failed(let error): return (sent, .failed(error), dialogue.skipped, asked)
            case .ask, .wait: return (sent, .stuck, dialogue.skipped, asked)
            }
        }
    }

    enum End: Hashable {
        case done(ErrandResult)
        case failed(BrokerError)
        case stuck

        var error: BrokerError? { if case .failed(let error) = self { error } else { nil } }
        var result: ErrandResult? { if case .done(let result) = self { result } else { nil } }
        var orders: [OrderRow]? { if case .done(.orders(let rows)) = self { rows } else { nil } }
    }
}

extension HTTPRequest {
    var text: String { String(decoding: body, as: UTF8.self) }

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
