package import SaudaCore
package import SaudaStore

/// What fills cost beside the price that was counted with: above zero is worse. Adds up.
package struct FillSlippage: Hashable, Sendable {
    package var fills = 0
    package var cost = Money.zero
    /// What the same units would have come to at the prices counted with.
    package var base = Money.zero

    package init() {}

    /// - Parameter reference: What a unit was counted with.
    package init(_ side: Side, _ quantity: Quantity, _ value: Money, reference: Price) {
        fills = 1
        base = reference * quantity
        cost = side == .buy ? value - base : base - value
    }

    /// In 1/100 of a per cent; nil for nothing.
    package var basisPoints: Double? { base > .zero ? Double(cost.raw) / Double(base.raw) * 10_000 : nil }

    package static func += (a: inout FillSlippage, b: FillSlippage) {
        a.fills += b.fills
        a.cost += b.cost
        a.base += b.base
    }
}

/// One of our fills, beside what its order had been counted with.
package struct SlippedFill: Hashable, Sendable {
    package var fill: DayLedger.Fill
    /// The order's, and the price known when it was placed; nil when the journal does not tell.
    package var mark: DayTape.Mark?

    package init(_ fill: DayLedger.Fill, _ mark: DayTape.Mark?) {
        self.fill = fill
        self.mark = mark
    }

    /// The order's limit, else its trigger, else the last price before it went to the market.
    package var reference: Price? { mark?.limit ?? mark?.trigger ?? mark?.decided }

    /// What `reference` is, in a word; nil where there is none.
    package var basis: String? {
        guard let mark, reference != nil else { return nil }
        return mark.limit != nil ? "limit" : mark.trigger != nil ? "trigger" : "last"
    }

    package var slippage: FillSlippage? {
        reference.map { FillSlippage(fill.side, fill.quantity, fill.value, reference: $0) }
    }
}
