public import SaudaCore

/// How the practice exchange behaves: what depends on the place and the date, and the models of the market.
public struct ExchangeSettings: Sendable {
    /// From a command leaving to its effect at the exchange; `model.jitter` comes on top.
    public var latency: TimeSpan
    public var charges: ChargeSchedule
    public var ticks: TickLadder
    /// Says when auctions are held.
    public var calendar: MarketCalendar
    public var model: ExchangeModel

    public init(
        latency: TimeSpan = .zero,
        charges: ChargeSchedule,
        ticks: TickLadder,
        calendar: MarketCalendar = .builtIn,
        model: ExchangeModel = ExchangeModel()
    ) {
        self.latency = latency
        self.charges = charges
        self.ticks = ticks
        self.calendar = calendar
        self.model = model
    }
}
