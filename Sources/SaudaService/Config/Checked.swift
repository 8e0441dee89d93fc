import SaudaCore

/// A value that fits its shape. Keys that do not fit are left out, so that what refers to the others can still be
/// checked.
struct Checked: Sendable {
    enum Value: Sendable {
        case text(String)
        case bool(Bool)
        case integer(Int64)
        case number(Double)
        case money(Money)
        case ratio(perCrore: Int64)
        case time(TimeOfDay)
        case record([String: Checked])
        case names([Named])
        case list([String])
        case items([Checked])
        case open(count: Int)
    }

    struct Named: Sendable {
        var name: String
        var value: Checked
    }

    /// Where an error about it points.
    var mark: ConfigMark
    var value: Value

    subscript(key: String) -> Checked? {
        guard case .record(let keys) = value else { return nil }
        return keys[key]
    }

    var text: String? {
        guard case .text(let text) = value else { return nil }
        return text
    }

    var integer: Int64? {
        guard case .integer(let integer) = value else { return nil }
        return integer
    }

    var money: Money? {
        guard case .money(let money) = value else { return nil }
        return money
    }

    var perCrore: Int64? {
        guard case .ratio(let ratio) = value else { return nil }
        return ratio
    }

    var names: [Named] {
        guard case .names(let names) = value else { return [] }
        return names
    }

    var list: [String] {
        guard case .list(let texts) = value else { return [] }
        return texts
    }

    var items: [Checked] {
        guard case .items(let items) = value else { return [] }
        return items
    }

    /// The value as a strategy's parameter.
    var parameter: Parameter.Value? {
        switch value {
        case .text(let word): .word(word)
        case .bool(let value): .bool(value)
        case .integer(let value): .integer(value)
        case .number(let value): .number(value)
        case .money(let value): .money(value)
        case .time(let value): .time(value)
        case .ratio, .record, .names, .list, .items, .open: nil
        }
    }
}
