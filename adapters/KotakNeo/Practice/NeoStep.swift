import SaudaBroker
import SaudaCore

/// What an order does next, and when.
struct NeoStep: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case validate, send, change, cancel
        /// The session that an after-market order waits for has come.
        case enter
    }

    var time: Timestamp
    var order: String
    var kind: Kind
}

extension KotakNeoPractice {
    static let account = AccountID(index: 0)

    mutating func schedule(_ kind: NeoStep.Kind, of order: String, at time: Timestamp) {
        let place = steps.firstIndex { $0.time > time } ?? steps.count
        steps.insert(NeoStep(time: time, order: order, kind: kind), at: place)
    }

    mutating func runSteps(until now: Timestamp, into actions: inout [PracticeAction]) {
        while let step = steps.first, step.time <= now {
            steps.removeFirst()
            guard let place = orderPlaces[step.order], !orders[place].status.isFinal else { continue }
            switch step.kind {
            case .validate: validate(place, at: now, into: &actions)
            case .send: send(place, at: now, into: &actions)
            case .change: sendChange(place, at: now, into: &actions)
            case .cancel: sendCancel(place, at: now, into: &actions)
            case .enter: enter(place, at: now, into: &actions)
            }
        }
    }

    private mutating func validate(_ place: Int, at now: Timestamp, into actions: inout [PracticeAction]) {
        set(place, .validating, at: now, into: &actions)
        schedule(.send, of: orders[place].id, at: now.advanced(by: settings.step))
    }

    /// The risk check; what passes goes to the exchange.
    private mutating func send(_ place: Int, at now: Timestamp, into actions: inout [PracticeAction]) {
        let order = orders[place]
        if let reason = objection(to: order, at: now) {
            orders[place].reason = reason
            return set(place, .rejected, at: now, into: &actions)
        }
        guard let number = order.number, let instrument = catalogue[order.slot].instrument else { return }
        let request = OrderRequest(
            id: number,
            account: KotakNeoPractice.account,
            instrument: instrument,
            side: order.side,
            product: product(order),
            variety: order.status.isAfterMarket ? .afterMarket : .regular,
            terms: order.terms,
            strategy: StrategyID(index: 0),
            reason: ""
        )
        actions.append(.exchange(.place(request)))
    }

    /// What the exchange does not have changes here.
    private mutating func sendChange(_ place: Int, at now: Timestamp, into actions: inout [PracticeAction]) {
        guard let change = orders[place].change, let number = orders[place].number else { return }
        var wanted = orders[place]
        (wanted.terms, wanted.type) = (change.terms, change.type)
        let isShort = change.terms.quantity <= orders[place].filled
        if let reason = isShort ? "quantity is not above what is filled" : objection(to: wanted, at: now) {
            return keep(place, reason, at: now, into: &actions)
        }
        if !orders[place].status.isAfterMarket { set(place, .modifyPending, at: now, into: &actions) }
        guard orders[place].isAtExchange else { return changed(place, at: now, into: &actions) }
        orders[place].requests += 1
        actions.append(
            .exchange(
                .modify(
                    number,
                    KotakNeoPractice.account,
                    BrokerOrderID(orders[place].id),
                    change.terms,
                    request: orders[place].requests
                )
            )
        )
    }

    private mutating func sendCancel(_ place: Int, at now: Timestamp, into actions: inout [PracticeAction]) {
        guard let number = orders[place].number else { return }
        guard orders[place].isAtExchange else { return endCancelled(place, at: now, into: &actions) }
        orders[place].requests += 1
        actions.append(
            .exchange(
                .cancel(
                    number,
                    KotakNeoPractice.account,
                    BrokerOrderID(orders[place].id),
                    request: orders[place].requests
                )
            )
        )
    }

    // MARK: - After the market

    /// The collection of orders for the opening.
    private func entry(on day: TradingDay) -> Timestamp { day.preOpen?.lowerBound ?? day.open }

    /// Gives an after-market order its time of today, if that has not gone by.
    mutating func lineUp(_ place: Int, at now: Timestamp) {
        guard let day, orders[place].status.isAfterMarket else { return }
        let time = entry(on: day)
        if time >= now { schedule(.enter, of: orders[place].id, at: time) }
    }

    /// From now on it is an order as others are; the exchange has it already and has only kept it.
    private mutating func enter(_ place: Int, at now: Timestamp, into actions: inout [PracticeAction]) {
        guard orders[place].status.isAfterMarket, !orders[place].isCancelling else { return }
        set(place, .put, at: now, into: &actions)
        set(place, .validating, at: now, into: &actions)
        guard orders[place].isAtExchange else {
            return schedule(.send, of: orders[place].id, at: now.advanced(by: settings.step))
        }
        open(place, at: now, into: &actions)
    }

    // MARK: - Products

    /// What the exchange calls the order's product: carried derivatives; in cash segments NRML and MTF are delivery.
    func product(_ order: NeoOrder) -> Product {
        KotakNeoPractice.product(order.product, isDerivative: catalogue[order.slot].segment.isDerivatives)
    }

    static func product(_ word: String, isDerivative: Bool) -> Product {
        switch word {
        case "MIS": .intraday
        case "NRML" where isDerivative: .carryForward
        default: .delivery
        }
    }

    static func word(_ product: Product) -> String {
        switch product {
        case .delivery: "CNC"
        case .intraday: "MIS"
        case .carryForward: "NRML"
        }
    }
}
