import SaudaBroker
import SaudaCore

/// Holdings and the day's positions (section 3.7), from fills alone.
struct KitePortfolio: Sendable {
    struct Holding: Sendable {
        let slot: Int
        /// Delivered, before today's sales.
        var opening: Quantity
        /// Bought on the day before, not delivered yet.
        var undelivered = Quantity.zero
        var used = Quantity.zero
        var average: Price
        var authorised = Quantity.zero

        var quantity: Quantity { opening - used }
    }

    struct Key: Hashable, Sendable {
        var slot: Int
        var product: String
    }

    struct Position: Sendable {
        var overnight = Quantity.zero
        /// What the overnight part was bought or sold for.
        var overnightValue = Money.zero
        var bought = Quantity.zero
        var boughtValue = Money.zero
        var sold = Quantity.zero
        var soldValue = Money.zero

        var quantity: Quantity { overnight + bought - sold }
    }

    private(set) var holdings: [Holding]
    private(set) var positions: [Key: Position] = [:]
    /// In the order of their first fill.
    private(set) var keys: [Key] = []

    init(_ held: [PracticeSetup.Holding], _ catalogue: KiteCatalogue) {
        holdings = held.compactMap { row in
            catalogue.find(row.instrument).map { Holding(slot: $0, opening: row.quantity, average: row.average) }
        }
    }

    /// Whether shares of it lie at the depository that nobody has authorised yet.
    func holds(_ slot: Int) -> Bool {
        holdings.contains { $0.slot == slot && $0.quantity > .zero && $0.authorised < $0.quantity }
    }

    mutating func authorise() {
        for place in holdings.indices { holdings[place].authorised = holdings[place].quantity }
    }

    mutating func fill(_ slot: Int, _ product: String, _ side: Side, _ quantity: Quantity, _ value: Money) {
        let key = Key(slot: slot, product: product)
        if positions[key] == nil { keys.append(key) }
        var position = positions[key, default: Position()]
        if side == .buy {
            position.bought += quantity
            position.boughtValue += value
        } else {
            position.sold += quantity
            position.soldValue += value
            if product == "CNC", let place = holdings.firstIndex(where: { $0.slot == slot }) {
                let bought = max(position.bought - position.sold + quantity, .zero)
                let fromHolding = max(quantity - bought, .zero)
                holdings[place].used += min(fromHolding, holdings[place].quantity)
            }
        }
        positions[key] = position
    }

    /// Moves a position from one product to another. Returns its average price; nil when there is no such position.
    mutating func convert(_ slot: Int, _ from: String, _ to: String, _ side: Side, _ quantity: Quantity) -> Price? {
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
    mutating func endDay() {
        for place in holdings.indices {
            holdings[place].opening = holdings[place].quantity + holdings[place].undelivered
            holdings[place].undelivered = .zero
            holdings[place].used = .zero
            holdings[place].authorised = .zero
        }
        var carried: [Key: Position] = [:]
        for key in keys {
            guard let position = positions[key], position.quantity.units != 0 else { continue }
            if key.product == "CNC" {
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
