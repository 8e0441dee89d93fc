public import SaudaCore

/// The addresses from which a broker takes orders of the account through its API.
public struct OrderAddresses: Hashable, Sendable {
    public enum Place: Hashable, Sendable {
        case primary, secondary
    }

    public struct Entry: Hashable, Sendable {
        /// Numeric.
        public var address: String
        /// When it was set or changed; nil when the broker does not tell.
        public var changed: Day?

        public init(_ address: String, changed: Day? = nil) {
            self.address = address
            self.changed = changed
        }
    }

    public var primary: Entry?
    public var secondary: Entry?
    /// From where the broker saw the question come; nil when it does not tell.
    public var seen: String?
    /// Whether it takes orders from there; nil when it does not tell.
    public var takesOrders: Bool?

    public init(primary: Entry?, secondary: Entry?, seen: String? = nil, takesOrders: Bool? = nil) {
        self.primary = primary
        self.secondary = secondary
        self.seen = seen
        self.takesOrders = takesOrders
    }

    public subscript(place: Place) -> Entry? { place == .primary ? primary : secondary }

    public var registered: [String] { [primary, secondary].compactMap { $0?.address } }
}
