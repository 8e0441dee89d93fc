/// Bytes that cannot be what they claim: where, how many were needed, how many there were.
public struct WireError: Error, Hashable, Sendable, CustomStringConvertible {
    public var offset: Int
    public var needed: Int
    public var present: Int
    public var what: String

    public init(offset: Int, needed: Int, present: Int, _ what: String) {
        self.offset = offset
        self.needed = needed
        self.present = present
        self.what = what
    }

    public var description: String { "\(what) at byte \(offset): \(needed) bytes needed, \(present) there" }
}
