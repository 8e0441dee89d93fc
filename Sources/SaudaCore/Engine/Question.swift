/// What the engine may ask the world. The answer comes back as an event and so stands in the journal.
public enum Question: Hashable, Sendable {
    /// Daily candles that end before today: `days` calendar days of them, oldest first.
    case history(InstrumentID, days: Int32)
    case quote(InstrumentID)
    case funds(AccountID)
    case holdings(AccountID)
    case orderBook(AccountID)
    /// The strategy's own study of an instrument over the last `days` calendar days, `capital` a fill (SCO-2).
    case study(InstrumentID, of: StrategyID, days: Int32, capital: Money)
    /// The newest row of the fundamentals file that is not later than now (DEC-20).
    case fundamentals(InstrumentID)
    /// Headlines of the last `days` calendar days, none later than now, oldest first (SIG-8).
    case headlines(InstrumentID, days: Int32)
}

public enum Answer: Hashable, Sendable {
    case candles([Candle])
    case quote(Tick)
    case funds(available: Money)
    case holdings([HoldingRow])
    case orderBook([ForeignOrder])
    case study(StudyFigures)
    /// Nil when no file says anything of it.
    case fundamentals(Fundamentals?)
    case headlines([Headline])
    /// No answer can be had; the text says why.
    case failure(String)
}

/// One line of the broker's holdings: shares from days before, less what was sold of them today.
public struct HoldingRow: Hashable, Sendable {
    public var instrument: InstrumentID
    public var quantity: Quantity
    public var average: Price

    public init(instrument: InstrumentID, quantity: Quantity, average: Price) {
        self.instrument = instrument
        self.quantity = quantity
        self.average = average
    }
}
