// Short for a table with one setting a line.

extension Parameter {
    public static func bool(_ name: String, _ standard: Bool, _ help: String) -> Parameter {
        Parameter(name, .bool(standard), help: help)
    }

    public static func integer(
        _ name: String,
        _ standard: Int64,
        in range: ClosedRange<Int64>,
        _ unit: String,
        _ help: String
    ) -> Parameter {
        Parameter(name, .integer(standard), in: .integers(range), unit: unit, help: help)
    }

    public static func number(
        _ name: String,
        _ standard: Double,
        in range: ClosedRange<Double>,
        _ unit: String,
        _ help: String
    ) -> Parameter {
        Parameter(name, .number(standard), in: .numbers(range), unit: unit, help: help)
    }

    /// An amount in whole rupees.
    public static func rupees(
        _ name: String,
        _ standard: Int64,
        in range: ClosedRange<Int64>,
        _ help: String
    ) -> Parameter {
        let bounds = Money(rupees: range.lowerBound)...Money(rupees: range.upperBound)
        return Parameter(name, .money(Money(rupees: standard)), in: .money(bounds), unit: "rupees", help: help)
    }
}
