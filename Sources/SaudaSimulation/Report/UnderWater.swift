package import SaudaCore

/// How long an equity curve stood below a peak it had reached before.
package struct UnderWater: Hashable, Sendable {
    /// Points of the curve below an earlier one, over all points but the base; nil with fewer than two points.
    package var share: Double?
    /// Calendar days of the longest stretch, from its peak to the first day back at the peak or above, or to the end.
    package var longestDays = 0
    /// The day of the peak before it; nil when equity never fell.
    package var from: Day?
    /// The day of recovery; nil while it lasts, and when equity never fell.
    package var to: Day?

    /// Nil without points.
    package init?(of curve: [EquityPoint]) {
        guard var top = curve.first, let last = curve.last else { return nil }
        var below = 0
        var isBelow = false
        func isLonger(_ end: EquityPoint, _ longest: Int) -> Bool { end.day.days(since: top.day) > longest }
        for point in curve.dropFirst() {
            if point.equity < top.equity {
                below += 1
                isBelow = true
                continue
            }
            if isBelow, isLonger(point, longestDays) {
                (longestDays, from, to) = (point.day.days(since: top.day), top.day, point.day)
            }
            isBelow = false
            top = point
        }
        if isBelow, isLonger(last, longestDays) {
            (longestDays, from, to) = (last.day.days(since: top.day), top.day, nil)
        }
        if curve.count > 1 { share = Double(below) / Double(curve.count - 1) }
    }
}

extension UnderWater: Encodable {
    private enum CodingKeys: String, CodingKey {
        case share
        case longestDays = "longest_days"
        case from = "from_day"
        case to = "to_day"
    }

    package func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        try row.encodeRatio(share, forKey: .share)
        try row.encode(longestDays, forKey: .longestDays)
        try row.encodeDay(from, forKey: .from)
        try row.encodeDay(to, forKey: .to)
    }
}
