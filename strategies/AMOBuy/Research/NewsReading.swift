package import SaudaCore

/// What the headlines of the last 30 days say, by a list of words (SIG-8).
package struct NewsReading: Hashable, Sendable {
    /// -1 to 1, to three decimals.
    package var score: Double
    /// 0.1 to 1.
    package var confidence: Double
    /// Headlines that counted.
    package var used: Int

    /// Takes the headlines from 30 days before `day` to `day`; others, later ones above all, are not looked at.
    package init(_ headlines: some Sequence<Headline>, asOf day: Day, _ profile: Profile) {
        var sum = 0.0
        var used = 0
        for headline in headlines where headline.day <= day && headline.day >= day.advanced(by: -30) {
            sum += NewsReading.score(headline.title)
            used += 1
        }
        self.used = used
        score = used == 0 ? 0 : rounded(sum / Double(used), 3)
        confidence = min(max(Double(used) / Double(max(profile.news.minimumUsed, 5)), 0.1), 1)
    }

    /// Bad enough to keep from buying.
    func isBad(_ limits: Profile.NewsLimits) -> Bool {
        used >= limits.minimumUsed && confidence >= limits.minimumConfidence && score <= limits.worstScore
    }

    /// (p - n) / (p + n), with p and n the number of words of each list in the title.
    ///
    /// Whole words, where the originals looked for parts of words: `against` is no gain and a bank no ban.
    static func score(_ title: String) -> Double {
        let words = Set(title.lowercased().split { !$0.isLetter })
        let good = Double(goodWords.count { words.contains($0) })
        let bad = Double(badWords.count { words.contains($0) })
        return good + bad == 0 ? 0 : (good - bad) / (good + bad)
    }

    static let goodWords: [Substring] = [
        "beat", "beats", "bullish", "buyback", "climbed", "climbs", "exceeded", "exceeds", "expanded", "expands",
        "expansion", "gain", "gained", "gains", "growth", "jump", "jumped", "jumps", "outperform", "outperformed",
        "outperforms", "profit", "profits", "rallied", "rallies", "rally", "record", "rise", "rises", "robust", "rose",
        "soar", "soared", "soars", "strong", "surge", "surged", "surges", "upgrade", "upgraded", "upgrades", "wins",
        "won",
    ]
    static let badWords: [Substring] = [
        "ban", "banned", "bearish", "cut", "cuts", "decline", "declined", "declines", "default", "defaulted",
        "defaults", "downgrade", "downgraded", "downgrades", "drop", "dropped", "drops", "fall", "falls", "fell",
        "fraud", "halt", "halted", "insolvency", "lawsuit", "loss", "losses", "miss", "missed", "misses", "penalty",
        "pledge", "pledged", "plunge", "plunged", "plunges", "probe", "raid", "raided", "raids", "resigned", "resigns",
        "scam", "slid", "slide", "slides", "slump", "slumped", "slumps", "underperform", "underperformed",
        "underperforms", "warned", "warning", "warns", "weak",
    ]
}
