/// The bytes of one input, taken apart from the front.
public struct FuzzInput {
    private var left: ArraySlice<UInt8>

    public init(_ start: UnsafePointer<UInt8>, _ count: Int) {
        left = Array(UnsafeBufferPointer(start: start, count: count))[...]
    }

    /// Which of several things is tried; 0 when nothing is left.
    public mutating func choice(of count: UInt8) -> UInt8 { (left.popFirst() ?? 0) % count }

    /// The next message of several: two bytes, big-endian, say how many follow. Nil at the end.
    public mutating func message() -> [UInt8]? {
        guard left.count >= 2 else { return nil }
        let count = Int(left.removeFirst()) << 8 | Int(left.removeFirst())
        defer { left = left.dropFirst(count) }
        return Array(left.prefix(count))
    }

    public var rest: [UInt8] { Array(left) }
    /// Nil where they are not UTF-8.
    public var text: String? { String(validating: left, as: UTF8.self) }
}
