import SaudaCore

/// Shapes in the words of messages.
extension Shape {
    /// `an amount in rupees`.
    var name: String {
        switch self {
        case .text: "text"
        case .word: "a word"
        case .bool: "true or false"
        case .integer: "a whole number"
        case .number: "a number"
        case .money: "an amount in rupees"
        case .ratio: "a ratio"
        case .time: "a time"
        case .record, .variants, .names: "a mapping"
        case .list, .items, .open: "a list"
        case .either: "a mapping or a list"
        }
    }

    /// `allowed: 1 to 10`.
    var allowed: String { "allowed: \(range)" }

    private var range: String {
        switch self {
        case .text(let rule): rule.allowed
        case .word(let words): words.joined(separator: ", ")
        case .bool: "true, false"
        case .integer(let range): Self.words(range) ?? "any whole number"
        case .number(let range): Self.words(range) ?? "any number"
        case .money(let range): Self.words(range) ?? "rupees with at most two decimals"
        case .ratio(let range): "\(Self.decimal(range.lowerBound)) to \(Self.decimal(range.upperBound))"
        case .time(let range): Self.words(range) ?? "HH:MM"
        case .record(let keys): "the keys \(Self.listed(keys.map(\.name)))"
        case .variants(let tag, let variants): "the key \(tag.name) (\(Self.listed(variants.map(\.word)))) and its own"
        case .names: "NAME: {...}"
        case .list(let rule, _): "a list, each \(rule.allowed)"
        case .items: "a list of {...}, or []"
        case .open: "a list, such as []"
        case .either(let keys, let list): "{\(Self.listed(keys.map(\.name))): ...} or \(list.range)"
        }
    }

    var isNumber: Bool {
        switch self {
        case .integer, .number, .money, .ratio: true
        default: false
        }
    }

    /// Whether it is a single value.
    var isScalar: Bool {
        switch self {
        case .text, .word, .bool, .integer, .number, .money, .ratio, .time: true
        case .record, .variants, .names, .list, .items, .either, .open: false
        }
    }

    /// Whether a slip could put a secret here.
    var isPrivate: Bool {
        guard case .text(let rule) = self else { return false }
        return rule.isPrivate
    }

    /// A count of parts per crore as a plain decimal: 1,000,000 is 0.1.
    static func decimal(_ perCrore: Int64) -> String {
        let digits = String(perCrore % 10_000_000)
        var fraction = String(repeating: "0", count: 7 - digits.count) + digits
        while fraction.last == "0" { fraction.removeLast() }
        return fraction.isEmpty ? "\(perCrore / 10_000_000)" : "\(perCrore / 10_000_000).\(fraction)"
    }

    private static func listed(_ words: [String]) -> String { words.joined(separator: ", ") }

    private static func words<Bound>(_ range: ClosedRange<Bound>?) -> String? {
        range.map { $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound)" }
    }
}
