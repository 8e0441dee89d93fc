import SaudaCore

/// What the strategy knows of one open trade. Holds no references, so that a cycle over many copies nothing.
struct Watch: Sendable {
    let instrument: InstrumentID
    /// When the trade began: with the instrument, what tells it from another.
    let entered: Timestamp

    // From the daily candles.
    /// Over closes that end before today; today's own close is in it from the close on (`through`).
    var average = EMA(span: 9, variant: .recursive)
    var rsi = RSI(period: 10, variant: .zeroSeed)
    /// The day of the last candle in the averages; nil before there is any.
    var through: Day?
    var lastClose = Price.zero
    /// The averages reach to the last trading day before today.
    var isCurrent = false

    // The position.
    /// The lowest RSI10 on an evening before a purchase; tells which averaging levels count as taken (REN-1).
    var entryRSI: Double?
    /// Bought in all, as last seen.
    var bought: Quantity
    /// Held by the trade when the order was last stated; another quantity calls for a look.
    var held: Quantity
    /// Day of the last purchase or sale; holdings lag behind it.
    var lastFill: Day
    /// EMA9 that was above the day's upper limit, waiting for it to come down; outlives the day (SEL-10).
    var queued: Price?
    /// What of it the books keep for tomorrow.
    var kept: Price?

    // The question underway.
    var request: RequestID?
    var asked = Timestamp(microseconds: .min)
    var asksQuote = false

    var daily = Daily()

    /// What is forgotten overnight (SEL-14).
    struct Daily: Sendable {
        var key: TargetKey?
        var revision: UInt32 = 0
        /// A target was stated and its end has not been judged yet.
        var isStated = false
        /// The price of the live order.
        var target: Price?
        /// The lowest EMA9, rounded, since the order was placed.
        var lowest: Price?
        var attempts = 0
        var historyFailures = 0
        var exit = Exit.none
        /// Limits told in a rejection, and what the market view said then; a newer word of the market replaces them.
        var toldBand: PriceBand?
        var bandThen: PriceBand?
        /// The price acted on last; zero when there was none.
        var lastPrice = Price.zero
        /// What the trade had bought when EMA9 was too low for an order (SEL-1), as long as the averages are the same.
        var guarded: Quantity?
        /// EMA9 and target of the last note (SEL-7).
        var noted: (average: Price, target: Price)?
        /// Sells no more today: a person's decision or a doubt is in the way.
        var isLeftAlone = false
        /// No history could be had; nothing is placed today.
        var isBlind = false
        var told: Told = []
    }

    /// The market order of SEL-11, at most one a day.
    enum Exit: UInt8, Sendable {
        case none, asked, failed
    }

    /// What has been said today; everything is said once.
    struct Told: OptionSet, Sendable {
        let rawValue: UInt16

        static let guarded = Told(rawValue: 1 << 0)
        static let noAverage = Told(rawValue: 1 << 1)
        static let manualOrder = Told(rawValue: 1 << 2)
        static let exit = Told(rawValue: 1 << 3)
        static let exitNear = Told(rawValue: 1 << 4)
        static let rsiExit = Told(rawValue: 1 << 5)
        static let rsiExitNear = Told(rawValue: 1 << 6)
        static let averaging = Told(rawValue: 1 << 7)
        static let largeMove = Told(rawValue: 1 << 8)
        static let behind = Told(rawValue: 1 << 9)
        static let noReference = Told(rawValue: 1 << 10)
    }

    init(_ trade: Trade) {
        instrument = trade.instrument
        entered = trade.entered
        bought = trade.bought
        held = trade.quantity
        lastFill = trade.entered.day
    }

    // MARK: - Candles

    /// Rebuilds the averages. Candles of `today` and later are left out (IND-3).
    mutating func load(_ candles: [Candle], before today: Day) {
        average = EMA(span: 9, variant: .recursive)
        rsi = RSI(period: 10, variant: .zeroSeed)
        entryRSI = nil
        through = nil
        var isBought = false
        for candle in candles where candle.start.day < today {
            if !isBought, candle.start.day >= entered.day {
                isBought = true
                entryRSI = rsi.value
            }
            add(candle)
        }
        if !isBought { entryRSI = rsi.value }
        isCurrent = true
    }

    mutating func add(_ candle: Candle) {
        let day = candle.start.day
        guard through.map({ day > $0 }) ?? true else { return }
        average.update(candle.close.rupees)
        rsi.update(candle.close.rupees)
        lastClose = candle.close
        through = day
        daily.guarded = nil
    }

    // MARK: - Live values

    /// EMA9 now (IND-3): 0.2 of the price and 0.8 of yesterday's; yesterday's alone without a price. Nil below 9 bars.
    /// Once today's own candle is in, that is today's EMA9 and no price is added to it (MON-2).
    func liveAverage(_ price: Price?, on day: Day) -> Double? { average.live(through == day ? nil : price?.rupees) }

    /// RSI10 with today's price as the last close, else the last completed day's (SEL-11).
    func liveRSI(_ price: Price?, on day: Day) -> Double? {
        guard through != day, let price else { return rsi.value }
        return rsi.value(after: price.rupees) ?? rsi.value
    }

    // MARK: - The position

    /// Notes what the trade looks like now.
    mutating func see(_ trade: Trade, on day: Day) {
        if trade.quantity != held || trade.bought != bought { lastFill = day }
        if trade.bought > bought, let rsi = rsi.value { entryRSI = min(entryRSI ?? rsi, rsi) }
        bought = trade.bought
        held = trade.quantity
    }
}
