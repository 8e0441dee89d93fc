public import SaudaCore

/// How the practice exchange behaves.
public struct ExchangeSettings: Sendable {
    /// From a command leaving to its effect at the exchange.
    public var latency: TimeSpan
    public var charges: ChargeSchedule
    public var ticks: TickLadder

    public init(latency: TimeSpan = .zero, charges: ChargeSchedule, ticks: TickLadder) {
        self.latency = latency
        self.charges = charges
        self.ticks = ticks
    }
}
