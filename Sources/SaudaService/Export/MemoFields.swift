import SaudaCore
import SaudaStore

/// What a strategy kept over the night, as `key=value` pairs with a blank between; empty for any other text.
struct MemoFields {
    private let parts: [Substring]

    init(_ text: String) { parts = text.split(separator: " ") }

    func words(_ key: String) -> [String] {
        parts.compactMap { part in
            guard let sign = part.firstIndex(of: "="), part[..<sign] == key else { return nil }
            return String(part[part.index(after: sign)...])
        }
    }

    func word(_ key: String) -> String? { words(key).first { !$0.isEmpty } }
    func number(_ key: String) -> Int64? { word(key).flatMap { Int64($0) } }

    // As JSON; null where the key is missing.

    func count(_ key: String) -> JSON { number(key).map(JSON.number) ?? .null }
    /// From 1/10,000.
    func decimal(_ key: String) -> JSON { number(key).map { JSON.rupees(Money(raw: $0)) } ?? .null }
    func flag(_ key: String) -> JSON { number(key).map { JSON.bool($0 == 1) } ?? .null }
    func text(_ key: String) -> JSON { .text(word(key)) }
    func moment(_ key: String) -> JSON {
        number(key).map { JSON.string(Timestamp(microseconds: $0).bookText) } ?? .null
    }
}
