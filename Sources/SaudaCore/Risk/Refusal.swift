/// Why an order was not sent, or was sent and turned down.
public enum Refusal: Hashable, Sendable {
    case halted
    case notALot(lot: Quantity)
    case offTick(tick: Price)
    case outsideBand(PriceBand)
    /// The price is too far from the previous close to be this instrument's.
    case wrongInstrument(price: Price, previousClose: Price)
    /// No previous close is known, so the guard above cannot work.
    case noReference
    case orderValue(value: Money, limit: Money)
    case positions(limit: Int)
    case dailyLoss(loss: Money, limit: Money)
    case ordersPerDay(limit: Int)
    case noHoldings(need: Quantity, have: Quantity)
    case marketClosed
    /// The venue does not take such an order.
    case notOffered(String)
    /// The key's day is too long ago.
    case outdated
    /// The charges of such a trade on this day are not known.
    case unknownCharges
    case rejected(Rejection)

    /// A short stable word for counting.
    public var code: String {
        switch self {
        case .halted: "halted"
        case .notALot: "not-a-lot"
        case .offTick: "off-tick"
        case .outsideBand: "outside-band"
        case .wrongInstrument: "wrong-instrument"
        case .noReference: "no-reference-price"
        case .orderValue: "order-value-limit"
        case .positions: "position-limit"
        case .dailyLoss: "daily-loss-limit"
        case .ordersPerDay: "order-count-limit"
        case .noHoldings: "no-holdings"
        case .marketClosed: "market-closed"
        case .notOffered: "not-offered"
        case .outdated: "outdated"
        case .unknownCharges: "unknown-charges"
        case .rejected(.funds): "insufficient-funds"
        case .rejected(.noHoldings): "no-holdings"
        case .rejected(.outsideBand): "outside-band"
        case .rejected: "rejected"
        }
    }
}
