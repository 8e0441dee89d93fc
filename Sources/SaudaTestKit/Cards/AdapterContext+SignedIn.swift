public import SaudaBroker
public import SaudaCore

extension AdapterContext {
    /// Signed in for the cards, with fakes, and with these instruments listed.
    ///
    /// - Throws: when two of the listings share a key.
    public static func signedIn(
        _ user: String,
        _ secrets: [String: String],
        token: String,
        at now: Timestamp,
        _ listed: [(listing: Listing, id: InstrumentID)]
    ) throws -> AdapterContext {
        var listings = ListingTable()
        for (listing, id) in listed { try listings.add(listing, as: id) }
        return AdapterContext(
            credentials: Credentials(user: user, secrets: secrets.mapValues { Secret($0) }),
            session: BrokerSession(
                user: user,
                secrets: ["access-token": Secret(token)],
                issued: now,
                expires: nil
            ),
            listings: listings
        )
    }
}
