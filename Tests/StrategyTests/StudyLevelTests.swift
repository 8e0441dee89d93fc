import SaudaCore
import Testing

@testable import AMOBuyStrategy

/// REN-1 to REN-4 as the studies and the strategy use them.
@Suite struct StudyLevelTests {
    /// The levels that fire and are filled on following days.
    private func fired(
        entry: Double,
        _ days: [Double],
        _ progression: ReentryLevels.Progression,
        blocked: Set<Int> = []
    ) -> [Int?] {
        var levels = ReentryLevels(entryRSI: entry)
        return days.enumerated().map { index, rsi in
            let level = levels.step(rsi, progression)
            if let level, !blocked.contains(index) { levels.take(level) }
            return level
        }
    }

    @Test(
        "REN-1: every level over the entry RSI is taken",
        arguments: [
            (35.0, false, false, false), (30, false, false, false), (29.9, true, false, false),
            (20, true, false, false),
            (19.9, true, true, false), (10, true, true, false), (9.9, true, true, true),
        ]
    )
    func entry(rsi: Double, has30: Bool, has20: Bool, has10: Bool) {
        let levels = ReentryLevels(entryRSI: rsi)
        #expect([levels.has(30), levels.has(20), levels.has(10)] == [has30, has20, has10])
    }

    @Test func `REN-2: one level after the other`() {
        #expect(fired(entry: 25, [22, 20, 19, 18, 10, 9, 8], .oneByOne) == [nil, nil, 20, nil, nil, 10, nil])
        #expect(fired(entry: 25, [9, 8, 7], .oneByOne) == [20, 10, nil], "9 passes through 20 first")
        #expect(fired(entry: 15, [15, 9], .oneByOne) == [nil, 10])
    }

    @Test func `REN-3: over 30 and under it again is a new cycle; 30 itself is neither`() {
        #expect(fired(entry: 25, [31, 29, 28], .oneByOne) == [nil, 30, nil])
        #expect(fired(entry: 25, [31, 9, 9, 9], .oneByOne) == [nil, 30, 20, 10], "always from 30 on in v2_1")
        #expect(fired(entry: 25, [31, 9, 9], .skipping) == [nil, 10, nil], "what RSI satisfies in current")
        #expect(fired(entry: 25, [30, 29], .oneByOne) == [nil, nil])
        #expect(fired(entry: 25, [31, 30, 29], .oneByOne) == [nil, nil, 30])
    }

    @Test func `REN-3, BT-2: after a blocked reset no level is free until the next one`() {
        #expect(fired(entry: 25, [31, 29, 19, 9, 31, 29], .oneByOne, blocked: [1]) == [nil, 30, nil, nil, nil, 30])
        #expect(fired(entry: 25, [19, 19], .oneByOne, blocked: [0]) == [20, 20], "a blocked level stays free")
    }

    @Test func `REN-4: levels may be skipped, and a lower one takes the higher`() {
        #expect(fired(entry: 25, [9, 19, 9], .skipping) == [10, nil, nil])
        #expect(fired(entry: 25, [19, 9], .skipping) == [20, 10])
        #expect(fired(entry: 35, [29, 28], .skipping) == [30, nil], "an entry over 30 leaves 30 free")
    }

    @Test func `REN-1: an undefined RSI fires nothing`() {
        #expect(fired(entry: 25, [.nan, 31, .nan, 29], .oneByOne) == [nil, nil, nil, 30])
        #expect(fired(entry: 25, [.nan, .nan], .skipping) == [nil, nil])
        let unknown = ReentryLevels(entryRSI: .nan)
        #expect(!unknown.has30 && !unknown.has20 && !unknown.has10 && !unknown.isResetReady)
        #expect(fired(entry: .nan, [25, 15, 5], .oneByOne) == [nil, nil, nil])
    }
}
