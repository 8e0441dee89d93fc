package import SaudaCore

/// One position from its first fill to its last, or to the end of the run while it is still open.
package struct TradeRecord: Hashable, Sendable {
    package var symbol: String
    package var instrument: InstrumentID
    /// Units entered in all: positive for a long position, negative for a short one.
    package var quantity: Quantity
    /// The first fill.
    package var entryTime: Timestamp
    /// The sum of price times units over the fills that entered; positive for both sides.
    package var entryValue: Money
    package var entryReason: String
    /// The last fill; while the trade is open, the moment of the close it is marked to.
    package var exitTime: Timestamp
    /// As `entryValue`; while the trade is open, what is still held is marked to the last close.
    package var exitValue: Money
    /// Nil while the trade is open.
    package var exitReason: String?
    /// All charges of its fills.
    package var charges: Money
    package var fills: Int
    /// The price furthest against the position while it was open (the lowest for a long one), if it was watched.
    package var worstPrice: Price?

    /// Takes exact sums, so that the profits of all trades add up to the change in equity.
    package init(
        symbol: String,
        instrument: InstrumentID,
        quantity: Quantity,
        entryTime: Timestamp,
        entryValue: Money,
        entryReason: String,
        exitTime: Timestamp,
        exitValue: Money,
        exitReason: String?,
        charges: Money,
        fills: Int,
        worstPrice: Price? = nil
    ) {
        self.symbol = symbol
        self.instrument = instrument
        self.quantity = quantity
        self.entryTime = entryTime
        self.entryValue = entryValue
        self.entryReason = entryReason
        self.exitTime = exitTime
        self.exitValue = exitValue
        self.exitReason = exitReason
        self.charges = charges
        self.fills = fills
        self.worstPrice = worstPrice
    }

    /// Takes average prices; an average rounded to 1/10,000 rupee can put the values off by half of that per unit.
    package init(
        symbol: String,
        instrument: InstrumentID,
        quantity: Quantity,
        entryTime: Timestamp,
        entryPrice: Price,
        entryReason: String,
        exitTime: Timestamp,
        exitPrice: Price,
        exitReason: String?,
        charges: Money,
        fills: Int,
        worstPrice: Price? = nil
    ) {
        let units = Quantity(abs(quantity.units))
        self.init(
            symbol: symbol,
            instrument: instrument,
            quantity: quantity,
            entryTime: entryTime,
            entryValue: entryPrice * units,
            entryReason: entryReason,
            exitTime: exitTime,
            exitValue: exitPrice * units,
            exitReason: exitReason,
            charges: charges,
            fills: fills,
            worstPrice: worstPrice
        )
    }

    package var isOpen: Bool { exitReason == nil }
    package var side: Side { quantity.units < 0 ? .sell : .buy }
    /// To the nearest 1/10,000 rupee.
    package var entryPrice: Price { entryValue.price(per: Quantity(abs(quantity.units))) }
    /// To the nearest 1/10,000 rupee; the mark while the trade is open.
    package var exitPrice: Price { exitValue.price(per: Quantity(abs(quantity.units))) }

    /// What was earned after charges; unrealised, without the charges of an exit, while the trade is open.
    package var profit: Money {
        (side == .buy ? exitValue - entryValue : entryValue - exitValue) - charges
    }

    /// Profit after charges over the entry value, as a fraction; nil when nothing was paid.
    package var profitRatio: Double? { entryValue.raw > 0 ? profit.rupees / entryValue.rupees : nil }

    /// Calendar days from entry to exit; 0 for a trade closed on the day it was opened.
    package var holdingDays: Int { exitTime.day.days(since: entryTime.day) }

    /// How far the price went against the average entry, as a fraction at or below 0; -0.05 is 5 % against.
    package var adverseExcursion: Double? {
        guard let worstPrice, entryPrice.raw > 0 else { return nil }
        let move = (worstPrice - entryPrice).rupees / entryPrice.rupees
        return min(0, side == .buy ? move : -move)
    }
}
