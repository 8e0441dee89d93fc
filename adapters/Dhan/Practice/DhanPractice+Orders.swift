import SaudaBroker
import SaudaCore

// Orders and trades over REST (sections 2.2 to 2.8).

extension DhanPractice {
    mutating func order(
        _ route: [String],
        _ request: IncomingRequest,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) throws(DhanRefusal) -> PracticeResponse {
        switch (request.method, route.count) {
        case (.get, 1): return .dhan(.array(orders.map { json($0) }))
        case (.get, 2): return try found(orders.indices.filter { number(of: orders[$0]) == route[1] })
        case (.get, 3) where route[1] == "external":
            return try found(orders.indices.filter { !route[2].isEmpty && orders[$0].correlation == route[2] })
        case (.post, 1):
            var draft = try draft(try form(request), at: now)
            try checkFreeze(draft)
            // Practice's own: whoever follows an account can try what its owner does by hand (section 9, row 10).
            if request.header("practice-platform") == "FAST" { draft.origin = .app }
            return .dhan(DhanOrder.answer(add(draft, at: now, into: &actions), .transit))
        case (.post, 2) where route[1] == "slicing":
            return .dhan(try slice(try draft(try form(request), at: now), at: now, into: &actions))
        case (.put, 2):
            try change(route[1], try form(request), at: now)
            return .dhan(DhanOrder.answer(route[1], .transit))
        case (.delete, 2):
            try cancel(route[1], at: now)
            return .dhan(DhanOrder.answer(route[1], .cancelled), status: settings.cancelIs202 ? 202 : 200)
        default: throw .notFound(request.path, at: now)
        }
    }

    /// The client's id has to be there in every body (2.2).
    func form(_ request: IncomingRequest) throws(DhanRefusal) -> DhanForm {
        let form = try DhanForm(try DhanPractice.body(request))
        let id = try form.text("dhanClientId")
        guard !id.isEmpty else { throw .input }
        guard id == client else { throw .badToken }
        return form
    }

    private func found(_ places: [Int]) throws(DhanRefusal) -> PracticeResponse {
        if places.isEmpty, !settings.unknownOrderIsEmpty { throw .input }
        if places.count == 1, !settings.oneOrderIsArray { return .dhan(json(orders[places[0]])) }
        return .dhan(.array(places.map { json(orders[$0]) }))
    }

    func json(_ order: DhanOrder) -> PracticeJSON {
        numbered(order.json(catalogue[order.slot], client: client), "orderId", as: order)
    }

    /// The trade book, of one order or all, and the history of days before.
    func tradeRows(_ route: [String], _ request: IncomingRequest, at now: Timestamp) throws(DhanRefusal)
        -> PracticeResponse
    {
        guard request.method == .get else { throw .notFound(request.path, at: now) }
        switch route.count {
        case 1: return .dhan(.array(trades.map { json($0) }))
        case 2: return .dhan(.array(trades.filter { number(of: $0.order) == route[1] }.map { json($0) }))
        case 4:
            guard let from = Day(route[1]), let to = Day(route[2]), let page = Int(route[3]), page >= 0 else {
                throw .input
            }
            let size = max(1, settings.tradesPerPage)
            let all = pastTrades.filter { $0.time.day >= from && $0.time.day <= to }
            let (start, isOver) = page.multipliedReportingOverflow(by: size)
            guard !isOver, start < all.count else { return .dhan(.array([])) }
            return .dhan(.array(all[start..<min(start + size, all.count)].map(pastJSON)))
        default: throw .notFound(request.path, at: now)
        }
    }

    private func json(_ trade: DhanTrade) -> PracticeJSON {
        numbered(trade.json(catalogue[trade.order.slot], client: client), "orderId", as: trade.order)
    }

    private func pastJSON(_ trade: DhanTrade) -> PracticeJSON {
        let costs = charges(trade.order.slot, trade.order.side, trade.order.product, trade.value, on: trade.time.day)
        return trade.pastJSON(catalogue[trade.order.slot], client: client, costs)
    }

    /// By the rates of the day, as the exchange of this practice books them; nothing where none are known.
    func charges(_ slot: Int, _ side: Side, _ product: String, _ value: Money, on day: Day) -> Charges {
        guard let id = catalogue[slot].instrument else { return .zero }
        let instrument = setup.instruments[id]
        let rates = try? ChargeSchedule.builtIn.rates(
            on: day,
            segment: instrument.segment,
            kind: instrument.kind,
            product: DhanPractice.product(product),
            plan: .paper
        )
        return rates?.charges(side: side, value: value) ?? .zero
    }
}
