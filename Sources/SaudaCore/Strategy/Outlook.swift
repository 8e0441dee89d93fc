/// Something that a strategy has in mind beyond its orders, for people who ask what comes next.
public struct Outlook: Hashable, Sendable {
    /// A short stable word: `position`, `failed-order`, `re-entry`.
    public var code: String
    public var instrument: InstrumentID?
    /// In words, with its figures.
    public var text: String

    public init(_ code: String, _ instrument: InstrumentID?, _ text: String) {
        self.code = code
        self.instrument = instrument
        self.text = text
    }
}
