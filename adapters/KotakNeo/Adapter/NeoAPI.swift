import SaudaBroker
import SaudaCore

/// Writes the requests of a session: address, headers, encoding (protocol sections 1.3 and 1.4).
struct NeoAPI: Sendable {
    typealias Fields = [(name: String, value: String)]

    let context: AdapterContext
    let endpoints: Endpoints

    init(_ endpoints: Endpoints = Endpoints(), _ context: AdapterContext) {
        self.endpoints = endpoints
        self.context = context
    }

    // MARK: - Calls about the account

    /// A form of one field, `jData`, that holds JSON whose values are all texts.
    func post(
        _ path: String,
        _ fields: Fields,
        endpoint: EndpointClass = .account
    ) throws(BrokerError) -> HTTPRequest {
        let json = JSONBody.members(fields.map { (name: $0.name, value: .text($0.value)) }).text
        return HTTPRequest(
            .post,
            try base() + path,
            headers: try headers() + [HTTPHeader("Content-Type", "application/x-www-form-urlencoded")],
            body: Array("jData=\(PercentEncoding.text(json))".utf8),
            endpoint: endpoint
        )
    }

    func get(_ path: String, endpoint: EndpointClass = .account) throws(BrokerError) -> HTTPRequest {
        // No `sId` behind it: a stray one gives 404.
        HTTPRequest(.get, try base() + path, headers: try headers(), endpoint: endpoint)
    }

    /// All of them with every call: the broker's documents and its client differ in which are needed.
    private func headers() throws(BrokerError) -> [HTTPHeader] {
        try keyed() + [
            HTTPHeader("Auth", try secret("token")), HTTPHeader("Sid", try secret("sid")),
            HTTPHeader("neo-fin-key", "neotradeapi"),
        ]
    }

    // MARK: - Calls about the market

    /// The app's key alone, without the session's tokens.
    func data(_ path: String, endpoint: EndpointClass) throws(BrokerError) -> HTTPRequest {
        HTTPRequest(.get, try base() + path, headers: try keyed(), endpoint: endpoint)
    }

    private func keyed() throws(BrokerError) -> [HTTPHeader] {
        let key = try context.credentials.require("access-token", broker: KotakNeo.id)
        return [HTTPHeader("accept", "application/json"), HTTPHeader("Authorization", key.reveal())]
    }

    /// Where a file of the instrument list is; nil for an address that is not the broker's.
    func file(_ url: String) -> String? {
        guard let origin = endpoints.urls["files"] else { return Trust(endpoints).page(url) }
        // A practice server's list may name the public place.
        return url.firstRange(of: "://").map { origin + url[$0.upperBound...].drop { $0 != "/" } }
    }

    // MARK: - Sockets

    var feedURL: String {
        endpoints.urls["feed"] ?? address("feed-url") ?? "wss://sfeed.kotaksecurities.com/apifeed"
    }

    var hsmURL: String { endpoints["hsm", default: "wss://mlhsm.kotaksecurities.com"] }

    func ordersURL() throws(BrokerError) -> String {
        if let url = endpoints.urls["orders"] ?? address("order-url") { return url }
        guard let url = Trust(endpoints).socket(try base() + "/realtime") else {
            throw .kotak("the session has no address for the order feed", "Sign in.", .signInAgain)
        }
        return url
    }

    // MARK: - Parts

    /// The address that the sign-in handed out for the day.
    private func base() throws(BrokerError) -> String {
        if let api = endpoints.urls["api"] { return api }
        return try secret("base-url")
    }

    private func address(_ name: String) -> String? { context.session?.secrets[name]?.reveal() }

    func secret(_ name: String) throws(BrokerError) -> String {
        guard let secret = context.session?.secrets[name], !secret.isEmpty else {
            throw .kotak("there is no session", "Sign in.", .signInAgain)
        }
        return secret.reveal()
    }

    /// Who is signed in.
    func client() throws(BrokerError) -> String {
        let user = context.session?.user ?? context.credentials.user
        guard !user.isEmpty else {
            throw .kotak("the account has no user", "Give the account's user, which is the client code (UCC).", .stop)
        }
        return user
    }
}
