import SaudaBroker
import SaudaCore

/// What an order comes to in rupees, each charge by itself; estimated at its price, whole and at once.
struct OrderCost: Encodable, Sendable {
    struct Part: Encodable, Sendable {
        var name: String
        var rupees: String
    }

    /// At the limit, else the last price; nil when neither is known.
    var value: String?
    var parts: [Part] = []
    var total: String?
    /// What leaves the account for a buy, what comes for a sell.
    var net: String?
    /// What the broker would set aside for it, and what is there; nil when it does not say.
    var margin: String?
    var available: String?
    /// Why there is no estimate.
    var unknown: String?

    init(_ draft: OrderDraft, of broker: String, _ plugins: Plugins, on day: Day) {
        guard let value = draft.value else {
            unknown = "no price is known for a market order"
            return
        }
        self.value = "\(value)"
        do {
            var charges = try Self.charges(draft, value, broker, plugins, on: day)
            // As the contract note states them: STT and stamp duty to the rupee.
            var note = ContractNote()
            note.add(charges)
            charges = note.charges
            parts = Self.parts(charges)
            total = "\(charges.total.roundedToPaisa())"
            net = "\((draft.side == .buy ? value + charges.total : value - charges.total).roundedToPaisa())"
        } catch {
            unknown = "\(error)"
        }
    }

    /// Asks the broker what it would set aside; a help, so that no answer is no failure.
    mutating func askMargin(_ draft: OrderDraft, _ id: InstrumentID, _ line: AccountLine) async {
        let order = PlannedOrder(
            id,
            draft.side,
            draft.product,
            draft.terms,
            variety: draft.variety,
            options: draft.options,
            price: draft.price
        )
        if case .margins(let rows)? = try? await line.ask(.margins([order])), let row = rows.first {
            margin = "\(row.total.roundedToPaisa())"
        }
        if case .funds(let funds)? = try? await line.ask(.funds) { available = "\(funds.roundedToPaisa())" }
    }

    private static func charges(
        _ draft: OrderDraft,
        _ value: Money,
        _ broker: String,
        _ plugins: Plugins,
        on day: Day
    ) throws -> Charges {
        let text = plugins.brokers.first { $0.id == broker }?.charges
        let plan = try text.flatMap { try ChargePlan.parse($0, file: "\(broker)'s charges").first } ?? .paper
        let rates = try ChargeSchedule.builtIn.rates(
            on: day,
            segment: draft.instrument.segment,
            kind: draft.instrument.kind,
            product: draft.product,
            plan: plan
        )
        var charges = rates.charges(side: draft.side, value: value)
        if draft.side == .sell, draft.product == .delivery { charges += rates.depositoryCharges(onSaleOf: value) }
        return charges
    }

    private static func parts(_ charges: Charges) -> [Part] {
        let all: KeyValuePairs<String, Money> = [
            "brokerage": charges.brokerage, "STT": charges.stt, "exchange fee": charges.exchange,
            "investor protection fund": charges.ipft, "SEBI fee": charges.sebi, "stamp duty": charges.stamp,
            "GST": charges.gst, "depository": charges.dp,
        ]
        return all.map { Part(name: $0.key, rupees: "\($0.value.roundedToPaisa())") }
    }

    var text: String {
        var table = ColumnTable(["RUPEES", ""], figures: [0])
        if let value { table.add([value, "value"]) }
        for part in parts { table.add([part.rupees, part.name]) }
        if let total { table.add([total, "charges together"]) }
        if let net { table.add([net, "with charges"]) }
        if let margin { table.add([margin, "margin, as the broker reckons it"]) }
        if let available { table.add([available, "available"]) }
        let lines = table.isEmpty ? [] : table.lines(Ink(isOn: false)).dropFirst().map { "  \($0)" }
        return (lines + (unknown.map { ["  no charges: \($0)"] } ?? [])).joined(separator: "\n")
    }
}
