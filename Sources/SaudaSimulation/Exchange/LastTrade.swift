import SaudaCore

/// The last price of one instrument at the practice exchange, and whether an order may still trade at it.
struct LastTrade: Sendable {
    enum State: UInt8, Sendable {
        /// Not traded today: the price is an earlier day's.
        case untraded
        /// The market stands at this price.
        case standing
        /// The candle it belongs to has ended: what comes now waits for the next price.
        case ended
    }

    /// Zero when the instrument has never traded.
    var price = Price.zero
    var time = Timestamp(microseconds: .min)
    var state = State.untraded
}
