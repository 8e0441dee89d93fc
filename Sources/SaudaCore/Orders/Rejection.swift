/// Why a broker or exchange said no, in the words that rules branch on.
public enum Rejection: Hashable, Sendable {
    /// The price lies outside the day's band (SEL-10).
    case outsideBand(low: Price, high: Price)
    /// Nothing to sell: it was sold elsewhere (SEL-10).
    case noHoldings
    case funds(need: Money, have: Money)
    case offTick
    case notPermitted
    case marketClosed
    /// The broker never saw it: no session, no line, a stop, or its price had grown old. What it would have changed
    /// stands as it was.
    case notSent(String)
    /// The broker's own words, for people; no rule reads them.
    case other(code: String, text: String)
}

extension Rejection: CustomStringConvertible {
    public var description: String {
        switch self {
        case .outsideBand(let low, let high): "outside the price band \(low) to \(high)"
        case .noHoldings: "no holdings to sell"
        case .funds(let need, let have): "needs \(need) rupees, has \(have)"
        case .offTick: "the price is not a multiple of the tick"
        case .notPermitted: "not permitted for this account or instrument"
        case .marketClosed: "the market is closed"
        case .notSent(let reason): "not sent: \(reason)"
        case .other(let code, let text): code.isEmpty ? text : "\(text) (\(code))"
        }
    }
}
