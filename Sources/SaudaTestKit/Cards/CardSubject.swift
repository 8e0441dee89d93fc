public import SaudaBroker
public import SaudaCore

/// An adapter, an account and what its broker says, for cards to look at.
public struct CardSubject: Sendable {
    /// With the broker's public addresses.
    public var adapter: any BrokerAdapter
    /// Signed in; its listings hold what the samples name.
    public var context: AdapterContext
    public var samples: CardSamples
    /// A listed share, and a price on its tick.
    public var share: InstrumentID
    public var price: Price
    /// The time of the samples.
    public var now: Timestamp

    public init(
        _ adapter: any BrokerAdapter,
        in context: AdapterContext,
        samples: CardSamples,
        share: InstrumentID,
        price: Price,
        now: Timestamp
    ) {
        self.adapter = adapter
        self.context = context
        self.samples = samples
        self.share = share
        self.price = price
        self.now = now
    }
}
