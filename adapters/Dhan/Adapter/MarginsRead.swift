import SaudaBroker
import SaudaCore

/// What orders that are thought of would set aside, each by itself: one call an order (protocol section 2.13).
struct MarginsRead: Dialogue {
    private let api: DhanAPI
    private var left: ArraySlice<PlannedOrder>
    private var asked: InstrumentID?
    private var margins: [OrderMargin] = []

    init(_ api: DhanAPI, _ orders: [PlannedOrder]) {
        self.api = api
        left = orders[...]
    }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            // All of them are looked at before the first is sent.
            if case .start = input { for order in left { _ = try Self.fields(order, api) } }
            if case .response(let response) = input, let asked {
                margins.append(try Self.margin(try Failures.body(response), asked))
            }
            guard let order = left.popFirst() else { return .done(.margins(margins)) }
            asked = order.instrument
            var body: DhanAPI.Members = [("dhanClientId", .text(try api.client()))]
            body += try Self.fields(order, api)
            return .send(try api.send(.post, "/margincalculator", body, endpoint: .account))
        } catch {
            return .failed(error)
        }
    }

    /// One order, as the calls for one and for several have it.
    static func fields(_ order: PlannedOrder, _ api: DhanAPI) throws(BrokerError) -> DhanAPI.Members {
        guard let listing = api.context.listings[order.instrument], let key = listing.security, key.segment != .index
        else { throw OrderChecks.refused("the instrument is not in the instrument list, or is an index") }
        guard order.options.isEmpty else { throw OrderChecks.refused("the margin of such an order cannot be asked") }
        try OrderChecks.check(order.terms, order.side, listing.instrument)
        return [
            ("exchangeSegment", .text(key.segment.word)),
            ("transactionType", .text(order.side.word)), ("quantity", .count(order.terms.quantity)),
            ("productType", .text(order.product.word)), ("securityId", .text("\(key.id)")),
            ("price", .price(order.price)),
            ("triggerPrice", .price(order.terms.kind.hasTrigger ? order.terms.trigger : .zero)),
        ]
    }

    /// The two balances in the answer are wrong and not read.
    private static func margin(_ body: JSON, _ instrument: InstrumentID) throws(BrokerError) -> OrderMargin {
        func money(_ name: String) -> Money? { body[name].decimal(places: 4).map { Money(raw: $0) } }
        guard let total = money("totalMargin") else { throw Failures.wrongShape("no margin of an order") }
        return OrderMargin(
            instrument: instrument,
            total: total,
            span: money("spanMargin") ?? .zero,
            exposure: money("exposureMargin") ?? .zero,
            valueAtRisk: money("variableMargin") ?? .zero
        )
    }
}
