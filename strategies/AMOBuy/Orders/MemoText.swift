import SaudaCore

/// The text of a memo: `key=value` pairs with a blank between, in a fixed order. A value holds no blank and no `=`.
///
///     var text = MemoText()
///     text["qty"] = 65                           // "qty=65"
struct MemoText: Hashable, Sendable, CustomStringConvertible {
    private(set) var description = ""

    init() {}

    /// Nil when it is not such a text: written by another version, or damaged.
    init?(_ text: String) {
        let parts = text.split(separator: " ")
        guard !parts.isEmpty, parts.allSatisfy({ ($0.firstIndex(of: "=") ?? $0.startIndex) > $0.startIndex }) else {
            return nil
        }
        description = text
    }

    /// A whole number; nil writes nothing.
    subscript(key: String) -> Int64? {
        get { word(key).flatMap { Int64($0) } }
        set { if let newValue { put(key, newValue.description) } }
    }

    func word(_ key: String) -> String? { words(key).first }

    /// Every value of a key that is written several times, in order.
    func words(_ key: String) -> [String] {
        description.split(separator: " ").compactMap { part in
            guard let sign = part.firstIndex(of: "="), part[..<sign] == key else { return nil }
            return String(part[part.index(after: sign)...])
        }
    }

    /// What could not be read back is written as `_`.
    mutating func add(_ key: String, _ word: String) {
        let isClean = word.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "=") }
        put(key, isClean ? word : String(word.map { $0 == " " || $0 == "=" || $0.isNewline ? "_" : $0 }))
    }

    private mutating func put(_ key: String, _ value: String) {
        if description.isEmpty { description.reserveCapacity(160) } else { description.append(" ") }
        description.append(key)
        description.append("=")
        description.append(value)
    }
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
