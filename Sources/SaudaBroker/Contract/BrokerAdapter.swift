/// A broker's dialect as pure translations. An adapter does not talk: no socket, no clock, no state.
///
/// A `LinkMachine` does all the talking (pacing, retries, sign-in, reconnect, orders in doubt), for every adapter alike.
public protocol BrokerAdapter: Sendable {
    /// The broker's id in config.yaml.
    var id: String { get }
    var traits: BrokerTraits { get }
    /// What `Credentials.secrets` must or may hold, for config and doctor.
    var credentialNames: [String] { get }
    /// Those of them without which no sign-in is possible; all of them, unless an adapter says otherwise.
    var requiredCredentialNames: [String] { get }

    func dialogue(_ errand: Errand, in context: AdapterContext) -> any Dialogue
    /// - Throws: `changeRequest` for what the broker cannot be asked: an unknown listing, an order kind it has not.
    func request(_ command: OrderCommand, in context: AdapterContext) throws(BrokerError) -> HTTPRequest
    /// What the answer to a command says. An answer that cannot be understood is `checkOrderBook`, never a guess.
    func answer(_ response: HTTPResponse, to command: OrderCommand) throws(BrokerError) -> OrderAnswer
    func feed(in context: AdapterContext) throws(BrokerError) -> StreamPlan
    /// A connection that brings depths of the context's listings, with prices or without; what is best for them all.
    /// Asked for only where `traits.depth` says that there are any.
    func depthFeed(in context: AdapterContext) throws(BrokerError) -> StreamPlan
    func orderStream(in context: AdapterContext) throws(BrokerError) -> OrderStreamPlan
    /// What a refused or failed socket handshake means.
    func recovery(from refusal: HTTPResponse) -> BrokerError
    /// The address of a login page with a word that the redirect must bring back as `state`; nil when the broker's
    /// login brings nothing back.
    func loginPage(_ url: Secret, carrying state: String) -> Secret?
}

extension BrokerAdapter {
    public func loginPage(_ url: Secret, carrying state: String) -> Secret? { nil }
    public var requiredCredentialNames: [String] { credentialNames }
    public func depthFeed(in context: AdapterContext) throws(BrokerError) -> StreamPlan {
        throw BrokerError(
            broker: id,
            summary: "this broker feeds no depth",
            nextStep: "Follow its prices instead.",
            recovery: .changeRequest
        )
    }
}

/// Where a broker is reached, by the adapter's own names; practice servers give others than the public ones.
public struct Endpoints: Hashable, Sendable {
    public var urls: [String: String]

    public init(_ urls: [String: String] = [:]) { self.urls = urls }

    public subscript(name: String, default url: String) -> String { urls[name] ?? url }
}
