extension Parameter.Value: CustomStringConvertible {
    /// As written in config.yaml.
    public var description: String {
        switch self {
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): "\(value)"
        case .number(let value): value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
        case .money(let value): "\(value)"
        case .time(let value): "\(value)"
        case .word(let value): value
        }
    }
}

extension Parameter.Range: CustomStringConvertible {
    /// For people: `205 to 5000`, `a | b`, or nothing.
    public var description: String {
        func text<Bound>(_ range: ClosedRange<Bound>, _ value: (Bound) -> Parameter.Value) -> String {
            "\(value(range.lowerBound)) to \(value(range.upperBound))"
        }
        return switch self {
        case .any: ""
        case .integers(let range): text(range, Parameter.Value.integer)
        case .numbers(let range): text(range, Parameter.Value.number)
        case .money(let range): text(range, Parameter.Value.money)
        case .times(let range): text(range, Parameter.Value.time)
        case .words(let words): words.joined(separator: " | ")
        }
    }
}
