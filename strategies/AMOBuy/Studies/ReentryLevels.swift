/// Which RSI levels of a position are used up, and when the next one fires (REN-1 to REN-3, and REN-4 as far as levels go).
///
///     var levels = ReentryLevels(entryRSI: 24)          // 30 is taken
///     if let level = levels.step(19, .oneByOne) { ...; levels.take(level) }
package struct ReentryLevels: Hashable, Sendable {
    package enum Progression: UInt8, Hashable, Sendable {
        /// 30, then 20, then 10; a reset starts again at 30 (REN-2, REN-3: `v2_1`).
        case oneByOne
        /// The level that RSI satisfies, even if others are skipped (REN-3, REN-4: `current`).
        case skipping
    }

    package var has30: Bool
    package var has20: Bool
    package var has10: Bool
    /// RSI was above 30 since the last level.
    package var isResetReady = false

    /// REN-1: every level above the entry RSI is taken. With an unknown one (NaN) none is; that `current` then buys
    /// nothing more (REN-4) is for the caller to see to.
    package init(entryRSI rsi: Double) {
        has30 = rsi < 30
        has20 = rsi < 20
        has10 = rsi < 10
    }

    /// Takes a day's RSI and returns the level that fires. It counts as taken only when `take` says so, after a fill; a
    /// reset clears the levels at once. An undefined RSI does nothing.
    package mutating func step(_ rsi: Double, _ progression: Progression) -> Int? {
        if rsi > 30 { isResetReady = true }
        if rsi < 30, isResetReady {
            (has30, has20, has10) = (false, false, false)
            isResetReady = false
            return progression == .oneByOne ? 30 : satisfied(by: rsi)
        }
        switch progression {
        case .oneByOne:
            if has20, !has10, rsi < 10 { return 10 }
            return has30 && !has20 && rsi < 20 ? 20 : nil
        case .skipping:
            guard let level = satisfied(by: rsi) else { return nil }
            return has(level) ? nil : level
        }
    }

    /// Marks a level, and those above it, as taken.
    package mutating func take(_ level: Int) {
        has30 = true
        if level <= 20 { has20 = true }
        if level <= 10 { has10 = true }
    }

    package func has(_ level: Int) -> Bool { level >= 30 ? has30 : level >= 20 ? has20 : has10 }

    private func satisfied(by rsi: Double) -> Int? { rsi < 10 ? 10 : rsi < 20 ? 20 : rsi < 30 ? 30 : nil }
}
