import SaudaBroker
import SaudaCore
import SaudaService

/// What is known to be wrong with an order before it is sent: the engine's own gate, and the account's limits.
struct OrderCheck {
    private let draft: OrderDraft
    private let chosen: LineOptions.Chosen
    private let line: AccountLine

    init(_ draft: OrderDraft, _ chosen: LineOptions.Chosen, _ line: AccountLine) {
        self.draft = draft
        self.chosen = chosen
        self.line = line
    }

    /// - Throws: `CommandFailure` with what to change.
    func run(on id: InstrumentID, _ instruments: ChosenInstruments) async throws {
        let traits = line.adapter.traits.venue
        guard draft.instrument.kind != .index else {
            throw refused("an index cannot be traded", "name a contract on it")
        }
        guard draft.instrument.segment.isCash == (draft.product != .carryForward) || draft.product == .intraday else {
            let words = draft.instrument.segment.isCash ? "shares are traded as CNC or MIS" : "contracts as NRML or MIS"
            throw refused(words, "choose another --product")
        }
        guard traits.products.contains(draft.product) else {
            throw refused("\(line.adapter.id) has no product \(draft.product.word)", "choose another --product")
        }
        guard traits.kinds.contains(draft.terms.kind) else {
            throw refused("\(line.adapter.id) takes no \(draft.terms.kind) orders", "use --limit")
        }
        if draft.variety == .afterMarket, !traits.afterMarket.contains(where: { $0.contains(line.clock.now.time) }) {
            throw refused("\(line.adapter.id) takes no after-market orders at this hour", "leave --amo out")
        }
        let limits = chosen.account.limits.map {
            RiskLimits(orderValue: $0.orderValue, dailyLoss: $0.dailyLoss, ordersPerDay: $0.ordersPerDay)
        }
        let held = draft.side == .sell ? try await held(id, instruments) : .zero
        let gate = RiskGate(limits: limits ?? RiskLimits())
        if let refusal = gate.refusal(of: draft.terms, draft.side, in: context(held)) { throw self.refusal(refusal) }
        guard let most = limits?.ordersPerDay, held < draft.terms.quantity else { return }
        guard case .orders(let rows) = try await line.ask(.orderBook) else { throw line.wrongAnswer(to: "the orders") }
        guard rows.count < most else {
            throw refused("the account's limit of \(most) orders a day is reached", "raise limits.orders_per_day")
        }
    }

    /// Tick, lot and a price that cannot be this instrument's: for changes, which the limits on money leave alone.
    func checkShape() throws {
        if let refusal = RiskGate(limits: RiskLimits()).shapeRefusal(of: draft.terms, in: context(.zero)) {
            throw self.refusal(refusal)
        }
    }

    private func context(_ held: Quantity) -> RiskGate.Context {
        var quote = MarketView.Quote()
        quote.last = draft.last ?? draft.price ?? .zero
        return RiskGate.Context(
            lot: draft.instrument.lot,
            tick: draft.instrument.tick ?? Price(paise: 1),
            quote: quote,
            position: held,
            openPositions: 0,
            dayProfit: .zero
        )
    }

    /// What can be sold of it under the product.
    private func held(_ id: InstrumentID, _ instruments: ChosenInstruments) async throws -> Quantity {
        var held = Quantity.zero
        if draft.product == .delivery, case .holdings(let rows) = try await line.ask(.holdings) {
            for row in rows where row.instrument == id { held += row.quantity }
        }
        if case .positions(let rows) = try await line.ask(.positions) {
            for row in rows where row.instrument == id && row.product == draft.product { held += row.quantity }
        }
        if draft.product == .delivery, draft.instrument.segment.isCash, held < draft.terms.quantity {
            throw refused("\(held) of \(draft.label) are there to sell", "sell at most that many, or use --product MIS")
        }
        return held
    }

    private func refusal(_ refusal: Refusal) -> CommandFailure {
        let name = draft.label
        switch refusal {
        case .notALot(let lot):
            return refused("\(draft.terms.quantity) is not whole lots of \(lot)", "change the quantity")
        case .offTick(let tick): return refused("prices of \(name) are multiples of \(tick)", "change the price")
        case .outsideBand(let band): return refused("the price is outside the day's band \(band)", "change the price")
        case .wrongInstrument(let price, let last):
            return refused("\(price) is far from the last price \(last) of \(name)", "check name and price")
        case .noReference: return refused("\(line.adapter.id) tells no price of \(name)", "give a --limit")
        case .orderValue(let value, let limit):
            return refused(
                "it is worth \(Rupees.text(value)) rupees, and the account's limit is \(Rupees.text(limit))",
                "order less, or raise accounts.\(chosen.account.name).limits.order_value"
            )
        default: return refused("\(refusal.code)", "change the order")
        }
    }

    private func refused(_ what: String, _ nextStep: String) -> CommandFailure {
        CommandFailure(.failed, "not sent: \(what); \(nextStep).")
    }
}
