package import SaudaCore

/// One execution, for the charts of a report.
package struct FillRecord: Hashable, Sendable {
    package var instrument: InstrumentID
    package var time: Timestamp
    package var side: Side
    package var quantity: Quantity
    /// To the nearest 1/10,000 rupee.
    package var price: Price
    package var reason: String
    /// Whose order it was; nil of a deposit, a write-off and what is not ours.
    package var strategy: StrategyID?

    package init(
        instrument: InstrumentID,
        time: Timestamp,
        side: Side,
        quantity: Quantity,
        price: Price,
        reason: String,
        strategy: StrategyID? = nil
    ) {
        self.instrument = instrument
        self.time = time
        self.side = side
        self.quantity = quantity
        self.price = price
        self.reason = reason
        self.strategy = strategy
    }
}
