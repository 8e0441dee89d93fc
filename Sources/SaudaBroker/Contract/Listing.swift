public import SaudaCore

/// One row of a broker's instrument list: our words, and the broker's own keys for it.
public struct Listing: Hashable, Sendable {
    public var instrument: Instrument
    /// What the feed calls it: a token, or exchange and token; opaque outside the adapter.
    public var feedKey: String
    /// What orders and quotes call it; opaque outside the adapter.
    public var orderKey: String

    public init(_ instrument: Instrument, feedKey: String, orderKey: String) {
        self.instrument = instrument
        self.feedKey = feedKey
        self.orderKey = orderKey
    }
}

/// The broker's keys of the day's instruments, by handle and back.
public struct ListingTable: Hashable, Sendable {
    /// By handle; handles are dense.
    private var rows: [Listing?] = []
    private var byFeedKey: [String: InstrumentID] = [:]
    private var byOrderKey: [String: InstrumentID] = [:]

    public init() {}

    public mutating func reserveCapacity(_ count: Int) {
        rows.reserveCapacity(count)
        byFeedKey.reserveCapacity(count)
        byOrderKey.reserveCapacity(count)
    }

    /// - Throws: when another instrument has one of its keys already: a price or an order would go to the wrong one.
    public mutating func add(_ listing: Listing, as id: InstrumentID) throws(InstrumentTable.Refusal) {
        let clash =
            self[id] ?? byFeedKey[listing.feedKey].flatMap { self[$0] }
            ?? byOrderKey[listing.orderKey].flatMap { self[$0] }
        if let clash {
            throw InstrumentTable.Refusal(
                description: "\(listing.instrument.name) and \(clash.instrument.name) share a key of the broker "
                    + "(\(listing.feedKey), \(listing.orderKey)); load the instrument list again."
            )
        }
        while rows.count <= Int(id.index) { rows.append(nil) }
        rows[Int(id.index)] = listing
        byFeedKey[listing.feedKey] = id
        byOrderKey[listing.orderKey] = id
    }

    public subscript(id: InstrumentID) -> Listing? { id.index < rows.count ? rows[Int(id.index)] : nil }
    public var listings: some Collection<Listing> { rows.lazy.compactMap(\.self) }
    public func find(feedKey: String) -> InstrumentID? { byFeedKey[feedKey] }
    public func find(orderKey: String) -> InstrumentID? { byOrderKey[orderKey] }
}
