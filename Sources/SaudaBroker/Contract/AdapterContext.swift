/// What an adapter may know when it writes a request or reads an answer. It keeps nothing itself.
public struct AdapterContext: Sendable {
    public var credentials: Credentials
    /// Nil before the sign-in.
    public var session: BrokerSession?
    public var listings: ListingTable

    public init(credentials: Credentials, session: BrokerSession? = nil, listings: ListingTable = ListingTable()) {
        self.credentials = credentials
        self.session = session
        self.listings = listings
    }
}
