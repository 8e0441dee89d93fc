import SaudaCore
import SaudaStore

// What an order is, and what it followed from.

extension OrderStory {
    mutating func begin(_ request: OrderRequest) {
        isPlaced = true
        explanation.order = request.id.number
        explanation.strategy = words.names.strategy(request.strategy)
        explanation.variety = request.variety.bookWord
        explanation.reason = request.reason
        describe(request.account, request.instrument, request.side, request.product, request.terms)
    }

    mutating func describe(
        _ account: AccountID,
        _ instrument: InstrumentID,
        _ side: Side,
        _ product: Product,
        _ terms: OrderTerms
    ) {
        explanation.account = words.names.account(account)
        explanation.instrument = words.names.instrument(instrument)
        explanation.side = "\(side)"
        explanation.product = product.bookWord
        explanation.terms = JournalWords.text(terms)
    }

    mutating func explain(_ request: OrderRequest) {
        guard let last = trail.current else { return }
        var next: Cause? = last
        while let cause = next, explanation.causes.count < Self.limit {
            let again = cause.repeats > 0 ? ", after \(cause.repeats) such" : ""
            explanation.causes.append(step("event", words.text(cause.kind) + again, cause.record, cause.time))
            if let asked = cause.asked {
                explanation.causes.append(step("command", asked.text, asked.record, asked.by.time))
            }
            next = cause.asked?.by
        }
        guard let price = prices.last else { return }
        let isToday = price.source != "daily candle" && price.source != "previous close"
        explanation.price = OrderExplanation.LastPrice(
            price: "\(price.price)",
            source: price.source,
            at: price.time.bookText,
            record: price.record,
            ageSeconds: isToday ? (last.time.microseconds &- price.time.microseconds) / 1_000_000 : nil
        )
    }
}
