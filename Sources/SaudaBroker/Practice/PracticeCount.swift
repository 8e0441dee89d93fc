public import SaudaCore

/// How many requests of a class came, and how many in its busiest calendar window of the practice clock.
public struct PracticeCount: Hashable, Sendable {
    public var endpoints: EndpointClass
    /// The length of the window in seconds.
    public var seconds: Int64
    public var limit: Int
    /// All that came, refused ones included.
    public private(set) var total = 0
    /// Those that were over the limit.
    public private(set) var refused = 0
    /// The most that came in one window, refused ones included.
    public private(set) var busiest = 0
    private var window = Int64.min
    private var inWindow = 0

    public init(_ endpoints: EndpointClass, limit: Int, perSeconds seconds: Int64) {
        self.endpoints = endpoints
        self.limit = limit
        self.seconds = seconds
    }

    /// Counts one more. Returns whether it is within the limit.
    public mutating func add(at now: Timestamp) -> Bool {
        // Windows begin at multiples of their length, India time; the offset is whole in seconds.
        let second = (now.microseconds + Timestamp.indiaOffset) / 1_000_000
        let current = second / seconds
        if current != window {
            window = current
            inWindow = 0
        }
        total += 1
        inWindow += 1
        busiest = max(busiest, inWindow)
        if inWindow > limit { refused += 1 }
        return inWindow <= limit
    }
}
