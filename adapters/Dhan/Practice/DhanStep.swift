import SaudaBroker
import SaudaCore

/// What an order does next, and when.
struct DhanStep: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case send, change, cancel
        /// The time of an after-market order has come.
        case enter
    }

    var time: Timestamp
    var order: String
    var kind: Kind
}

extension DhanPractice {
    mutating func schedule(_ kind: DhanStep.Kind, of order: String, at time: Timestamp) {
        let place = steps.firstIndex { $0.time > time } ?? steps.count
        steps.insert(DhanStep(time: time, order: order, kind: kind), at: place)
    }

    mutating func runSteps(until now: Timestamp, into actions: inout [PracticeAction]) {
        while let step = steps.first, step.time <= now {
            steps.removeFirst()
            guard let place = orderPlaces[step.order], !orders[place].status.isFinal else { continue }
            switch step.kind {
            case .send: send(place, into: &actions)
            case .change: sendChange(place, at: now, into: &actions)
            case .cancel: sendCancel(place, at: now, into: &actions)
            case .enter: enter(place, at: now, into: &actions)
            }
        }
    }

    static let account = AccountID(index: 0)

    private mutating func send(_ place: Int, into actions: inout [PracticeAction]) {
        let order = orders[place]
        guard let number = order.number, let instrument = catalogue[order.slot].instrument else { return }
        let request = OrderRequest(
            id: number,
            account: DhanPractice.account,
            instrument: instrument,
            side: order.side,
            product: DhanPractice.product(order.product),
            variety: order.amoTime == "PRE_OPEN" ? .afterMarket : .regular,
            terms: order.terms,
            strategy: StrategyID(index: 0),
            reason: ""
        )
        actions.append(.exchange(.place(request)))
    }

    /// What the exchange does not have yet changes here.
    private mutating func sendChange(_ place: Int, at now: Timestamp, into actions: inout [PracticeAction]) {
        guard let change = orders[place].change, let number = orders[place].number else { return }
        guard orders[place].isAtExchange else { return changed(place, at: now, into: &actions) }
        orders[place].requests += 1
        let id = BrokerOrderID(orders[place].id)
        actions.append(
            .exchange(
                .modify(number, DhanPractice.account, id, change.terms, request: orders[place].requests)
            )
        )
    }

    private mutating func sendCancel(_ place: Int, at now: Timestamp, into actions: inout [PracticeAction]) {
        guard let number = orders[place].number else { return }
        guard orders[place].isAtExchange else { return end(place, .cancelled, at: now, into: &actions) }
        orders[place].requests += 1
        let id = BrokerOrderID(orders[place].id)
        actions.append(.exchange(.cancel(number, DhanPractice.account, id, request: orders[place].requests)))
    }

    // MARK: - After the market

    /// When an after-market order goes out; PRE_OPEN has the collection of orders for the opening.
    private func entry(_ amoTime: String, on day: TradingDay) -> Timestamp {
        switch amoTime {
        case "PRE_OPEN": day.preOpen?.lowerBound ?? day.open
        case "OPEN_30": day.open.advanced(by: .seconds(1800))
        case "OPEN_60": day.open.advanced(by: .seconds(3600))
        default: day.open
        }
    }

    /// Gives an order its time of today, if that has not gone by.
    mutating func lineUp(_ place: Int, at now: Timestamp) {
        guard let day, let amoTime = orders[place].amoTime, orders[place].waitsForMarket else { return }
        let time = entry(amoTime, on: day)
        if time >= now { schedule(.enter, of: orders[place].id, at: time) }
    }

    private mutating func enter(_ place: Int, at now: Timestamp, into actions: inout [PracticeAction]) {
        guard orders[place].waitsForMarket else { return }
        orders[place].status = .transit
        orders[place].updated = now
        tell(place, at: now, into: &actions)
        // The exchange has it already and has only kept it.
        if orders[place].isAtExchange {
            reachExchange(place, at: now)
            orders[place].status = .pending
            tell(place, at: now, into: &actions)
        } else {
            schedule(.send, of: orders[place].id, at: now.advanced(by: settings.step))
        }
    }

    /// The exchange has it from now on, under a number of its own.
    mutating func reachExchange(_ place: Int, at now: Timestamp) {
        guard orders[place].exchangeID == nil else { return }
        let digits = String(orders[place].number?.number ?? UInt64(place))
        orders[place].exchangeID = "14" + String(repeating: "0", count: max(0, 14 - digits.count)) + digits
        orders[place].exchangeTime = now
        orders[place].updated = now
    }

    // MARK: - Products

    static func product(_ word: String) -> Product {
        switch word {
        case "INTRADAY": .intraday
        case "MARGIN": .carryForward
        default: .delivery
        }
    }

    static func word(_ product: Product) -> String {
        switch product {
        case .delivery: "CNC"
        case .intraday: "INTRADAY"
        case .carryForward: "MARGIN"
        }
    }
}
