/// One setting of a strategy: what `sauda strategies` prints and config checking uses.
public struct Parameter: Hashable, Sendable {
    public enum Value: Hashable, Sendable {
        case bool(Bool)
        case integer(Int64)
        case number(Double)
        case money(Money)
        case time(TimeOfDay)
        /// One word of a fixed list.
        case word(String)
    }

    public enum Range: Hashable, Sendable {
        case any
        case integers(ClosedRange<Int64>)
        case numbers(ClosedRange<Double>)
        case money(ClosedRange<Money>)
        case times(ClosedRange<TimeOfDay>)
        case words([String])
    }

    /// As written under `with:` in config.yaml, in snake_case.
    public var name: String
    public var standard: Value
    public var range: Range
    /// "rupees", "%", "days", ... or empty.
    public var unit: String
    /// One line, no full stop, with the rule id where there is one.
    public var help: String

    public init(_ name: String, _ standard: Value, in range: Range = .any, unit: String = "", help: String) {
        self.name = name
        self.standard = standard
        self.range = range
        self.unit = unit
        self.help = help
    }
}

/// The values a strategy was given, complete: what the config leaves out has its default.
public struct Parameters: Hashable, Sendable {
    public private(set) var values: [String: Parameter.Value]

    /// The defaults of `table`, with `given` on top. Names and ranges were checked by the config reader.
    public init(_ table: [Parameter], given: [String: Parameter.Value] = [:]) {
        values = Dictionary(uniqueKeysWithValues: table.map { ($0.name, $0.standard) })
        for (name, value) in given { values[name] = value }
    }

    /// Gives a parameter another value, of its type and within its range.
    package mutating func set(_ name: String, _ value: Parameter.Value) { values[name] = value }

    public func bool(_ name: String) -> Bool {
        guard case .bool(let value)? = values[name] else { preconditionFailure("no yes/no parameter '\(name)'") }
        return value
    }

    public func integer(_ name: String) -> Int64 {
        guard case .integer(let value)? = values[name] else { preconditionFailure("no whole parameter '\(name)'") }
        return value
    }

    public func number(_ name: String) -> Double {
        guard case .number(let value)? = values[name] else { preconditionFailure("no number parameter '\(name)'") }
        return value
    }

    public func money(_ name: String) -> Money {
        guard case .money(let value)? = values[name] else { preconditionFailure("no money parameter '\(name)'") }
        return value
    }

    public func time(_ name: String) -> TimeOfDay {
        guard case .time(let value)? = values[name] else { preconditionFailure("no time parameter '\(name)'") }
        return value
    }

    public func word(_ name: String) -> String {
        guard case .word(let value)? = values[name] else { preconditionFailure("no word parameter '\(name)'") }
        return value
    }
}
