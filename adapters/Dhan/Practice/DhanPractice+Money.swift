import SaudaBroker
import SaudaCore

// Funds, margins, the kill switch and the ledger (sections 2.13, 2.14 and 2.18).

extension DhanPractice {
    /// Its misspellings are Dhan's (T27).
    var fundRow: PracticeJSON {
        // Since the morning, paid, set aside and earned; the recorded amounts add up like this.
        let start = opening ?? cash
        return [
            "dhanClientId": .string(client), "availabelBalance": .float(available),
            "sodLimit": .float(start), "collateralAmount": .number("0.0"),
            "receiveableAmount": .float(max(available - start, .zero)),
            "utilizedAmount": .float(max(start - available, .zero)),
            "blockedPayoutAmount": .number("0.0"), "withdrawableBalance": .float(max(available, .zero)),
        ]
    }

    func margin(
        _ route: [String],
        _ request: IncomingRequest,
        at now: Timestamp
    ) throws(DhanRefusal) -> PracticeResponse {
        guard request.method == .post else { throw .notFound(request.path, at: now) }
        let form = try form(request)
        switch route.dropFirst().joined(separator: "/") {
        case "":
            let (need, brokerage) = try need(form, on: now.day)
            return .dhan([
                "totalMargin": .float(need), "spanMargin": .number("0.0"), "exposureMargin": .number("0.0"),
                "availableBalance": .number("0.0"), "variableMargin": .float(need),
                "insufficientBalance": .number("0.0"), "brokerage": .float(brokerage), "leverage": "1X",
            ])
        case "multi":
            let rows = form.json["scripList"].items ?? form.json["scripts"].items ?? []
            guard !rows.isEmpty, rows.count <= 100 else { throw .input }
            var total = Money.zero
            // A thousand crore each is more than anybody has, and a hundred of them do not overflow.
            for row in rows { total += min(try need(try DhanForm(row), on: now.day).0, Money(rupees: 10_000_000_000)) }
            return .dhan([
                "total_margin": .string("\(total)"), "span_margin": "0.0", "exposure_margin": "0.0",
                "equity_margin": .string("\(total)"), "fo_margin": "0.0", "commodity_margin": "0.0",
                "currency": "INR", "hedge_benefit": "",
            ])
        default: throw .notFound(request.path, at: now)
        }
    }

    /// Everything bought is paid in full here, and nothing sold needs more.
    private func need(_ form: DhanForm, on day: Day) throws(DhanRefusal) -> (Money, brokerage: Money) {
        let side = try form.word("transactionType", ["BUY", "SELL"]) == "BUY" ? Side.buy : .sell
        let product = try form.word("productType", ["CNC", "INTRADAY", "MARGIN", "MTF"])
        guard let segment = DhanSegment(rawValue: try form.text("exchangeSegment")),
            let slot = catalogue.find(segment, try form.text("securityId")), !catalogue[slot].isIndex,
            let quantity = try form.quantity("quantity"), quantity.units > 0
        else { throw .input }
        let given = try form.price("price") ?? .zero
        _ = try form.price("triggerPrice")
        let value = (given.raw > 0 ? given : market[slot].last) * quantity
        let costs = charges(slot, side, product, value, on: day)
        return (side == .buy ? value : .zero, costs.brokerage)
    }

    // MARK: - Kill switch

    mutating func kill(_ request: IncomingRequest, at now: Timestamp) throws(DhanRefusal) -> PracticeResponse {
        switch request.method {
        case .get:
            return .dhan([
                "dhanClientId": .string(client), "killSwitchStatus": isKilled ? "ACTIVATE" : "DEACTIVATE",
            ])
        case .post:
            // A query, never a body.
            guard request.body.isEmpty, let word = request.query["killSwitchStatus"],
                word == "ACTIVATE" || word == "DEACTIVATE"
            else { throw .input }
            let isOn = word == "ACTIVATE"
            if isOn {
                let isFlat = openPositions.allSatisfy { $0.position.quantity == .zero }
                guard isFlat, orders.allSatisfy({ $0.status.isFinal }) else {
                    throw .order("Close all positions and cancel all open orders before kill switch.")
                }
            }
            isKilled = isOn
            let text = "Kill Switch has been successfully \(isOn ? "activated" : "deactivated")"
            return .dhan(["dhanClientId": .string(client), "killSwitchStatus": .string(text)])
        case .put, .delete: throw .notFound(request.path, at: now)
        }
    }

    // MARK: - Statements

    /// A closing and an opening row, also of an empty range; all values are texts.
    func ledger(_ request: IncomingRequest, at now: Timestamp) throws(DhanRefusal) -> PracticeResponse {
        guard request.method == .get else { throw .notFound(request.path, at: now) }
        guard let from = request.query["from-date"].flatMap({ Day($0) }),
            let to = request.query["to-date"].flatMap({ Day($0) }), from <= to
        else { throw .input }
        func row(_ name: String, _ balance: Money) -> PracticeJSON {
            [
                "dhanClientId": .string(client), "narration": .string(name), "voucherdate": "Jan 01, 1970",
                "exchange": "NSE_CASH", "voucherdesc": .string(name), "vouchernumber": "", "debit": "0.00",
                "credit": "0.0", "runbal": .string("\(balance)"),
            ]
        }
        let holdsToday = from <= now.day && now.day <= to
        let rows = [
            row("CLOSING BALANCE", holdsToday ? cash : .zero),
            row("OPENING BALANCE", holdsToday ? opening ?? cash : .zero),
        ]
        return .dhan(.array(rows))
    }

    /// This account has given its power of attorney, so that nothing needs to be authorised.
    func authorisation(
        _ route: [String],
        _ request: IncomingRequest,
        at now: Timestamp
    ) throws(DhanRefusal) -> PracticeResponse {
        switch (request.method, route.count > 1 ? route[1] : "") {
        case (.get, "tpin"): return PracticeResponse(202)
        case (.post, "form"), (.post, "bulkform"), (.get, "inquire"):
            throw .order("Account has DDPI. Authorisation is not needed.")
        default: throw .notFound(request.path, at: now)
        }
    }
}
