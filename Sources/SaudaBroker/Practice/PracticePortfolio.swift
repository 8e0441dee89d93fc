public import SaudaCore

/// Holdings and the day's positions, from fills alone.
public struct PracticePortfolio: Sendable {
    public struct Holding: Sendable {
        public let slot: Int
        /// Delivered, before today's sales.
        public var opening: Quantity
        /// Bought on the day before, not delivered yet.
        public var undelivered = Quantity.zero
        public var used = Quantity.zero
        public var average: Price
        public var authorised = Quantity.zero

        public var quantity: Quantity { opening - used }
    }

    public struct Key: Hashable, Sendable {
        public var slot: Int
        public var product: Product

        public init(slot: Int, product: Product) {
            self.slot = slot
            self.product = product
        }
    }

    public struct Position: Sendable {
        public var overnight = Quantity.zero
        /// What the overnight part was bought or sold for.
        public var overnightValue = Money.zero
        public var bought = Quantity.zero
        public var boughtValue = Money.zero
        public var sold = Quantity.zero
        public var soldValue = Money.zero

        public var quantity: Quantity { overnight + bought - sold }
    }

    public private(set) var holdings: [Holding]
    public private(set) var positions: [Key: Position] = [:]
    /// In the order of their first fill.
    public private(set) var keys: [Key] = []

    /// - Parameter slot: where an instrument is in the broker's own count; nil for what it has not.
    public init(_ held: [PracticeSetup.Holding], slot: (InstrumentID) -> Int?) {
        holdings = held.compactMap { row in
            slot(row.instrument).map { Holding(slot: $0, opening: row.quantity, average: row.average) }
        }
    }

    /// Whether shares of it lie at the depository that nobody has authorised yet.
    public func holds(_ slot: Int) -> Bool {
        holdings.contains { $0.slot == slot && $0.quantity > .zero && $0.authorised < $0.quantity }
    }

    public mutating func authorise() {
        for place in holdings.indices { holdings[place].authorised = holdings[place].quantity }
    }

    public mutating func fill(_ slot: Int, _ product: Product, _ side: Side, _ quantity: Quantity, _ value: Money) {
        let key = Key(slot: slot, product: product)
        if positions[key] == nil { keys.append(key) }
        var position = positions[key, default: Position()]
        if side == .buy {
            position.bought += quantity
            position.boughtValue += value
        } else {
            position.sold += quantity
            position.soldValue += value
            if product == .delivery, let place = holdings.firstIndex(where: { $0.slot == slot }) {
                let bought = max(position.bought - position.sold + quantity, .zero)
                let fromHolding = max(quantity - bought, .zero)
                let delivered = min(fromHolding, holdings[place].quantity)
                holdings[place].used += delivered
                // Sold the day after it was bought: it is never delivered.
                holdings[place].undelivered -= min(fromHolding - delivered, holdings[place].undelivered)
            }
        }
        positions[key] = position
    }

    /// Moves a position from one product to another. Returns its average price; nil when there is no such position.
    public mutating func convert(_ slot: Int, _ from: Product, _ to: Product, _ side: Side, _ quantity: Quantity)
        -> Price?
    {
        let key = Key(slot: slot, product: from)
        guard let position = positions[key] else { return nil }
        let open = side == .buy ? position.quantity : -position.quantity
        guard quantity.units > 0, quantity <= open else { return nil }
        let (count, value) =
            side == .buy ? (position.bought, position.boughtValue) : (position.sold, position.soldValue)
        // One that was carried in has no trade of today.
        guard count >= quantity else { return nil }
        let average = value.price(per: count)
        fill(slot, from, side.opposite, quantity, average * quantity)
        fill(slot, to, side, quantity, average * quantity)
        return average
    }

    /// Shares bought become holdings on their way; what is carried of other products stays as an overnight position.
    public mutating func endDay() {
        for place in holdings.indices {
            holdings[place].opening = holdings[place].quantity + holdings[place].undelivered
            holdings[place].undelivered = .zero
            holdings[place].used = .zero
            holdings[place].authorised = .zero
        }
        var carried: [Key: Position] = [:]
        for key in keys {
            guard let position = positions[key], position.quantity.units != 0 else { continue }
            if key.product == .delivery {
                if position.quantity > .zero { deliver(key.slot, position) }
            } else {
                var next = Position()
                next.overnight = position.quantity
                next.overnightValue = position.overnightValue + position.boughtValue - position.soldValue
                carried[key] = next
            }
        }
        holdings.removeAll { $0.opening + $0.undelivered == .zero }
        keys.removeAll { carried[$0] == nil }
        positions = carried
    }

    private mutating func deliver(_ slot: Int, _ position: Position) {
        let average = position.boughtValue.price(per: position.bought)
        guard let place = holdings.firstIndex(where: { $0.slot == slot }) else {
            var new = Holding(slot: slot, opening: .zero, average: average)
            new.undelivered = position.quantity
            return holdings.append(new)
        }
        let held = holdings[place]
        let value = held.average * held.opening + average * position.quantity
        holdings[place].average = value.price(per: held.opening + position.quantity)
        holdings[place].undelivered += position.quantity
    }
}
