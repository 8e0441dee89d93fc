import SaudaBroker
import SaudaCore

/// What orders that are thought of would set aside, each by itself: one call an order (protocol section 3.7).
struct MarginsRead: Dialogue {
    private let api: NeoAPI
    private var left: ArraySlice<PlannedOrder>
    private var asked: InstrumentID?
    private var margins: [OrderMargin] = []

    init(_ api: NeoAPI, _ orders: [PlannedOrder]) {
        self.api = api
        left = orders[...]
    }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            // All of them are looked at before the first is sent.
            if case .start = input { for order in left { _ = try fields(order) } }
            if case .response(let response) = input, let asked {
                margins.append(try Self.margin(try Failures.body(response), asked))
            }
            guard let order = left.popFirst() else { return .done(.margins(margins)) }
            asked = order.instrument
            return .send(try api.post("/quick/user/check-margin", try fields(order)))
        } catch {
            return .failed(error)
        }
    }

    private func fields(_ order: PlannedOrder) throws(BrokerError) -> NeoAPI.Fields {
        let listing = try OrderRequests.tradable(order.instrument, in: api.context.listings)
        guard order.options.isEmpty else {
            throw OrderRequests.impossible("the margin of such an order cannot be asked")
        }
        try OrderRequests.check(order.terms, listing.instrument)
        return [
            ("brkName", "KOTAK"), ("brnchId", "ONLINE"), ("exSeg", String(listing.orderKey.prefix { $0 != "|" })),
            ("prc", OrderRequests.price(order.price, order.price.isPlausible)),
            ("prcTp", try OrderRequests.word(order.terms.kind)), ("prod", OrderRequests.word(order.product)),
            ("qty", "\(order.terms.quantity)"),
            // The exchange's number here, not the symbol.
            ("tok", "\(listing.instrument.token)"), ("trnsTp", order.side == .buy ? "B" : "S"),
            ("trgPrc", OrderRequests.price(order.terms.trigger, order.terms.kind.hasTrigger)),
        ]
    }

    private static func margin(_ body: JSON, _ instrument: InstrumentID) throws(BrokerError) -> OrderMargin {
        guard let total = WireText.decimal(body["ordMrgn"], places: 4), total >= 0 else {
            throw Failures.wrongShape("no margin of an order")
        }
        // Scrips that the broker reckons no margin of are told with a sentence and zeros.
        let words = body["rmsVldtd"].text ?? ""
        guard total > 0 || words.uppercased() == "OK" else {
            throw .kotak("no margin is reckoned: \(words.prefix(200))", "Ask for another instrument.", .changeRequest)
        }
        return OrderMargin(instrument: instrument, total: Money(raw: total))
    }
}
