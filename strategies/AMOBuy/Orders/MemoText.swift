import SaudaCore

/// The text of a memo: `key=value` pairs with a blank between, in a fixed order. A value holds no blank and no `=`.
///
///     var text = MemoText()
///     text["qty"] = 65                           // "qty=65"
struct MemoText: Hashable, Sendable, CustomStringConvertible {
    private var pairs: [(key: String, value: String)] = []

    init() {}

    /// Nil when it is not such a text: written by another version, or damaged.
    init?(_ text: String) {
        for part in text.split(separator: " ") {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, !sides[0].isEmpty else { return nil }
            pairs.append((String(sides[0]), String(sides[1])))
        }
        if pairs.isEmpty { return nil }
    }

    var description: String { pairs.map { "\($0.key)=\($0.value)" }.joined(separator: " ") }

    /// A whole number; nil writes nothing.
    subscript(key: String) -> Int64? {
        get { word(key).flatMap { Int64($0) } }
        set { if let newValue { pairs.append((key, "\(newValue)")) } }
    }

    func word(_ key: String) -> String? { pairs.first { $0.key == key }?.value }

    /// Every value of a key that is written several times, in order.
    func words(_ key: String) -> [String] { pairs.filter { $0.key == key }.map(\.value) }

    /// What could not be read back is written as `_`.
    mutating func add(_ key: String, _ word: String) {
        let clean = String(word.map { $0 == " " || $0 == "=" || $0.isNewline ? "_" : $0 })
        pairs.append((key, clean))
    }

    static func == (a: MemoText, b: MemoText) -> Bool { a.description == b.description }
    func hash(into hasher: inout Hasher) { hasher.combine(description) }
}

/// What this strategy keeps over the night (HIS). One memo per instrument and topic.
enum Topic: String, CaseIterable {
    /// HIS-3.
    case failedOrder = "failed-order"
    /// HIS-7.
    case pending
    /// HIS-2 and REN: which levels of a position are used up.
    case levels
    /// HIS-6.
    case tracking
}
