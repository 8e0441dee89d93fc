/// Rules as a value: told what happens, it states targets on the desk. It never sends, waits, logs or reads a clock.
///
/// All state is the strategy's own and must follow from the events alone, so that a replay rebuilds it. Every method
/// has an empty default.
public protocol Strategy: Sendable {
    /// A trading day begins (before the market opens). Ask for wake-ups and history here.
    mutating func dayStarted(_ day: TradingDay, on desk: inout Desk)
    /// A price of an instrument that some strategy watches.
    mutating func tick(_ tick: Tick, on desk: inout Desk)
    mutating func candle(_ candle: Candle, _ span: CandleSpan, of instrument: InstrumentID, on desk: inout Desk)
    /// A wake-up asked for with `desk.wake`.
    mutating func woke(_ label: UInt32, on desk: inout Desk)
    mutating func answered(_ request: RequestID, _ answer: Answer, on desk: inout Desk)
    /// The status of one of its targets moved.
    mutating func targetChanged(_ key: TargetKey, on desk: inout Desk)
    /// An order in its account that is not ours was seen or moved; `before` is what we knew of it.
    mutating func foreignOrder(_ order: ForeignOrder, before: ForeignOrder?, on desk: inout Desk)
    /// A person asks for one of the day's jobs now. What was done today already is not done twice.
    mutating func run(_ job: Job, on desk: inout Desk)
    /// What it kept with `desk.remember` on an earlier day; before `dayStarted`.
    mutating func remembered(_ memo: Memo, on desk: inout Desk)
    /// What it has in mind beyond its orders: positions it looks after, what waits for a price or for cash.
    func outlook(on desk: Desk) -> [Outlook]
}

extension Strategy {
    public mutating func dayStarted(_ day: TradingDay, on desk: inout Desk) {}
    public mutating func tick(_ tick: Tick, on desk: inout Desk) {}
    public mutating func candle(
        _ candle: Candle,
        _ span: CandleSpan,
        of instrument: InstrumentID,
        on desk: inout Desk
    ) {}
    public mutating func woke(_ label: UInt32, on desk: inout Desk) {}
    public mutating func answered(_ request: RequestID, _ answer: Answer, on desk: inout Desk) {}
    public mutating func targetChanged(_ key: TargetKey, on desk: inout Desk) {}
    public mutating func foreignOrder(_ order: ForeignOrder, before: ForeignOrder?, on desk: inout Desk) {}
    public mutating func run(_ job: Job, on desk: inout Desk) {}
    public mutating func remembered(_ memo: Memo, on desk: inout Desk) {}
    public func outlook(on desk: Desk) -> [Outlook] { [] }
}
