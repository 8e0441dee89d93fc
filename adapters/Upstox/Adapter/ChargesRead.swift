import SaudaBroker
import SaudaCore

/// What orders that are thought of would cost, one call an order (protocol section 6.5).
struct ChargesRead: Dialogue {
    private let api: UpstoxAPI
    private var left: ArraySlice<PlannedOrder>
    private var asked: InstrumentID?
    private var charges: [OrderCharges] = []

    init(_ api: UpstoxAPI, _ orders: [PlannedOrder]) {
        self.api = api
        left = orders[...]
    }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            // All of them are looked at before the first is sent.
            if case .start = input { for order in left { _ = try query(order) } }
            if case .response(let response) = input, let asked {
                charges.append(try Self.charges(try Failures.data(response)["charges"], asked))
            }
            guard let order = left.popFirst() else { return .done(.charges(charges)) }
            asked = order.instrument
            return .send(try api.get("/v2/charges/brokerage", try query(order)))
        } catch {
            return .failed(error)
        }
    }

    private func query(_ order: PlannedOrder) throws(BrokerError) -> UpstoxAPI.Fields {
        _ = try Margins.fields(order, api)
        guard let listing = api.context.listings[order.instrument], order.price.isPlausible else {
            throw OrderChecks.refused("charges are asked for at a price")
        }
        return [
            ("instrument_token", listing.orderKey), ("quantity", "\(order.terms.quantity)"),
            ("product", order.product.word), ("transaction_type", order.side.word), ("price", "\(order.price)"),
        ]
    }

    /// What clearing costs stands with the exchange's own fee.
    private static func charges(_ body: JSON, _ instrument: InstrumentID) throws(BrokerError) -> OrderCharges {
        func money(_ row: JSON, _ name: String) throws(BrokerError) -> Money {
            if row[name].isNull { return .zero }
            guard let raw = row[name].decimal(places: 4), raw >= 0 else { throw Failures.wrongShape("no '\(name)'") }
            return Money(raw: raw)
        }
        guard !body["total"].isNull else { throw Failures.wrongShape("no total of charges") }
        let (taxes, others) = (body["taxes"], body["other_charges"])
        var charges = Charges()
        charges.brokerage = try money(body, "brokerage")
        charges.stt = try money(taxes, "stt")
        charges.stamp = try money(taxes, "stamp_duty")
        charges.gst = try money(taxes, "gst")
        charges.exchange = try money(others, "transaction") + money(others, "clearing")
        charges.ipft = try money(others, "ipft")
        charges.sebi = try money(others, "sebi_turnover")
        return OrderCharges(instrument: instrument, charges: charges, total: try money(body, "total"))
    }
}
