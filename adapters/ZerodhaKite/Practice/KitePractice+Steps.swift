import SaudaBroker
import SaudaCore

/// What an order does next, and when.
struct KiteStep: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case validate, check, send
        case changeValidated, change, cancel
        /// A validity of so many minutes has ended.
        case timeOut
        /// An after-market order goes to the exchange.
        case enter
    }

    var time: Timestamp
    var order: String
    var kind: Kind
}

extension KitePractice {
    mutating func schedule(_ kind: KiteStep.Kind, of order: String, at time: Timestamp) {
        let place = steps.firstIndex { $0.time > time } ?? steps.count
        steps.insert(KiteStep(time: time, order: order, kind: kind), at: place)
    }

    mutating func runSteps(until now: Timestamp, into actions: inout [PracticeAction]) {
        while let step = steps.first, step.time <= now {
            steps.removeFirst()
            guard let place = orderPlaces[step.order], !orders[place].status.isFinal else { continue }
            run(step, place, at: now, into: &actions)
        }
    }

    private mutating func run(
        _ step: KiteStep,
        _ place: Int,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        let next = now.advanced(by: settings.step)
        switch step.kind {
        case .validate:
            turn(place, to: .validating)
            schedule(.check, of: step.order, at: next)
        case .check:
            turn(place, to: .openPending)
            schedule(.send, of: step.order, at: next)
        case .send: send(place, at: now, into: &actions)
        case .changeValidated:
            turn(place, to: .changePending)
            schedule(.change, of: step.order, at: next)
        case .change: sendChange(place, at: now, into: &actions)
        case .cancel: sendCancel(place, at: now, into: &actions)
        case .timeOut:
            guard orders[place].status.isOpen else { return }
            turn(place, to: .cancelPending)
            sendCancel(place, at: now, into: &actions)
        case .enter:
            guard orders[place].status == .afterMarket else { return }
            reachExchange(place, at: now)
            turn(place, to: orders[place].resting)
        }
    }

    private mutating func send(_ place: Int, at now: Timestamp, into actions: inout [PracticeAction]) {
        let order = orders[place]
        // It rests in the auction's own book.
        if case .auction = order.role {
            reachExchange(place, at: now)
            return turn(place, to: .open)
        }
        guard let number = order.number, let instrument = catalogue[order.slot].instrument else { return }
        let request = OrderRequest(
            id: number,
            account: KitePractice.account,
            instrument: instrument,
            side: order.side,
            product: KitePractice.product(order.product),
            variety: order.variety == "amo" ? .afterMarket : .regular,
            terms: order.terms,
            strategy: StrategyID(index: 0),
            reason: ""
        )
        actions.append(.exchange(.place(request)))
    }

    private mutating func sendChange(_ place: Int, at now: Timestamp, into actions: inout [PracticeAction]) {
        guard let number = orders[place].number, let change = orders[place].change else { return }
        if case .auction = orders[place].role { return changed(place, at: now, into: &actions) }
        orders[place].requests += 1
        let id = BrokerOrderID(orders[place].id)
        let request = orders[place].requests
        actions.append(.exchange(.modify(number, KitePractice.account, id, change.terms, request: request)))
    }

    private mutating func sendCancel(_ place: Int, at now: Timestamp, into actions: inout [PracticeAction]) {
        guard let number = orders[place].number else { return }
        if case .auction = orders[place].role { return end(place, "", at: now, into: &actions) }
        orders[place].requests += 1
        let id = BrokerOrderID(orders[place].id)
        actions.append(.exchange(.cancel(number, KitePractice.account, id, request: orders[place].requests)))
    }

    static func product(_ word: String) -> Product {
        word == "CNC" ? .delivery : word == "MIS" ? .intraday : .carryForward
    }

    static func word(_ product: Product) -> String {
        switch product {
        case .delivery: "CNC"
        case .intraday: "MIS"
        case .carryForward: "NRML"
        }
    }

    static let account = AccountID(index: 0)

    /// The exchange has it from now on, under a number of its own.
    mutating func reachExchange(_ place: Int, at now: Timestamp) {
        guard orders[place].exchangeID == nil else { return }
        let digits = String(orders[place].number?.number ?? UInt64(place))
        orders[place].exchangeID = "13" + String(repeating: "0", count: max(0, 14 - digits.count)) + digits
        orders[place].exchangeTime = now
        orders[place].updated = now
    }

    /// What waited over the night goes to the exchange when its session begins.
    mutating func lineUpAfterMarketOrders(of newDay: TradingDay, at now: Timestamp) {
        let start = max(now, newDay.preOpen?.lowerBound ?? newDay.open)
        for order in orders where order.status == .afterMarket { schedule(.enter, of: order.id, at: start) }
    }

    /// The book of a new day holds only what still waits.
    mutating func endBookOfDay() {
        let waiting = orders.filter { !$0.status.isFinal }
        portfolio.endDay()
        orders = waiting
        trades = []
        orderPlaces = [:]
        orderNumbers = [:]
        foreignPlaces = [:]
        for (place, order) in orders.enumerated() {
            orderPlaces[order.id] = place
            if let number = order.number { orderNumbers[number] = place }
        }
    }
}
