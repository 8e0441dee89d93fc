/// The last known price of every instrument, and today's open, high and low.
public struct MarketView: Sendable {
    public struct Quote: Hashable, Sendable {
        public var last = Price.zero
        public var open = Price.zero
        public var high = Price.zero
        public var low = Price.zero
        /// The last close of an earlier day; zero when unknown.
        public var previousClose = Price.zero
        public var volume = Quantity.zero
        public var exchangeTime = Timestamp(microseconds: .min)
        public var receivedAt = Timestamp(microseconds: .min)
        /// The day that `open`, `high`, `low` and `volume` belong to.
        public var day = Day(number: .min)
        public var source = PriceSource.simulated
        public var band: PriceBand?
        public var isWatched = false

        public init() {}
    }

    public private(set) var quotes: [Quote]

    init(count: Int) { quotes = Array(repeating: Quote(), count: count) }

    public subscript(id: InstrumentID) -> Quote { quotes[Int(id.index)] }

    mutating func apply(_ tick: Tick, at now: Timestamp, on day: Day) {
        let index = Int(tick.instrument.index)
        guard index < quotes.count, tick.exchangeTime >= quotes[index].exchangeTime else { return }
        if quotes[index].day != day { quotes[index].start(day, at: tick.price) }
        quotes[index].last = tick.price
        if tick.price > quotes[index].high { quotes[index].high = tick.price }
        if tick.price < quotes[index].low { quotes[index].low = tick.price }
        quotes[index].volume += tick.quantity
        quotes[index].exchangeTime = tick.exchangeTime
        quotes[index].receivedAt = now
        quotes[index].source = tick.source
    }

    mutating func apply(_ candle: Candle, of id: InstrumentID, at now: Timestamp, on day: Day) {
        let index = Int(id.index)
        guard index < quotes.count else { return }
        if quotes[index].day != day { quotes[index].start(day, at: candle.open) }
        quotes[index].last = candle.close
        quotes[index].exchangeTime = now
        quotes[index].receivedAt = now
    }

    mutating func setReference(_ id: InstrumentID, previousClose: Price, band: PriceBand?) {
        let index = Int(id.index)
        guard index < quotes.count else { return }
        if previousClose.raw > 0 { quotes[index].previousClose = previousClose }
        quotes[index].band = band
    }

    mutating func setWatched(_ id: InstrumentID, _ isWatched: Bool) -> Bool {
        let changed = quotes[Int(id.index)].isWatched != isWatched
        quotes[Int(id.index)].isWatched = isWatched
        return changed
    }
}

extension MarketView.Quote {
    /// The first price of a new day: yesterday's last becomes the previous close, yesterday's band goes.
    fileprivate mutating func start(_ newDay: Day, at price: Price) {
        if last.raw > 0 { previousClose = last }
        if day.number != .min { band = nil }
        day = newDay
        open = price
        high = price
        low = price
        volume = .zero
    }
}
