import SaudaBroker
import SaudaCore

/// Writes requests: roots, headers, bodies (protocol sections 1.1 and 1.2).
struct DhanAPI: Sendable {
    typealias Fields = [(name: String, value: String)]
    typealias Members = [(name: String, value: JSONBody)]

    let context: AdapterContext
    private let endpoints: Endpoints

    init(_ endpoints: Endpoints, _ context: AdapterContext) {
        self.endpoints = endpoints
        self.context = context
    }

    // MARK: - With a session

    func get(_ path: String, endpoint: EndpointClass = .account) throws(BrokerError) -> HTTPRequest {
        HTTPRequest(.get, api + path, headers: try headers(), endpoint: endpoint)
    }

    func delete(_ path: String, endpoint: EndpointClass) throws(BrokerError) -> HTTPRequest {
        HTTPRequest(.delete, api + path, headers: try headers(), endpoint: endpoint)
    }

    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: Members,
        endpoint: EndpointClass
    ) throws(BrokerError) -> HTTPRequest {
        HTTPRequest(
            method,
            api + path,
            headers: try headers() + [HTTPHeader("Content-Type", "application/json")],
            body: Array(JSONBody.members(body).text.utf8),
            endpoint: endpoint
        )
    }

    /// A POST whose query says all; with a body it is refused.
    func post(_ path: String, _ query: Fields, endpoint: EndpointClass = .account) throws(BrokerError) -> HTTPRequest {
        HTTPRequest(.post, api + path + "?" + PercentEncoding.fields(query), headers: try headers(), endpoint: endpoint)
    }

    /// Who is signed in, by the session where there is one.
    func client() throws(BrokerError) -> String {
        let user = context.session?.user ?? context.credentials.user
        guard !user.isEmpty else {
            throw .dhan(
                "the account has no user",
                "Give the account's user, which is the client id at the broker.",
                .stop
            )
        }
        return user
    }

    func token() throws(BrokerError) -> String {
        guard let token = context.session?.secrets["access-token"], !token.isEmpty else {
            throw .dhan("there is no session", "Sign in.", .signInAgain)
        }
        return token.reveal()
    }

    private func headers() throws(BrokerError) -> [HTTPHeader] { Self.headers(try token(), try client()) }

    /// The client's id stands in all calls, though only quotes need it.
    private static func headers(_ token: String, _ client: String) -> [HTTPHeader] {
        [HTTPHeader("Accept", "application/json"), HTTPHeader("access-token", token), HTTPHeader("client-id", client)]
    }

    // MARK: - Without one

    /// The master of all segments; nobody is asked who he is.
    func master() -> HTTPRequest {
        let url = endpoints["instruments", default: "https://images.dhan.co/api-data/api-scrip-master-detailed.csv"]
        return HTTPRequest(.get, url, endpoint: .account)
    }

    /// Whether a token is alive and whose it is (section 1.5).
    func profile(_ token: Secret, of client: String) -> HTTPRequest {
        let headers = Self.headers(token.reveal(), client) + [HTTPHeader("dhanClientId", client)]
        return HTTPRequest(.get, api + "/profile", headers: headers, endpoint: .account)
    }

    /// A new token for a live one, which dies by it (section 1.4 E). A POST is refused.
    func renewal() throws(BrokerError) -> HTTPRequest {
        let headers = [
            HTTPHeader("Accept", "application/json"), HTTPHeader("access-token", try token()),
            HTTPHeader("dhanClientId", try client()),
        ]
        return HTTPRequest(.get, api + "/RenewToken", headers: headers, endpoint: .account)
    }

    /// Calls of the host that issues tokens.
    func auth(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ query: Fields,
        headers: [HTTPHeader] = []
    ) -> HTTPRequest {
        HTTPRequest(
            method,
            auth + path + "?" + PercentEncoding.fields(query),
            headers: [HTTPHeader("Accept", "application/json")] + headers,
            endpoint: .account
        )
    }

    func loginURL(_ consent: String) -> Secret {
        Secret(auth + "/login/consentApp-login?" + PercentEncoding.fields([("consentAppId", consent)]))
    }

    // MARK: - Sockets

    func feedURL() throws(BrokerError) -> String {
        let root = endpoints["feed", default: "wss://api-feed.dhan.co"]
        return root + "?" + PercentEncoding.fields([("version", "2")] + (try socketQuery()))
    }

    /// Without a version (section 3.7).
    func depthURL() throws(BrokerError) -> String {
        let root = endpoints["depth", default: "wss://depth-api-feed.dhan.co/twentydepth"]
        return root + "?" + PercentEncoding.fields(try socketQuery())
    }

    private func socketQuery() throws(BrokerError) -> Fields {
        [("token", try token()), ("clientId", try client()), ("authType", "2")]
    }

    var ordersURL: String { endpoints["orders", default: "wss://api-order-update.dhan.co"] }

    private var api: String { endpoints["api", default: "https://api.dhan.co/v2"] }
    private var auth: String { endpoints["auth", default: "https://auth.dhan.co"] }
}
