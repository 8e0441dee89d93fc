package import SaudaCore

/// The last bar's volume against the mean of the last 50 (SIG-6).
package struct VolumeReading: Hashable, Sendable {
    package enum Quality: UInt8, Hashable, Sendable { case unknown, illiquid, poor, minimal, fair, good, excellent }

    /// Units a day, the last bar included.
    package var average: Double
    /// To two decimals, as the originals print and compare it.
    package var ratio: Double
    package var quality: Quality
    /// The least ratio that passed at that time of day.
    package var threshold: Double
    package var passes: Bool
    package var isStrong: Bool { ratio >= 1.2 }

    package init(_ view: ChartView, _ profile: Profile, clock: TimeOfDay?) {
        let recent = view.recent(50)
        var sum = 0.0
        for bar in recent { sum += bar.volume }
        self.init(
            today: view.last.volume,
            average: sum / Double(recent.count),
            rsi: view.last.rsi,
            profile,
            clock: clock
        )
    }

    init(today: Double, average: Double, rsi: Double, _ profile: Profile, clock: TimeOfDay?) {
        self.average = average
        threshold = VolumeReading.threshold(rsi: rsi, profile, clock: clock)
        guard average > 0 else {
            (ratio, quality, passes) = (0, .unknown, false)
            return
        }
        let exact = today / average
        ratio = rounded(exact, 2)
        (quality, passes) =
            average < profile.minimumAverageVolume
            ? (.illiquid, false)
            : exact >= 1.5
                ? (.excellent, true)
                : exact >= 1
                    ? (.good, true)
                    : exact >= 0.6
                        ? (.fair, exact >= threshold) : exact >= threshold ? (.minimal, true) : (.poor, false)
    }

    /// Less is asked for while the day is young.
    private static func threshold(rsi: Double, _ profile: Profile, clock: TimeOfDay?) -> Double {
        let base = rsi < profile.rsiLimit ? profile.oversoldVolumeMultiple : profile.volumeMultiple
        guard let clock, clock >= profile.volumeReliefFrom, clock <= TimeOfDay(15, 30) else { return base }
        let factor =
            clock <= TimeOfDay(10, 0)
            ? 0.3 : clock <= TimeOfDay(12, 0) ? 0.5 : clock <= TimeOfDay(14, 0) ? 0.7 : 0.85
        return max(base * factor, 0.4)
    }
}
