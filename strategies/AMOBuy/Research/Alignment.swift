/// How well days and weeks agree on a dip in an uptrend, 0 to 10 (SIG-5).
package struct Alignment: Hashable, Sendable {
    package var score: Int
    package var label: Label

    package enum Label: UInt8, Hashable, Comparable, Sendable {
        case poor, weak, fair, good, excellent
        /// As in the candidates table.
        package var word: String { "\(self)_uptrend_dip" }
        package static func < (a: Label, b: Label) -> Bool { a.rawValue < b.rawValue }
        /// Only the better three are signals.
        var signal: Signals {
            switch self {
            case .excellent: .excellentUptrendDip
            case .good: .goodUptrendDip
            case .fair: .fairUptrendDip
            case .weak, .poor: []
            }
        }
    }

    package init(daily: TimeframeReading, weekly: TimeframeReading) {
        score = Alignment.score(daily, weekly)
        label = score >= 8 ? .excellent : score >= 6 ? .good : score >= 4 ? .fair : score >= 2 ? .weak : .poor
    }

    private static func score(_ daily: TimeframeReading, _ weekly: TimeframeReading) -> Int {
        var score = Int(daily.severity.rawValue)
        if weekly.isUptrend {
            score += 2
        } else if weekly.severity == .moderate || weekly.severity == .high || weekly.support.isFirm {
            score += 1
        }
        if daily.support.quality == .strong, daily.support.distance <= 3 {
            score += 2
        } else if daily.support.isFirm, daily.support.distance <= 5 {
            score += 1
        }
        let exhaustion = daily.volumeExhaustion + weekly.volumeExhaustion
        score += exhaustion >= 3 ? 2 : exhaustion >= 1 ? 1 : 0
        if daily.pressureExhaustion >= 1 { score += 1 }
        if daily.setup.quality == .good || daily.setup.quality == .excellent { score += 1 }
        return min(score, 10)
    }
}
