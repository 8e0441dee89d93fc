import SaudaBroker
import SaudaCore

// Margins and charges of orders that are thought of (sections 6.4 and 6.5).

extension UpstoxPractice {
    /// One order of them.
    private struct Planned {
        var slot: Int
        var side: Side
        var product: Product
        var value: Money

        init(_ form: UpstoxForm, key: String, _ practice: UpstoxPractice) throws(UpstoxRefusal) {
            guard let slot = practice.catalogue.find(try form.text(key)), !practice.catalogue[slot].isIndex else {
                throw .badKey
            }
            guard let quantity = try form.count("quantity"), quantity.units > 0 else {
                throw UpstoxRefusal(400, 1052, "The quantity cannot be zero")
            }
            self.slot = slot
            side = try form.word("transaction_type", ["BUY", "SELL"]) == "BUY" ? .buy : .sell
            product = practice.product(try form.word("product", ["I", "D"]), slot)
            let price = try form.price("price")
            value = (price.raw > 0 ? price : practice.market[slot].last) * quantity
        }
    }

    /// What is bought is paid in full here, and nothing sold needs more; so no order takes from another one's risk.
    func margins(_ body: JSON) throws(UpstoxRefusal) -> PracticeJSON {
        guard let rows = body["instruments"].items, !rows.isEmpty else { throw .input }
        guard rows.count <= 20 else { throw UpstoxRefusal(400, 1102, "Maximum of 20 instruments") }
        var margins: [PracticeJSON] = []
        var sum: Int64 = 0
        var seen: Set<Int> = []
        for row in rows {
            let order = try Planned(UpstoxForm(row), key: "instrument_key", self)
            guard seen.insert(order.slot).inserted else { throw UpstoxRefusal(400, 1103, "An instrument stands twice") }
            let need = order.side == .buy ? order.value : .zero
            let (next, isOver) = sum.addingReportingOverflow(need.raw)
            guard !isOver else { throw .input }
            sum = next
            let listing = catalogue[order.slot]
            let isOption = listing.strike.raw > 0
            margins.append([
                "span_margin": .money(listing.isEquity || isOption ? .zero : need), "exposure_margin": 0,
                "equity_margin": .money(listing.isEquity ? need : .zero),
                "net_buy_premium": .money(isOption ? need : .zero), "additional_margin": 0, "tender_margin": 0,
                "total_margin": .money(need),
            ])
        }
        let total = PracticeJSON.money(Money(raw: sum))
        return ["margins": .array(margins), "required_margin": total, "final_margin": total]
    }

    /// By the rates of the day, as the exchange of this practice books them.
    func charges(_ query: FormFields) throws(UpstoxRefusal) -> PracticeJSON {
        let order = try Planned(UpstoxForm(query), key: "instrument_token", self)
        guard let id = catalogue[order.slot].instrument else { throw .badKey }
        let instrument = setup.instruments[id]
        let sum: Charges
        do throws(ChargeSchedule.Refusal) {
            sum = try ChargeSchedule.builtIn.rates(
                on: day?.day ?? Day(number: 0),
                segment: instrument.segment,
                kind: instrument.kind,
                product: order.product,
                plan: .paper
            ).charges(side: order.side, value: order.value)
        } catch {
            throw UpstoxRefusal(400, 100_036, "Charges of \(catalogue[order.slot].key) are not known")
        }
        return [
            "charges": [
                "total": .money(sum.total), "brokerage": .money(sum.brokerage),
                "taxes": ["gst": .money(sum.gst), "stt": .money(sum.stt), "stamp_duty": .money(sum.stamp)],
                "other_charges": [
                    "transaction": .money(sum.exchange), "clearing": 0, "ipft": .money(sum.ipft),
                    "sebi_turnover": .money(sum.sebi),
                ],
                "dp_plan": ["name": "PRACTICE", "min_expense": 0],
            ]
        ]
    }
}

extension UpstoxForm {
    /// Of a query, whose numbers are texts.
    fileprivate init(_ query: FormFields) {
        var members: [String: JSON] = [:]
        for field in query.fields {
            let isNumber = field.name == "quantity" || field.name == "price"
            members[field.name] = isNumber ? (try? JSON(field.value)) ?? .text(field.value) : .text(field.value)
        }
        self.init(.object(members))
    }
}
