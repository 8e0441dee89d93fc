/// Something a strategy has to know after tonight: which levels are taken, what waits for a retry. Kept in the books,
/// given back as an event the next morning (HIS).
public struct Memo: Hashable, Sendable {
    public var strategy: StrategyID
    public var instrument: InstrumentID
    /// A short stable word: `levels`, `failed-order`. One memo per strategy, instrument and topic; a new one replaces it.
    public var topic: String
    /// As the strategy writes it; empty forgets it.
    public var text: String

    public init(strategy: StrategyID, instrument: InstrumentID, topic: String, text: String) {
        self.strategy = strategy
        self.instrument = instrument
        self.topic = topic
        self.text = text
    }
}
