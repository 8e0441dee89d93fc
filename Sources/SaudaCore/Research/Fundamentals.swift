/// What a fundamentals file says of an instrument (SIG-7, DEC-20). A missing value blocks nothing.
public struct Fundamentals: Hashable, Sendable {
    /// Trailing price over earnings; negative for a loss.
    public var pe: Double?
    /// Price over book value.
    public var pb: Double?
    public var asOf: Day

    public init(pe: Double?, pb: Double?, asOf: Day) {
        self.pe = pe
        self.pb = pb
        self.asOf = asOf
    }
}

/// One line of news about an instrument (SIG-8).
public struct Headline: Hashable, Sendable {
    public var day: Day
    public var title: String

    public init(day: Day, title: String) {
        self.day = day
        self.title = title
    }
}
