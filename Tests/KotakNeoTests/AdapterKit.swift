import KotakNeoAdapter
import SaudaBroker
import SaudaCore
import Testing

/// The adapter with an account and the instruments of `Sample`.
enum Kit {
    static let neo = KotakNeo()
    static let now = Sample.now
    static let base = "https://e21.kotaksecurities.com"

    static let session = BrokerSession(
        user: "ABC12",
        secrets: ["token": "tradetoken", "sid": "tradesid", "base-url": base].mapValues { Secret($0) },
        issued: now,
        expires: nil
    )

    static func context(
        _ secrets: [String: String] = [:],
        session: BrokerSession? = Self.session,
        listings: ListingTable? = nil
    ) throws -> AdapterContext {
        let all = ["access-token": "accesstoken01"].merging(secrets) { $1 }
        let credentials = Credentials(user: "ABC12", secrets: all.mapValues { Secret($0) })
        let table = if let listings { listings } else { try Sample.listings() }
        return AdapterContext(credentials: credentials, session: session, listings: table)
    }

    static func json(_ body: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, headers: [HTTPHeader("Content-Type", "application/json")], body: Array(body.utf8))
    }

    static let noRows = json(#"{"stat":"Not_Ok","errMsg":"No Data","stCode":5203}"#)

    /// What an errand sends and what it makes of the answers, one for each request.
    static func carryOut(
        _ errand: Errand,
        _ answers: [HTTPResponse],
        of adapter: KotakNeo = neo,
        in context: AdapterContext? = nil,
        at now: Timestamp = Self.now
    ) throws -> (sent: [HTTPRequest], end: End, skipped: [String: Int]) {
        let context = if let context { context } else { try Self.context() }
        var dialogue = adapter.dialogue(errand, in: context)
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
        var result: ErrandResult? { if case .done(let result) = self { result } else { nil } }
    }
}

extension HTTPRequest {
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// Behind the session's address.
    var path: String { url.hasPrefix(Kit.base) ? String(url.dropFirst(Kit.base.count)) : url }

    /// The form's one field, as JSON.
    var data: JSON? {
        guard let plain = FormFields(String(decoding: body, as: UTF8.self))["jData"] else { return nil }
        return try? JSON(plain)
    }
}
