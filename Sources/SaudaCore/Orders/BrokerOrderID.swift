/// A broker's reference to one order. Opaque: an adapter may pack more than a number into it.
public struct BrokerOrderID: Hashable, Sendable, CustomStringConvertible {
    public var text: String

    public init(_ text: String) { self.text = text }

    public var description: String { text }
}
