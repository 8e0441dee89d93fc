import SaudaBroker
import SaudaCore

// Orders that follow from others: later iceberg legs, the stops of cover orders; and what is told of an order over HTTP.

extension KitePractice {
    /// What comes after an order that is done with.
    mutating func goOn(after place: Int, at now: Timestamp) {
        let order = orders[place]
        switch order.role {
        case .single, .stop, .auction: break
        case .covered(let stop):
            guard order.filled.units > 0 else { return }
            var draft = follower(of: order, order.filled)
            draft.side = order.side.opposite
            draft.type = "SL-M"
            draft.terms = OrderTerms(kind: .stopMarket, quantity: order.filled, trigger: stop)
            draft.role = .stop
            _ = add(draft, variety: order.variety, at: now)
        case .leg(var leg):
            guard leg.remaining.units > 0, leg.number < leg.count else { return }
            leg.number += 1
            var draft = follower(of: order, leg.quantity)
            draft.role = .leg(leg)
            budgets.addPlacement(at: now)
            _ = add(draft, variety: order.variety, at: now)
        }
    }

    /// The same again, of another quantity.
    private func follower(of order: KiteOrder, _ quantity: Quantity) -> Draft {
        var terms = order.terms
        terms.quantity = quantity
        return Draft(
            slot: order.slot,
            side: order.side,
            product: order.product,
            type: order.type,
            terms: terms,
            validity: order.validity,
            timeToLive: order.timeToLive,
            tag: order.tag,
            tags: order.tags,
            parent: order.parent ?? order.id
        )
    }

    /// Nobody bought in the auctions of this practice.
    mutating func endAuctions(at now: Timestamp, into actions: inout [PracticeAction]) {
        for place in orders.indices {
            if case .auction = orders[place].role { end(place, "", at: now, into: &actions) }
        }
    }

    /// What the broker posts to the app's address of an order (4.9), signed with the app's secret; nil for an order
    /// that is not in the book.
    public func postback(_ id: String) -> String? {
        guard let place = orderPlaces[id] else { return nil }
        let order = orders[place]
        guard case .object(var pairs) = order.update(catalogue[order.slot], user: user),
            case .string(let time) = KiteTime.json(order.time)
        else { return nil }
        let checksum = Digests.hex(Digests.sha256(Array((id + time + sessions.secret.reveal()).utf8)))
        for index in pairs.indices where pairs[index].key == "checksum" { pairs[index].value = .string(checksum) }
        return PracticeJSON.object(pairs).text
    }
}
