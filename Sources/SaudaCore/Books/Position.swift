/// What an account holds of one instrument under one product.
public struct Position: Hashable, Sendable {
    /// Signed: negative when short.
    public var quantity = Quantity.zero
    /// What the open quantity cost, signed as it is.
    public var cost = Money.zero
    /// Profit and loss booked so far, before charges.
    public var realised = Money.zero
    public var charges = Charges.zero
    /// Bought and not yet deliverable, each with the day it settles (T+1).
    public var unsettled: [Unsettled] = []

    public struct Unsettled: Hashable, Sendable {
        public var quantity: Quantity
        public var value: Money
        public var day: Day
        /// Deliverable from here on.
        public var from: Day
        /// The value of the same order's fills before this one; brokerage is per order.
        package var earlier = Money.zero

        package init(quantity: Quantity, value: Money, day: Day, from: Day, earlier: Money = .zero) {
            self.quantity = quantity
            self.value = value
            self.day = day
            self.from = from
            self.earlier = earlier
        }
    }

    public init() {}

    public var average: Price { cost.price(per: quantity) }

    /// What can be delivered today.
    public var settled: Quantity { unsettled.reduce(quantity) { $0 - $1.quantity } }

    public func unrealised(at price: Price) -> Money { price * quantity - cost }

    /// Books a fill and returns the profit or loss it realised, by average cost.
    mutating func fill(_ side: Side, _ fill: Quantity, value: Money) -> Money {
        let signed = Quantity(fill.units * side.sign)
        guard quantity.units != 0, (quantity.units > 0) != (signed.units > 0) else {
            quantity += signed
            cost += Money(raw: value.raw * side.sign)
            return .zero
        }
        let closing = Quantity(min(abs(quantity.units), fill.units))
        let closedCost = closing.units == abs(quantity.units) ? cost : share(of: cost, closing, of: abs(quantity.units))
        let closedValue = closing == fill ? value : share(of: value, closing, of: fill.units)
        let profit = side == .sell ? closedValue - closedCost : -closedCost - closedValue
        quantity += Quantity(closing.units * side.sign)
        cost -= closedCost
        if closing < fill {
            quantity += Quantity((fill - closing).units * side.sign)
            cost += Money(raw: (value - closedValue).raw * side.sign)
        }
        realised += profit
        return profit
    }

    private func share(of amount: Money, _ part: Quantity, of whole: Int64) -> Money {
        let product = amount.raw.multipliedFullWidth(by: part.units)
        return Money(raw: whole.dividingFullWidth(product).quotient)
    }

    /// What of `sold` units was bought on `day`, newest first; the last may be a part of its purchase.
    func squared(by sold: Quantity, on day: Day) -> [Unsettled] {
        var parts: [Unsettled] = []
        var left = sold
        for lot in unsettled.reversed() where lot.day == day && left > .zero {
            var part = lot
            part.take(min(lot.quantity, left))
            parts.append(part)
            left -= part.quantity
        }
        return parts
    }

    /// Notes what a purchase brought that is not deliverable yet.
    mutating func receive(_ fill: Fill, _ opened: Quantity, from settlement: Day, earlier: Money = .zero) {
        guard opened > .zero else { return }
        unsettled.append(
            Unsettled(
                quantity: opened,
                value: fill.value(of: opened),
                day: fill.time.day,
                from: settlement,
                earlier: earlier
            )
        )
    }

    /// Takes sold units from the newest purchases first, so that a same-day sale squares the same day's purchase.
    mutating func deliver(_ sold: Quantity) {
        var left = sold
        while left.units > 0, let last = unsettled.last {
            guard last.quantity > left else {
                left -= last.quantity
                unsettled.removeLast()
                continue
            }
            var part = last
            part.take(left)
            unsettled[unsettled.count - 1].quantity -= part.quantity
            unsettled[unsettled.count - 1].value -= part.value
            unsettled[unsettled.count - 1].earlier += part.value
            return
        }
    }
}

extension Position.Unsettled {
    /// Shrinks to its first `part` units.
    fileprivate mutating func take(_ part: Quantity) {
        guard part < quantity else { return }
        value = value.price(per: quantity) * part
        quantity = part
    }
}
