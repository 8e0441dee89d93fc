import SaudaCore

extension Parameter {
    /// Reads a value as it is written in config.yaml; nil when the text is of another type.
    func value(of text: Substring) -> Value? {
        switch standard {
        case .bool: text == "true" ? .bool(true) : text == "false" ? .bool(false) : nil
        case .integer: Int64(text).map(Value.integer)
        case .number: Decimal7(text).map { .number($0.number) }
        case .money: Money(text).map(Value.money)
        case .time: TimeOfDay(text).map(Value.time)
        case .word: .word(String(text))
        }
    }

    /// Whether the range allows a value of the right type.
    func allows(_ value: Value) -> Bool {
        switch (range, value) {
        case (.any, _): true
        case (.integers(let range), .integer(let value)): range.contains(value)
        case (.numbers(let range), .number(let value)): range.contains(value)
        case (.money(let range), .money(let value)): range.contains(value)
        case (.times(let range), .time(let value)): range.contains(value)
        case (.words(let words), .word(let value)): words.contains(value)
        default: false
        }
    }

    /// A value on the ladder a span is counted on: whole numbers, 1/10,000 rupee, 1/10,000,000. Nil for types that
    /// are listed only.
    func rung(of text: Substring) -> Int64? {
        switch standard {
        case .integer: Int64(text)
        case .number: Decimal7(text)?.raw
        case .money: Money(text)?.raw
        case .bool, .time, .word: nil
        }
    }

    func value(at rung: Int64) -> Value? {
        switch standard {
        case .integer: .integer(rung)
        case .number: .number(Decimal7(raw: rung).number)
        case .money: .money(Money(raw: rung))
        case .bool, .time, .word: nil
        }
    }

    /// For messages: ` (205 to 5000)`, or nothing.
    var rangeNote: String { range == .any ? "" : " (\(range))" }
}

/// A decimal with at most seven places, counted exactly, so that steps of 0.1 do not drift.
struct Decimal7 {
    private static let scale: Int64 = 10_000_000
    var raw: Int64

    init(raw: Int64) { self.raw = raw }

    init?(_ text: some StringProtocol) {
        let isNegative = text.hasPrefix("-")
        let parts = text.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 1 || parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) }),
            text.utf8.count - parts.map(\.utf8.count).reduce(parts.count - 1, +) == (isNegative ? 1 : 0)
        else { return nil }
        let fraction = parts.count == 2 ? String(parts[1]) : ""
        guard fraction.count <= 7, let whole = Int64(parts[0]), whole <= Int64.max / Self.scale / 2 else { return nil }
        let zeros = String(repeating: "0", count: 7 - fraction.count)
        guard let part = Int64(fraction + zeros) else { return nil }
        raw = (whole * Self.scale + part) * (isNegative ? -1 : 1)
    }

    /// One correctly rounded division: 0.95 is the number that `0.95` in the code is.
    var number: Double { Double(raw) / Double(Self.scale) }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
