/// The last check before an order leaves. Pure: everything it judges by is an argument.
///
/// A reducing order (a sell of what is held) passes the money limits, so that a position can always be closed.
public struct RiskGate: Hashable, Sendable {
    public var limits: RiskLimits
    public private(set) var isHalted = false
    public private(set) var ordersToday = 0

    /// What the gate needs to know of the moment.
    public struct Context {
        public var lot: Quantity
        public var tick: Price
        public var quote: MarketView.Quote
        /// Held under the order's product, signed.
        public var position: Quantity
        public var openPositions: Int
        /// Today's profit or loss, realised and unrealised.
        public var dayProfit: Money
        /// Orders to be sent at once: more than one when sliced, none for an amendment.
        public var orders: Int

        public init(
            lot: Quantity,
            tick: Price,
            quote: MarketView.Quote,
            position: Quantity,
            openPositions: Int,
            dayProfit: Money,
            orders: Int = 1
        ) {
            self.lot = lot
            self.tick = tick
            self.quote = quote
            self.position = position
            self.openPositions = openPositions
            self.dayProfit = dayProfit
            self.orders = orders
        }
    }

    public init(limits: RiskLimits) { self.limits = limits }

    public mutating func halt() { isHalted = true }
    public mutating func resume() { isHalted = false }
    mutating func startDay() { ordersToday = 0 }
    mutating func countOrder() { ordersToday += 1 }

    /// Returns why the order must not be sent, or nil.
    public func refusal(of terms: OrderTerms, _ side: Side, in context: Context) -> Refusal? {
        shapeRefusal(of: terms, in: context) ?? moneyRefusal(of: terms, side, in: context)
    }

    /// The halt and the limits on money and numbers; a reducing order passes them.
    func moneyRefusal(of terms: OrderTerms, _ side: Side, in context: Context) -> Refusal? {
        let reduces = side == .sell ? context.position >= terms.quantity : -context.position >= terms.quantity
        guard !reduces else { return nil }
        if isHalted { return .halted }
        if let limit = limits.ordersPerDay, ordersToday + context.orders > limit { return .ordersPerDay(limit: limit) }
        let value = value(of: terms, in: context)
        if let limit = limits.orderValue, value > limit { return .orderValue(value: value, limit: limit) }
        if let limit = limits.dailyLoss, context.dayProfit <= -limit {
            return .dailyLoss(loss: -context.dayProfit, limit: limit)
        }
        if let limit = limits.positions, context.position.units == 0, context.openPositions >= limit {
            return .positions(limit: limit)
        }
        return nil
    }

    /// What the order may cost: at its limit, else at the last price, the trigger or the previous close.
    func value(of terms: OrderTerms, in context: Context) -> Money {
        if terms.limit.raw > 0 { return terms.limit * terms.quantity }
        let quote = context.quote
        return max(quote.last.raw > 0 ? quote.last : quote.previousClose, terms.trigger) * terms.quantity
    }

    /// Tick, lot, band and the wrong-instrument guard: for new orders and amendments alike.
    public func shapeRefusal(of terms: OrderTerms, in context: Context) -> Refusal? {
        guard terms.quantity.units > 0, terms.quantity.units % context.lot.units == 0,
            terms.quantity <= Quantity.limit
        else { return .notALot(lot: context.lot) }
        let hasLimit = terms.kind == .limit || terms.kind == .stopLimit
        let hasTrigger = terms.kind == .stopLimit || terms.kind == .stopMarket
        guard hasLimit == (terms.limit.raw != 0), hasTrigger == (terms.trigger.raw != 0) else {
            return .offTick(tick: context.tick)
        }
        let previous = context.quote.previousClose.raw > 0 ? context.quote.previousClose : context.quote.last
        guard previous.raw > 0 else { return .noReference }
        return refusal(of: terms.limit, previous, in: context)
            ?? refusal(of: terms.trigger, previous, in: context)
            ?? strangeness(of: context.quote.last, previous)
    }

    private func refusal(of price: Price, _ previous: Price, in context: Context) -> Refusal? {
        guard price.raw != 0 else { return nil }
        guard price.isPlausible, price.isMultiple(ofTick: context.tick) else {
            return .offTick(tick: context.tick)
        }
        if let band = context.quote.band, !band.contains(price) { return .outsideBand(band) }
        return strangeness(of: price, previous)
    }

    private func strangeness(of price: Price, _ previous: Price) -> Refusal? {
        guard price.raw != 0, !limits.plausible.contains(Double(price.raw) / Double(previous.raw)) else { return nil }
        return .wrongInstrument(price: price, previousClose: previous)
    }
}
