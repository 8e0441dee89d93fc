package import SaudaCore

/// The deepest fall of an equity curve from a peak, relative to that peak.
package struct Drawdown: Hashable, Sendable {
    /// The share of the peak that was lost, 0...1; 1 too when equity went below zero.
    package var depth: Double
    /// Peak less trough.
    package var amount: Money
    /// The last day at the peak before the fall; nil when equity never fell.
    package var peak: Day?
    /// The day of the lowest close after it; the first, if a later fall is exactly as deep.
    package var trough: Day?
    /// The first day back at the peak or above; nil when that did not happen within the curve.
    package var recovery: Day?

    /// Nil when equity was never above zero.
    package init?(of curve: [EquityPoint]) {
        guard let start = curve.firstIndex(where: { $0.equity > .zero }) else { return nil }
        depth = 0
        amount = .zero
        var top = curve[start]
        var deepest = 0.0
        for point in curve[start...] {
            if point.equity >= top.equity {
                top = point
                if trough != nil, recovery == nil { recovery = point.day }
                continue
            }
            let lost = top.equity - point.equity
            let share = Double(lost.raw) / Double(top.equity.raw)
            if share > deepest {
                deepest = share
                (depth, amount) = (min(1, share), lost)
                (peak, trough, recovery) = (top.day, point.day, nil)
            }
        }
    }
}

extension Drawdown: Encodable {
    private enum CodingKeys: String, CodingKey {
        case depth, amount
        case peak = "peak_day"
        case trough = "trough_day"
        case recovery = "recovery_day"
    }

    package func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        try row.encodeRatio(depth, forKey: .depth)
        try row.encodeRupees(amount, forKey: .amount)
        try row.encodeDay(peak, forKey: .peak)
        try row.encodeDay(trough, forKey: .trough)
        try row.encodeDay(recovery, forKey: .recovery)
    }
}
