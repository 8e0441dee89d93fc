public import SaudaCore

/// An order that is thought of, for its margin and charges.
public struct PlannedOrder: Hashable, Sendable {
    public var instrument: InstrumentID
    public var side: Side
    public var product: Product
    public var variety: OrderRequest.Variety
    public var terms: OrderTerms
    public var options: OrderOptions
    /// What it is reckoned to trade at; its limit where it has one and nothing else is said.
    public var price: Price

    public init(
        _ instrument: InstrumentID,
        _ side: Side,
        _ product: Product,
        _ terms: OrderTerms,
        variety: OrderRequest.Variety = .regular,
        options: OrderOptions = OrderOptions(),
        price: Price? = nil
    ) {
        self.instrument = instrument
        self.side = side
        self.product = product
        self.variety = variety
        self.terms = terms
        self.options = options
        self.price = price ?? terms.limit
    }
}

/// What the broker sets aside for an order.
public struct OrderMargin: Hashable, Sendable {
    public var instrument: InstrumentID
    public var total: Money
    /// The parts that brokers name; they need not add up to the total.
    public var span: Money
    public var exposure: Money
    public var premium: Money
    public var valueAtRisk: Money
    /// Where the answer has them.
    public var charges: Charges?

    public init(
        instrument: InstrumentID,
        total: Money,
        span: Money = .zero,
        exposure: Money = .zero,
        premium: Money = .zero,
        valueAtRisk: Money = .zero,
        charges: Charges? = nil
    ) {
        self.instrument = instrument
        self.total = total
        self.span = span
        self.exposure = exposure
        self.premium = premium
        self.valueAtRisk = valueAtRisk
        self.charges = charges
    }
}

/// What is set aside for several orders together.
public struct BasketMargin: Hashable, Sendable {
    /// As if they knew nothing of each other.
    public var sum: Money
    /// With what they take from each other's risk.
    public var total: Money
    public var orders: [OrderMargin]

    public init(sum: Money, total: Money, orders: [OrderMargin]) {
        self.sum = sum
        self.total = total
        self.orders = orders
    }
}

/// What an order costs by the broker's own count.
public struct OrderCharges: Hashable, Sendable {
    public var instrument: InstrumentID
    /// Part by part; taxes on commodities stand under `stt`.
    public var charges: Charges
    /// The broker's sum, which it rounds in its own way.
    public var total: Money

    public init(instrument: InstrumentID, charges: Charges, total: Money) {
        self.instrument = instrument
        self.charges = charges
        self.total = total
    }
}
