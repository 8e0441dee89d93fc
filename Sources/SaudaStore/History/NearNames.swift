/// Finds what a mistyped name may have meant.
enum NearNames {
    /// At most three names, nearest first: those that differ in letter case, extend or shorten `name` (`INFY-EQ`), or are
    /// a few typing errors away.
    static func near(_ name: String, in names: [String]) -> [String] {
        let wanted = Array(name.uppercased().utf8)
        let limit = max(1, min(3, wanted.count / 3))
        let ranked = names.compactMap { candidate -> (distance: Int, name: String)? in
            let other = Array(candidate.uppercased().utf8)
            let distance = distance(wanted, other)
            let shared = min(wanted.count, other.count)
            let isExtension = shared >= 3 && wanted.prefix(shared) == other.prefix(shared)
            return distance <= limit || isExtension ? (distance, candidate) : nil
        }
        return ranked.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(3).map(\.name)
    }

    /// How many bytes must be inserted, left out or replaced (Levenshtein).
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var row = Array(0...b.count)
        for (i, byte) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in b.enumerated() {
                let replaced = diagonal + (byte == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
            }
        }
        return row[b.count]
    }
}
