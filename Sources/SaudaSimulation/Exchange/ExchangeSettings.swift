public import SaudaCore

/// How the practice exchange behaves.
public struct ExchangeSettings: Sendable {
    /// From a command leaving to its effect at the exchange.
    public var latency: TimeSpan
    public var charges: ChargeSchedule
    public var plan: ChargePlan
    public var ticks: TickLadder

    public init(latency: TimeSpan = .zero, charges: ChargeSchedule, plan: ChargePlan, ticks: TickLadder) {
        self.latency = latency
        self.charges = charges
        self.plan = plan
        self.ticks = ticks
    }
}
