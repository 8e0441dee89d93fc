import SaudaCore

/// What the strategy knows of one tracked position.
struct Watch: Sendable {
    let instrument: InstrumentID
    /// Over daily closes that end before today (IND-3).
    var average = EMA(span: 9, variant: .recursive)
    var rsi = RSI(period: 10, variant: .zeroSeed)
    /// RSI10 on the evening before the entry; tells which averaging levels count as taken (REN-1).
    var entryRSI: Double?
    /// The day of the last candle in the averages; nil before there is any history.
    var through: Day?
    /// An answer is awaited.
    var request: RequestID?
    /// No history could be had; nothing is placed today.
    var isBlind = false

    // The day's own.
    var key: TargetKey?
    var revision: UInt32 = 0
    /// The price of the live order, and so the lowest EMA9 seen since it was placed.
    var target: Price?
    var attempts = 0
    /// Turned into a market order; once a day (SEL-11).
    var isConverted = false
    /// EMA9 above the day's upper limit, waiting for it to come down (SEL-10).
    var circuitTarget: Price?
    var lastPrice = Price.zero
    /// The guard of SEL-1 has been noted today.
    var isGuardNoted = false
    /// Sells no more today: a person's order or doubt is in the way.
    var isLeftAlone = false
    var alerted: Set<String> = []

    init(_ instrument: InstrumentID) { self.instrument = instrument }

    mutating func startDay() {
        key = nil
        revision = 0
        target = nil
        attempts = 0
        isConverted = false
        isBlind = false
        lastPrice = .zero
        isGuardNoted = false
        isLeftAlone = false
        alerted.removeAll(keepingCapacity: true)
    }

    mutating func load(_ candles: [Candle], entered: Timestamp?) {
        average = EMA(span: 9, variant: .recursive)
        rsi = RSI(period: 10, variant: .zeroSeed)
        entryRSI = nil
        through = nil
        for candle in candles {
            if let entered, candle.start.day >= entered.day, entryRSI == nil { entryRSI = rsi.value }
            add(candle)
        }
        if entryRSI == nil { entryRSI = rsi.value }
    }

    mutating func add(_ candle: Candle) {
        let day = candle.start.day
        guard through.map({ day > $0 }) ?? true else { return }
        average.update(candle.close.rupees)
        rsi.update(candle.close.rupees)
        through = day
    }

    /// EMA9 now (IND-3): 0.2 of the price and 0.8 of yesterday's; yesterday's alone without a price. Nil below 9 bars.
    func liveAverage(_ price: Price?) -> Double? { average.live(price?.rupees) }

    /// RSI10 with today's price as the last close, else the last completed day's (SEL-11).
    func liveRSI(_ price: Price?) -> Double? { price.flatMap { rsi.value(after: $0.rupees) } ?? rsi.value }
}
