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

        public init(
            lot: Quantity,
            tick: Price,
            quote: MarketView.Quote,
            position: Quantity,
            openPositions: Int,
            dayProfit: Money
        ) {
            self.lot = lot
            self.tick = tick
            self.quote = quote
            self.position = position
            self.openPositions = openPositions
            self.dayProfit = dayProfit
        }
    }

    public init(limits: RiskLimits) { self.limits = limits }

    public mutating func halt() { isHalted = true }
    public mutating func resume() { isHalted = false }
    mutating func startDay() { ordersToday = 0 }
    mutating func countOrder() { ordersToday += 1 }

    /// Returns why the order must not be sent, or nil.
    public func refusal(of terms: OrderTerms, _ side: Side, in context: Context) -> Refusal? {
        if let refusal = shapeRefusal(of: terms, in: context) { return refusal }
        let reduces = side == .sell ? context.position >= terms.quantity : -context.position >= terms.quantity
        if let limit = limits.ordersPerDay, ordersToday >= limit, !reduces { return .ordersPerDay(limit: limit) }
        guard !reduces else { return nil }
        if isHalted { return .halted }
        let price = terms.limit.raw > 0 ? terms.limit : context.quote.last
        let value = price * terms.quantity
        if let limit = limits.orderValue, value > limit { return .orderValue(value: value, limit: limit) }
        if let limit = limits.dailyLoss, context.dayProfit <= -limit {
            return .dailyLoss(loss: -context.dayProfit, limit: limit)
        }
        if let limit = limits.positions, context.position.units == 0, context.openPositions >= limit {
            return .positions(limit: limit)
        }
        return nil
    }

    /// Tick, lot, band and the wrong-instrument guard: for new orders and amendments alike.
    public func shapeRefusal(of terms: OrderTerms, in context: Context) -> Refusal? {
        guard terms.quantity.units > 0, terms.quantity.units % context.lot.units == 0,
            terms.quantity <= Quantity.limit
        else { return .notALot(lot: context.lot) }
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
