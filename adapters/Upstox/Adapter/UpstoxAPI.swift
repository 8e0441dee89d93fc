import SaudaBroker
import SaudaCore

/// Writes requests: roots, headers, bodies (protocol sections 1.1 and 1.2).
struct UpstoxAPI: Sendable {
    typealias Fields = [(name: String, value: String)]
    typealias Members = [(name: String, value: JSONBody)]

    let context: AdapterContext
    private let endpoints: Endpoints

    init(_ endpoints: Endpoints, _ context: AdapterContext) {
        self.endpoints = endpoints
        self.context = context
    }

    // MARK: - With a session

    func get(
        _ path: String,
        _ query: Fields = [],
        endpoint: EndpointClass = .account
    ) throws(BrokerError) -> HTTPRequest {
        let tail = query.isEmpty ? "" : "?" + PercentEncoding.fields(query)
        return HTTPRequest(.get, api + path + tail, headers: Self.headers(try token()), endpoint: endpoint)
    }

    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: Members,
        endpoint: EndpointClass = .account
    ) throws(BrokerError) -> HTTPRequest {
        Self.write(method, api + path, body, Self.headers(try token()), endpoint)
    }

    func delete(_ path: String) throws(BrokerError) -> HTTPRequest {
        HTTPRequest(.delete, api + path, headers: Self.headers(try token()), endpoint: .account)
    }

    // MARK: - Orders, on a host of their own

    /// - Parameter algorithm: the registered name, for strategies that have one.
    func order(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: Members,
        algorithm: String? = nil
    ) throws(BrokerError) -> HTTPRequest {
        let name = algorithm.map { [HTTPHeader("X-Algo-Name", $0)] } ?? []
        return Self.write(method, orders + path, body, Self.headers(try token()) + name, .order)
    }

    func deleteOrder(_ path: String, _ query: Fields) throws(BrokerError) -> HTTPRequest {
        let url = orders + path + "?" + PercentEncoding.fields(query)
        return HTTPRequest(.delete, url, headers: Self.headers(try token()), endpoint: .order)
    }

    // MARK: - Without a session

    /// Whether a token is alive and whose it is (section 2.4).
    func profile(_ token: Secret) -> HTTPRequest {
        HTTPRequest(.get, api + "/v2/user/profile", headers: Self.headers(token.reveal()), endpoint: .account)
    }

    func loginURL(key: Secret, redirect: Secret) -> Secret {
        let query = [("response_type", "code"), ("client_id", key.reveal()), ("redirect_uri", redirect.reveal())]
        return Secret(api + "/v2/login/authorization/dialog?" + PercentEncoding.fields(query))
    }

    func exchange(_ code: String, key: Secret, secret: Secret, redirect: Secret) -> HTTPRequest {
        let form = [
            ("code", code), ("client_id", key.reveal()), ("client_secret", secret.reveal()),
            ("redirect_uri", redirect.reveal()), ("grant_type", "authorization_code"),
        ]
        return HTTPRequest(
            .post,
            api + "/v2/login/authorization/token",
            headers: [
                HTTPHeader("Accept", "application/json"),
                HTTPHeader("Content-Type", "application/x-www-form-urlencoded"),
            ],
            body: Array(PercentEncoding.fields(form).utf8),
            endpoint: .account
        )
    }

    /// A public file of one exchange (section 3).
    func instruments(of exchange: String) -> HTTPRequest {
        let root = endpoints[
            "instruments",
            default: "https://assets.upstox.com/market-quote/instruments/exchange"
        ]
        return HTTPRequest(.get, "\(root)/\(exchange).json.gz", endpoint: .account)
    }

    // MARK: - Sockets

    func feed() throws(BrokerError) -> StreamAddress {
        handedOut(by: try get("/v3/feed/market-data-feed/authorize"))
    }

    func updates() throws(BrokerError) -> StreamAddress {
        handedOut(by: try get("/v2/feed/portfolio-stream-feed/authorize", [("update_types", "order")]))
    }

    private func handedOut(by question: HTTPRequest) -> StreamAddress {
        let own = endpoints.urls["sockets"]
        return .handedOut(by: question) { response throws(BrokerError) in try SocketPlace.request(response, at: own) }
    }

    // MARK: - Parts

    private var api: String { endpoints["api", default: "https://api.upstox.com"] }
    private var orders: String { endpoints["orders", default: "https://api-hft.upstox.com"] }

    /// Who is signed in.
    func user() throws(BrokerError) -> String {
        guard let user = context.session?.user, !user.isEmpty else {
            throw .upstox("there is no session", "Sign in.", .signInAgain)
        }
        return user
    }

    func token() throws(BrokerError) -> String {
        guard let token = context.session?.secrets["access-token"], !token.isEmpty else {
            throw .upstox("there is no session", "Sign in.", .signInAgain)
        }
        return token.reveal()
    }

    private static func headers(_ token: String) -> [HTTPHeader] {
        [HTTPHeader("Accept", "application/json"), HTTPHeader("Authorization", "Bearer \(token)")]
    }

    private static func write(
        _ method: HTTPRequest.Method,
        _ url: String,
        _ body: Members,
        _ headers: [HTTPHeader],
        _ endpoint: EndpointClass
    ) -> HTTPRequest {
        HTTPRequest(
            method,
            url,
            headers: headers + [HTTPHeader("Content-Type", "application/json")],
            body: Array(JSONBody.members(body).text.utf8),
            endpoint: endpoint
        )
    }
}
