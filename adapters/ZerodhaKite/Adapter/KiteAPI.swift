import SaudaBroker
import SaudaCore

/// Writes requests: roots, headers, encodings (protocol sections 1.1 and 4.1).
struct KiteAPI: Sendable {
    typealias Fields = [(name: String, value: String)]

    let context: AdapterContext
    private let endpoints: Endpoints

    init(_ endpoints: Endpoints, _ context: AdapterContext) {
        self.endpoints = endpoints
        self.context = context
    }

    func get(
        _ path: String,
        _ query: Fields = [],
        endpoint: EndpointClass = .other
    ) throws(BrokerError) -> HTTPRequest {
        HTTPRequest(.get, url(path, query), headers: try headers(), endpoint: endpoint)
    }

    func delete(
        _ path: String,
        _ query: Fields = [],
        endpoint: EndpointClass
    ) throws(BrokerError) -> HTTPRequest {
        HTTPRequest(.delete, url(path, query), headers: try headers(), endpoint: endpoint)
    }

    /// The three calls that take a JSON array.
    func post(_ path: String, _ query: Fields = [], json: JSONBody) throws(BrokerError) -> HTTPRequest {
        HTTPRequest(
            .post,
            url(path, query),
            headers: try headers() + [HTTPHeader("Content-Type", "application/json")],
            body: Array(json.text.utf8),
            endpoint: .other
        )
    }

    /// Ends the session; its token goes into the query (section 2.3).
    func endSession() throws(BrokerError) -> HTTPRequest {
        let query = [("api_key", try key()), ("access_token", try token())]
        return try delete("/session/token", query, endpoint: .other)
    }

    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ form: Fields,
        endpoint: EndpointClass
    ) throws(BrokerError) -> HTTPRequest {
        HTTPRequest(
            method,
            url(path),
            headers: try headers() + [Self.formHeader],
            body: Array(PercentEncoding.fields(form).utf8),
            endpoint: endpoint
        )
    }

    /// The one kind of call without a session.
    func sendUnsigned(_ path: String, _ form: Fields) -> HTTPRequest {
        HTTPRequest(
            .post,
            url(path),
            headers: [Self.versionHeader, Self.formHeader],
            body: Array(PercentEncoding.fields(form).utf8),
            endpoint: .other
        )
    }

    /// The instrument list asks for no session (section 3.13).
    func getUnsigned(_ path: String) -> HTTPRequest {
        HTTPRequest(.get, url(path), headers: [Self.versionHeader], endpoint: .other)
    }

    func loginURL() throws(BrokerError) -> Secret {
        let root = endpoints["login", default: "https://kite.zerodha.com/connect/login"]
        return Secret(root + "?" + PercentEncoding.fields([("v", "3"), ("api_key", try key())]))
    }

    func tickerURL() throws(BrokerError) -> String {
        let root = endpoints["ticker", default: "wss://ws.kite.trade"]
        return root + "?" + PercentEncoding.fields([("api_key", try key()), ("access_token", try token())])
    }

    func key() throws(BrokerError) -> String {
        try context.credentials.require("api-key", broker: ZerodhaKite.id).reveal()
    }

    func secret() throws(BrokerError) -> String {
        try context.credentials.require("api-secret", broker: ZerodhaKite.id).reveal()
    }

    private func token() throws(BrokerError) -> String {
        guard let token = context.session?.secrets["access-token"], !token.isEmpty else {
            throw .kite("there is no session", "Sign in.", .signInAgain)
        }
        return token.reveal()
    }

    private static let versionHeader = HTTPHeader("X-Kite-Version", "3")
    private static let formHeader = HTTPHeader("Content-Type", "application/x-www-form-urlencoded")

    private func headers() throws(BrokerError) -> [HTTPHeader] {
        [Self.versionHeader, HTTPHeader("Authorization", "token \(try key()):\(try token())")]
    }

    private func url(_ path: String, _ query: Fields = []) -> String {
        endpoints["api", default: "https://api.kite.trade"] + path
            + (query.isEmpty ? "" : "?" + PercentEncoding.fields(query))
    }
}
