public import SaudaBroker
public import SaudaCore

/// What a broker's folder brings to the cards: both sides of its dialect, samples of what the broker says, and the
/// sections of its documents. One value for each broker, `cards`, in `adapters/Name/Cards`.
public struct CardKit: Sendable {
    /// The adapter for the addresses it is given; its own public ones without any.
    public var adapter: @Sendable (Endpoints) -> any BrokerAdapter
    /// The adapter's addresses on one server, from its HTTP and its socket address (`https://…`, `wss://…`).
    public var endpoints: @Sendable (_ http: String, _ socket: String) -> [String: String]
    /// The broker's own side, from a day on.
    public var practice: @Sendable (PracticeSetup, Day) -> any PracticeBroker
    /// What an account signs in with, by the names of the practice side's credentials, the user aside.
    public var secretNames: [String]
    /// Where a person's login ends, from the credentials of the moment; nil where a sign-in needs nobody.
    public var redirect: (@Sendable ([PracticeCredential]) -> Secret)?
    /// The adapter with its public addresses and the samples; made anew with each call, so that one may be changed.
    public var subject: @Sendable () throws -> CardSubject
    /// Where the broker's documents say what a card shows, by the card's id.
    public var sections: [String: String]

    public init(
        adapter: @escaping @Sendable (Endpoints) -> any BrokerAdapter,
        endpoints: @escaping @Sendable (_ http: String, _ socket: String) -> [String: String],
        practice: @escaping @Sendable (PracticeSetup, Day) -> any PracticeBroker,
        secretNames: [String],
        redirect: (@Sendable ([PracticeCredential]) -> Secret)? = nil,
        subject: @escaping @Sendable () throws -> CardSubject,
        sections: [String: String]
    ) {
        self.adapter = adapter
        self.endpoints = endpoints
        self.practice = practice
        self.secretNames = secretNames
        self.redirect = redirect
        self.subject = subject
        self.sections = sections
    }

    /// The adapter as it talks with one server.
    public func adapter(http: String, socket: String) -> any BrokerAdapter {
        adapter(Endpoints(endpoints(http, socket)))
    }

    /// What a client signs in with, of what the practice side gives.
    public func credentials(_ given: [PracticeCredential]) -> Credentials {
        var secrets: [String: Secret] = [:]
        for credential in given where secretNames.contains(credential.name) {
            secrets[credential.name] = Secret(credential.value)
        }
        return Credentials(user: given.first { $0.name == "user" }?.value ?? "", secrets: secrets)
    }

    /// What a browser is sent back to after a login.
    public func end(ofLogin given: [PracticeCredential]) -> Secret {
        redirect?(given) ?? Secret("http://app/?nobody=needed")
    }
}
