import SaudaBroker
import SaudaCore

// What the order system looks at after an order was taken.

extension KotakNeoPractice {
    /// Why the order system or the exchange rejects an order that was taken; nil when nothing is wrong with it.
    func objection(to order: NeoOrder, at now: Timestamp) -> String? {
        let listing = catalogue[order.slot]
        let (terms, tick) = (order.terms, listing.tick)
        guard listing.instrument != nil else { return "Instrument is not permitted to trade" }
        if terms.quantity.units % max(1, listing.lot.units) != 0 {
            return "Order quantity is not a multiple of the lot size \(listing.lot)"
        }
        if let most = listing.freeze, terms.quantity > most {
            return "Order quantity is above the freeze quantity \(most)"
        }
        if tick.raw > 0, !terms.limit.isMultiple(ofTick: tick) || !terms.trigger.isMultiple(ofTick: tick) {
            return "Price is not a multiple of the tick size \(tick)"
        }
        if terms.kind == .stopLimit {
            let isOrdered = order.side == .buy ? terms.trigger <= terms.limit : terms.trigger >= terms.limit
            guard isOrdered else { return "Trigger price is on the wrong side of the limit price" }
        }
        if terms.kind == .stopMarket, let end = settings.stopMarketEnds, now.day >= end {
            return "Market order with Algo Id not allowed"
        }
        if terms.kind == .market, settings.marketIsLimit, listing.isOption, market[order.slot].last == .zero {
            return "Market order is not allowed without a last traded price"
        }
        if order.status.isAfterMarket {
            let isInHours = isOpen(at: now) && !settings.takesAfterMarketInHours
            return isInHours ? "After market orders are not allowed while the market is open" : nil
        }
        return isOpen(at: now) ? nil : "Exchange is closed: place an after market order"
    }

    /// From the pre-open on.
    func isOpen(at now: Timestamp) -> Bool {
        guard let day, day.day == now.day else { return false }
        return now >= (day.preOpen?.lowerBound ?? day.open) && now < day.close
    }
}
