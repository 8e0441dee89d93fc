/// What a broker takes and how much of it. Plain data, declared by each adapter.
public struct VenueTraits: Hashable, Sendable {
    public var kinds: Set<OrderKind>
    public var validities: Set<Validity>
    public var products: Set<Product>
    /// When after-market orders are taken; an interval whose end is earlier than its start runs over midnight.
    public var afterMarket: [Window]
    /// How our tag may look.
    public var tagLength: Int
    /// Modifications of one order that the broker allows, nil for no stated cap.
    public var modifyCap: Int?
    public var ordersPerSecond: Int

    public struct Window: Hashable, Sendable {
        public var from: TimeOfDay
        public var to: TimeOfDay

        public init(from: TimeOfDay, to: TimeOfDay) {
            self.from = from
            self.to = to
        }

        public func contains(_ time: TimeOfDay) -> Bool {
            from <= to ? time >= from && time < to : time >= from || time < to
        }
    }

    public init(
        kinds: Set<OrderKind> = Set(OrderKind.allCases),
        validities: Set<Validity> = Set(Validity.allCases),
        products: Set<Product> = Set(Product.allCases),
        afterMarket: [Window] = [],
        tagLength: Int = 20,
        modifyCap: Int? = nil,
        ordersPerSecond: Int = 10
    ) {
        self.kinds = kinds
        self.validities = validities
        self.products = products
        self.afterMarket = afterMarket
        self.tagLength = tagLength
        self.modifyCap = modifyCap
        self.ordersPerSecond = ordersPerSecond
    }

    /// The practice exchange: every order kind, after-market orders at any time the market is closed (PAP-2).
    public static let practice = VenueTraits(
        afterMarket: [Window(from: TimeOfDay(15, 30), to: TimeOfDay(9, 15))],
        ordersPerSecond: .max
    )
}
