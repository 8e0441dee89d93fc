import SaudaBroker
import SaudaCore

/// What an order does next, and when.
struct UpstoxStep: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case validate, send, change, cancel
        /// The session has come for an after-market order.
        case enter
    }

    var time: Timestamp
    var order: String
    var kind: Kind
}

extension UpstoxPractice {
    static let account = AccountID(index: 0)

    mutating func schedule(_ kind: UpstoxStep.Kind, of order: String, at time: Timestamp) {
        let place = steps.firstIndex { $0.time > time } ?? steps.count
        steps.insert(UpstoxStep(time: time, order: order, kind: kind), at: place)
    }

    mutating func runSteps(until now: Timestamp, into actions: inout [PracticeAction]) {
        while let step = steps.first, step.time <= now {
            steps.removeFirst()
            guard let place = orderPlaces[step.order], !orders[place].status.isFinal else { continue }
            switch step.kind {
            case .validate:
                move(place, to: .validating, at: now, into: &actions)
                schedule(.send, of: step.order, at: now.advanced(by: settings.step))
            case .send: send(place, at: now, into: &actions)
            case .change: sendChange(place, at: now, into: &actions)
            case .cancel: sendCancel(place, at: now, into: &actions)
            case .enter:
                move(place, to: .received, at: now, into: &actions)
                schedule(.validate, of: step.order, at: now.advanced(by: settings.step))
            }
        }
    }

    private mutating func send(_ place: Int, at now: Timestamp, into actions: inout [PracticeAction]) {
        let order = orders[place]
        guard let number = order.number, let instrument = catalogue[order.slot].instrument else { return }
        move(place, to: .opening, at: now, into: &actions)
        let request = OrderRequest(
            id: number,
            account: Self.account,
            instrument: instrument,
            side: order.side,
            product: product(order.product, order.slot),
            variety: .regular,
            terms: order.terms,
            strategy: StrategyID(index: 0),
            reason: ""
        )
        actions.append(.exchange(.place(request)))
    }

    /// What the exchange does not have yet changes here.
    private mutating func sendChange(_ place: Int, at now: Timestamp, into actions: inout [PracticeAction]) {
        guard let terms = orders[place].change, let number = orders[place].number else { return }
        guard orders[place].isAtExchange else { return changed(place, at: now, into: &actions) }
        orders[place].requests += 1
        let id = BrokerOrderID(orders[place].id)
        actions.append(.exchange(.modify(number, Self.account, id, terms, request: orders[place].requests)))
    }

    private mutating func sendCancel(_ place: Int, at now: Timestamp, into actions: inout [PracticeAction]) {
        guard let number = orders[place].number else { return }
        guard orders[place].isAtExchange else {
            return move(
                place,
                to: orders[place].isAfterMarket ? .afterMarketCancelled : .cancelled,
                at: now,
                into: &actions
            )
        }
        orders[place].requests += 1
        let id = BrokerOrderID(orders[place].id)
        actions.append(.exchange(.cancel(number, Self.account, id, request: orders[place].requests)))
    }

    // MARK: - Products

    /// `D` is two things.
    func product(_ word: String, _ slot: Int) -> Product {
        word == "I" ? .intraday : catalogue[slot].isEquity ? .delivery : .carryForward
    }
}
