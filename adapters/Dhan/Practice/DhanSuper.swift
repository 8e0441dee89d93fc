import SaudaBroker
import SaudaCore

/// A super order: an entry, and what takes it out again at a target or a stop (section 2.9).
struct DhanSuper: Sendable {
    /// One way out.
    struct Exit: Sendable {
        /// Zero when there is none.
        var price: Price
        var status = DhanStatus.pending
        /// Of the order that it has placed.
        var order: String?
        var triggered = Quantity.zero

        var isWaiting: Bool { price.raw > 0 && status == .pending }

        /// Where a change of the entry puts it: zero takes it away, and one that was cancelled cannot be added again.
        func moved(to price: Price?) throws(DhanRefusal) -> Price {
            guard status == .cancelled, self.price.raw > 0 else { return price ?? self.price }
            guard (price ?? .zero).raw == 0 else { throw .order("A cancelled leg cannot be added again.") }
            return self.price
        }
    }

    /// The order id of the entry, and so of the whole.
    let id: String
    let slot: Int
    let side: Side
    let product: String
    var target: Exit
    var stop: Exit
    /// By how much the price has to gain for the stop to follow; zero for never.
    var jump: Price
    /// From where the next gain counts.
    var base: Price
    /// The stop was hit while the target's order was at the exchange.
    var wantsStop = false
    /// Both ways out are over.
    var isOver = false

    /// No way out is left that could fire.
    mutating func switchOff() {
        if target.isWaiting { target.status = .cancelled }
        if stop.isWaiting { stop.status = .cancelled }
        isOver = true
    }

    /// Moves the stop up behind a price that gains, in whole jumps.
    mutating func trail(_ price: Price) {
        guard jump.raw > 0, stop.isWaiting else { return }
        let gain = side == .buy ? price - base : base - price
        let steps = gain.raw / jump.raw
        guard steps > 0 else { return }
        let move = Price(raw: steps * jump.raw)
        base = side == .buy ? base + move : base - move
        stop.price = side == .buy ? stop.price + move : max(stop.price - move, Price(raw: 1))
    }

    func hasHitStop(_ price: Price) -> Bool {
        stop.isWaiting && (side == .buy ? price <= stop.price : price >= stop.price)
    }

    func hasHitTarget(_ price: Price) -> Bool {
        target.isWaiting && (side == .buy ? price >= target.price : price <= target.price)
    }

    func legs(_ entry: DhanOrder) -> PracticeJSON {
        func leg(_ name: DhanLeg, _ exit: Exit, jump: Price) -> PracticeJSON {
            [
                "orderId": .string(id), "legName": .string(name.rawValue),
                "transactionType": .string(side.opposite.description),
                "totalQuatity": .quantity(entry.terms.quantity),
                "remainingQuantity": .quantity(
                    exit.status.isFinal ? .zero : max(entry.terms.quantity - exit.triggered, .zero)
                ),
                "triggeredQuantity": .quantity(exit.triggered), "price": .float(exit.price),
                "orderStatus": .string(exit.status.rawValue), "trailingJump": .float(jump),
            ]
        }
        var legs: [PracticeJSON] = []
        if stop.price.raw > 0 { legs.append(leg(.stop, stop, jump: jump)) }
        if target.price.raw > 0 { legs.append(leg(.target, target, jump: .zero)) }
        return .array(legs)
    }
}
