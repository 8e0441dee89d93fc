import SaudaBroker
import SaudaCore
import SaudaService

/// Shows a request with everything that signs in left out.
struct HiddenSecrets {
    private let values: [String]

    init(_ credentials: Credentials, _ session: BrokerSession?) {
        let all = credentials.secrets.values.map { $0.reveal() } + (session?.secrets.values.map { $0.reveal() } ?? [])
        // The longest first: one may hold another.
        values = Set(all.filter { !$0.isEmpty }).sorted { ($0.count, $0) > ($1.count, $1) }
    }

    func shown(_ request: HTTPRequest) -> OrderReport.Request {
        OrderReport.Request(
            method: request.method.rawValue,
            url: hide(request.url),
            headers: request.headers.map { "\($0.name): \(hide($0.value))" },
            body: hide(String(decoding: request.body, as: UTF8.self))
        )
    }

    func hide(_ text: String) -> String { values.reduce(text) { $0.replacing($1, with: "<hidden>") } }
}

extension AccountLine {
    /// The first request of an errand, secrets hidden; nothing is sent.
    ///
    /// - Throws: what the adapter refuses it with.
    func dryRun(
        _ errand: Errand,
        _ sentence: String,
        _ listings: ListingTable = ListingTable()
    ) throws -> OrderReport {
        let session = sessionFile.read()
        let context = AdapterContext(credentials: credentials, session: session, listings: listings)
        var dialogue = adapter.dialogue(errand, in: context)
        var report = OrderReport(.dryRun, sentence, "")
        switch dialogue.next(.start, at: clock.now) {
        case .send(let request): report.request = HiddenSecrets(credentials, session).shown(request)
        case .failed(let error): throw error
        case .ask, .openBrowser, .wait, .done: throw wrongAnswer(to: sentence)
        }
        return report
    }
}
