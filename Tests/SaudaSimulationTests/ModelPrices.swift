public import SaudaCore

/// Prices in tables of rupees.
extension Price: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    public init(floatLiteral rupees: Double) { self = Price(rupees: rupees) ?? .zero }
    public init(integerLiteral rupees: Int64) { self.init(rupees: rupees) }
}
