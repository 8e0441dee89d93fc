/// What one card shows, why that matters, and what to do when it fails. How it is checked is an `AdapterCard`'s or a
/// `LinkCard`'s to say.
public struct Card: Hashable, Sendable {
    /// Area and number: `AUTH-1`. An id is never given to another card.
    public var id: String
    /// A sentence that is true when the card passes.
    public var shows: String
    public var why: String
    public var fix: String
    /// Where it is asked for: a rule of the strategy rules, or a section of the architecture, the style or the market
    /// facts. Where a broker's own document says it stands in the samples.
    public var source: String

    public init(_ id: String, _ shows: String, why: String, fix: String, source: String) {
        self.id = id
        self.shows = shows
        self.why = why
        self.fix = fix
        self.source = source
    }

    /// The letters before the number: `AUTH`.
    public var area: Substring { id.prefix { $0 != "-" } }
}

public enum CardResult: Hashable, Sendable {
    case passed
    /// What was seen instead.
    case failed(String)
    /// The broker has no such thing: which of its traits says so.
    case notApplicable(String)
}

/// How a check ends early.
public enum CardEnd: Error, Hashable, Sendable {
    case failed(String)
    case notApplicable(String)

    var result: CardResult {
        switch self {
        case .failed(let text): .failed(text)
        case .notApplicable(let why): .notApplicable(why)
        }
    }
}

/// Ends a check unless the condition holds.
func expect(_ condition: Bool, _ text: @autoclosure () -> String) throws(CardEnd) {
    if !condition { throw .failed(text()) }
}
