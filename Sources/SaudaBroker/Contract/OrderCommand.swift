public import SaudaCore

/// An order request as an adapter needs it.
public enum OrderCommand: Hashable, Sendable {
    /// `tag` is ours, of `VenueTraits.tagLength` letters and digits at most.
    case place(OrderRequest, tag: String, OrderOptions = OrderOptions())
    /// `from` is what the broker holds as far as we know, for brokers that want only the differences; `variety` what it
    /// is as far as we know, for brokers that change an after-market order in another way.
    case modify(
        BrokerOrderID,
        InstrumentID,
        from: OrderTerms,
        to: OrderTerms,
        variety: OrderRequest.Variety = .regular
    )
    case cancel(BrokerOrderID, InstrumentID, variety: OrderRequest.Variety = .regular)

    public var instrument: InstrumentID {
        switch self {
        case .place(let request, _, _): request.instrument
        case .modify(_, let instrument, _, _, _), .cancel(_, let instrument, _): instrument
        }
    }
}

/// What a broker's answer to an `OrderCommand` says when it is not an error.
public enum OrderAnswer: Hashable, Sendable {
    /// The order has this reference; whether the exchange takes it comes later.
    case accepted(BrokerOrderID)
    /// It was cut: these were taken, one at least, and of the rest this was said.
    case sliced([BrokerOrderID], refused: [BrokerError])
    /// The change or cancel was taken; whether it happened is read from the order.
    case taken
}
