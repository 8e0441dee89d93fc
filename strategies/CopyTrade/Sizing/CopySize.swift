package import SaudaCore

/// A follower's quantity, by what it does to the position.
package struct CopySize: Hashable, Sendable {
    package var closing: Quantity
    package var opening: Quantity
    /// A cap has cut what is opened.
    package var isCut: Bool

    package init(closing: Quantity, opening: Quantity, isCut: Bool) {
        self.closing = closing
        self.opening = opening
        self.isCut = isCut
    }

    package var total: Quantity { closing + opening }
}

extension CopyScale {
    /// The follower's quantity for a total of the leader's, in whole lots. Never more with a smaller total.
    ///
    /// What closes the leader's position closes the same part of the follower's, uncut; the rest is an entry.
    package func size(of terms: OrderTerms, _ side: Side) -> CopySize {
        let (closes, closable) = closing(terms.quantity, side)
        let opens = terms.quantity - closes
        let wanted = scaled(opens, at: price(of: terms))
        let opening = min(wanted, most(at: price(of: terms)))
        return CopySize(closing: part(closable, closes), opening: opening, isCut: opening < wanted)
    }

    /// How much of the leader's order closes its position, and what the follower has on the same side.
    private func closing(_ quantity: Quantity, _ side: Side) -> (leader: Quantity, follower: Quantity) {
        guard let leaderHeld, leaderHeld.units * side.sign < 0 else { return (.zero, .zero) }
        let closable = held.units * side.sign < 0 ? Quantity(abs(held.units)) : .zero
        return (min(quantity, Quantity(abs(leaderHeld.units))), closable)
    }

    private func part(_ closable: Quantity, _ closes: Quantity) -> Quantity {
        guard let leaderHeld, closes > .zero, closable >= lot else { return .zero }
        let share = Int128(closable.units) * Int128(closes.units) / Int128(abs(leaderHeld.units))
        return max(Quantity(Int64(share)).roundedDown(toLot: lot), lot)
    }

    private func scaled(_ quantity: Quantity, at price: Price) -> Quantity {
        guard quantity > .zero else { return .zero }
        switch rule {
        case .share(let part, let whole):
            guard part > 0, whole > 0 else { return .zero }
            let units = Int128(quantity.units) * Int128(part) / Int128(whole)
            let capped = Quantity(Int64(min(units, Int128(Quantity.limit.units))))
            return max(capped.roundedDown(toLot: lot), lot)
        case .lots(let count): return lots(count)
        case .limit: return min(quantity.roundedDown(toLot: lot), affordable(at: price))
        }
    }

    /// The caps on what is opened; without a price nothing can be said to be under them.
    private func most(at price: Price) -> Quantity {
        let affordable = affordable(at: price)
        return maxLots.map { min(affordable, lots($0)) } ?? affordable
    }

    private func affordable(at price: Price) -> Quantity {
        min(limit.units(at: price), Quantity.limit).roundedDown(toLot: lot)
    }

    /// So many lots, or as many as an order may have at all.
    private func lots(_ count: Int64) -> Quantity {
        let most = Quantity.limit.units / lot.units
        return Quantity(max(min(count, most), 0) * lot.units)
    }

    /// The same part of the follower's order as the leader discloses of its own: whole lots, one at least, at most all
    /// (CPY-6).
    package func disclosed(of quantity: Quantity, as leader: OrderTerms) -> Quantity {
        guard leader.disclosed > .zero, leader.quantity > .zero else { return .zero }
        let share = Int128(quantity.units) * Int128(leader.disclosed.units) / Int128(leader.quantity.units)
        let units = Quantity(Int64(min(share, Int128(quantity.units))))
        return min(max(units.roundedDown(toLot: lot), lot), quantity)
    }
}
