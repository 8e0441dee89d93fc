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
        /// The days for which the exchange has told `previousClose` and `band`.
        var referenceDay = Day(number: .min)
        var bandDay = Day(number: .min)

        public init() {}

        /// The last price, before today's first the previous close; zero when there is neither.
        public var lastKnown: Price { last.raw > 0 ? last : previousClose }
    }

    public private(set) var quotes: [Quote]

    init(count: Int) { quotes = Array(repeating: Quote(), count: count) }

    public subscript(id: InstrumentID) -> Quote { quotes[Int(id.index)] }

    /// Whether some strategy wants its ticks.
    package func isWatched(_ id: InstrumentID) -> Bool { quotes[Int(id.index)].isWatched }

    /// Takes a tick in, unless it is older than the last one or its price is not one.
    ///
    /// A tick of before `midnight`, as a feed repeats it in the morning, is yesterday's price and starts no day. One
    /// ahead of our clock counts as of now, so that it can neither look fresh for ever nor shut out the next.
    ///
    /// - Returns: whether it was taken.
    mutating func apply(_ tick: Tick, at now: Timestamp, on day: Day, from midnight: Timestamp) -> Bool {
        let index = Int(tick.instrument.index)
        guard index < quotes.count, tick.exchangeTime >= quotes[index].exchangeTime, tick.price.isPlausible
        else { return false }
        if tick.exchangeTime >= midnight {
            if quotes[index].day != day { quotes[index].start(day, at: tick.price) }
            if tick.price > quotes[index].high { quotes[index].high = tick.price }
            if tick.price < quotes[index].low { quotes[index].low = tick.price }
            quotes[index].volume.units &+= tick.quantity.units
        }
        quotes[index].last = tick.price
        quotes[index].exchangeTime = min(tick.exchangeTime, now)
        quotes[index].receivedAt = now
        quotes[index].source = tick.source
        return true
    }

    mutating func apply(_ candle: Candle, of id: InstrumentID, at now: Timestamp, on day: Day) {
        let index = Int(id.index)
        guard index < quotes.count, candle.close.isPlausible, candle.open.isPlausible else { return }
        quotes[index].take(candle, at: now, on: day)
    }

    mutating func setReference(_ id: InstrumentID, previousClose: Price, band: PriceBand?, on day: Day) {
        let index = Int(id.index)
        guard index < quotes.count else { return }
        if previousClose.isPlausible {
            quotes[index].previousClose = previousClose
            quotes[index].referenceDay = day
        }
        quotes[index].band = band
        quotes[index].bandDay = day
    }

    mutating func setWatched(_ id: InstrumentID, _ isWatched: Bool) -> Bool {
        let changed = quotes[Int(id.index)].isWatched != isWatched
        quotes[Int(id.index)].isWatched = isWatched
        return changed
    }
}

extension MarketView.Quote {
    @inline(__always)
    fileprivate mutating func take(_ candle: Candle, at now: Timestamp, on today: Day) {
        if day != today { start(today, at: candle.open) }
        last = candle.close
        high = max(high, candle.high)
        low = min(low, candle.low)
        exchangeTime = now
        receivedAt = now
    }

    /// The first price of a new day: yesterday's last becomes the previous close and yesterday's band goes, unless the
    /// exchange has told today's.
    fileprivate mutating func start(_ newDay: Day, at price: Price) {
        if referenceDay != newDay, last.raw > 0 { previousClose = last }
        if bandDay != newDay { band = nil }
        day = newDay
        open = price
        high = price
        low = price
        volume = .zero
    }
}
