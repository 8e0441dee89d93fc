import SaudaBroker
import SaudaCore

/// What would be refused is refused before it is written. Nobody else looks at the prices of exits (protocol section 2.9).
enum SuperChecks {
    /// - Parameter isNew: a new one has at least one exit.
    @discardableResult
    static func check(_ order: BracketOrder, _ api: DhanAPI, isNew: Bool = true) throws(BrokerError) -> SecurityKey {
        guard let listing = api.context.listings[order.instrument], let key = listing.security,
            key.segment.isEquity || key.segment.isDerivatives
        else { throw OrderChecks.refused("the instrument is not in the instrument list, or is an index") }
        guard order.kind == .limit || order.kind == .market else {
            throw OrderChecks.refused("the entry of a bracket order is a limit order or one at the market")
        }
        guard order.price.isPlausible else {
            throw OrderChecks.refused(
                "the entry needs a price, at the market the last one: its exits are held against it"
            )
        }
        let terms = OrderTerms(kind: order.kind, quantity: order.quantity, limit: order.price)
        try OrderChecks.check(terms, order.side, listing.instrument)
        try OrderChecks.check(order.product, in: key.segment)
        try OrderChecks.checkFreeze(order.quantity, listing.instrument)
        guard !isNew || order.target != nil || order.stop != nil else {
            throw OrderChecks.refused("a bracket order has a target, a stop or both")
        }
        try ticks([order.price, order.target, order.stop?.trigger], order.stop?.trail, listing.instrument)
        let (stop, target) = (order.stop?.trigger, order.target)
        try ascending(stop, order.price, order.side, "the stop of a purchase is below its price, of a sale above it")
        try ascending(
            order.price,
            target,
            order.side,
            "the target of a purchase is above its price, of a sale below it"
        )
        return key
    }

    /// Of the exits of a position: what it cost says nothing of a stop that has trailed.
    static func check(
        _ side: Side,
        target: Price?,
        stop: BracketOrder.Stop?,
        _ instrument: Instrument
    ) throws(BrokerError) {
        try ticks([target, stop?.trigger], stop?.trail, instrument)
        try ascending(stop?.trigger, target, side, "the stop of a purchase is below its target, of a sale above it")
    }

    private static func ticks(_ prices: [Price?], _ trail: Price?, _ instrument: Instrument) throws(BrokerError) {
        let given = prices.compactMap(\.self)
        guard given.allSatisfy(\.isPlausible) else { throw OrderChecks.refused("an exit without a possible price") }
        if let trail, trail.raw < 0 || trail > .limit { throw OrderChecks.refused("a trail is 0 or more") }
        guard let tick = instrument.tick, tick.raw > 0 else { return }
        guard (given + [trail ?? .zero]).allSatisfy({ $0.isMultiple(ofTick: tick) }) else {
            throw OrderChecks.refused("prices and trail of \(instrument.name) are multiples of \(tick)")
        }
    }

    /// The first below the second for a purchase, above it for a sale.
    private static func ascending(
        _ first: Price?,
        _ second: Price?,
        _ side: Side,
        _ rule: String
    ) throws(BrokerError) {
        guard let first, let second else { return }
        guard side == .buy ? first < second : first > second else { throw OrderChecks.refused(rule) }
    }
}
