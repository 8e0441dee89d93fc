public import SaudaCore

/// What a practice broker starts from.
public struct PracticeSetup: Sendable {
    public var instruments: InstrumentTable
    /// The days before, by instrument index, oldest first.
    public var daily: [[Candle]]
    /// Minutes of days before, by instrument index, oldest first; empty where there are none.
    public var minutes: [[Candle]]
    /// For prices of instruments whose list has no tick.
    public var ticks: TickLadder
    public var calendar: MarketCalendar
    /// Held from days before, with their average price.
    public var holdings: [Holding]
    /// Of keys, tokens and made-up depths.
    public var seed: UInt64
    /// The app's registered address, where a login ends; nil for a page of the practice server's own.
    public var redirect: String?
    /// The login page wants password and second factor; otherwise it sends every browser on at once.
    public var asksForLogin: Bool

    public struct Holding: Hashable, Sendable {
        public var instrument: InstrumentID
        public var quantity: Quantity
        public var average: Price

        public init(_ instrument: InstrumentID, quantity: Quantity, average: Price) {
            self.instrument = instrument
            self.quantity = quantity
            self.average = average
        }
    }

    public init(
        instruments: InstrumentTable,
        daily: [[Candle]] = [],
        minutes: [[Candle]] = [],
        ticks: TickLadder = .builtIn,
        calendar: MarketCalendar = .builtIn,
        holdings: [Holding] = [],
        seed: UInt64 = 1,
        redirect: String? = nil,
        asksForLogin: Bool = false
    ) {
        self.instruments = instruments
        self.daily = daily
        self.minutes = minutes
        self.ticks = ticks
        self.calendar = calendar
        self.holdings = holdings
        self.seed = seed
        self.redirect = redirect
        self.asksForLogin = asksForLogin
    }
}
