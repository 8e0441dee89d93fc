/// What an account may do at most. Nil means no limit.
public struct RiskLimits: Hashable, Sendable {
    public var orderValue: Money?
    /// Instruments held at the same time.
    public var positions: Int?
    /// Loss of one day, realised and unrealised, from which on only reducing orders pass.
    public var dailyLoss: Money?
    public var ordersPerDay: Int?
    /// A price outside this share of the previous close belongs to another instrument, most likely (S0 fix 1).
    public var plausible: ClosedRange<Double>

    public init(
        orderValue: Money? = nil,
        positions: Int? = nil,
        dailyLoss: Money? = nil,
        ordersPerDay: Int? = nil,
        plausible: ClosedRange<Double> = 0.5...2.0
    ) {
        self.orderValue = orderValue
        self.positions = positions
        self.dailyLoss = dailyLoss
        self.ordersPerDay = ordersPerDay
        self.plausible = plausible
    }
}
