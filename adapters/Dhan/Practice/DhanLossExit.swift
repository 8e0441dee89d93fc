import SaudaBroker
import SaudaCore

/// The exit of all positions at a profit or a loss of the day (section 2.14); over with the day.
struct DhanLossExit: Sendable {
    /// Zero when none is set; both are amounts without a sign.
    var profit: Money
    var loss: Money
    var products: Set<String>
    var switchesOff: Bool

    func isReached(_ gain: Money) -> Bool {
        (profit.raw > 0 && gain >= profit) || (loss.raw > 0 && gain <= -loss)
    }

    /// `INTRADAY` is that product, `DELIVERY` every other one.
    func covers(_ product: Product) -> Bool {
        products.contains(product == .intraday ? "INTRADAY" : "DELIVERY")
    }
}

extension DhanPractice {
    mutating func lossExit(
        _ request: IncomingRequest,
        at now: Timestamp
    ) throws(DhanRefusal) -> PracticeResponse {
        switch request.method {
        case .get:
            let set = exit
            return .dhan([
                "pnlExitStatus": set == nil ? "DISABLED" : "ACTIVE", "profit": .float(set?.profit ?? .zero),
                "loss": .float(set?.loss ?? .zero), "productType": .strings((set?.products ?? []).sorted()),
                "enable_kill_switch": .bool(set?.switchesOff ?? false),
            ])
        case .post:
            let form = try form(request)
            let products = (form.json["productType"].items ?? []).map { $0.text ?? "" }
            guard !products.isEmpty, products.allSatisfy({ $0 == "INTRADAY" || $0 == "DELIVERY" }) else { throw .input }
            let new = DhanLossExit(
                profit: try amount(form, "profitValue"),
                loss: try amount(form, "lossValue"),
                products: Set(products),
                switchesOff: try form.flag("enableKillSwitch")
            )
            guard new.profit.raw > 0 || new.loss.raw > 0 else { throw .input }
            // One that is reached already would end everything at once.
            guard !new.isReached(gain(new)) else { throw .plain(400, "P&L is beyond the given values already") }
            exit = new
            return .dhan(["pnlExitStatus": "ACTIVE", "message": "P&L based exit configured successfully"])
        case .delete:
            exit = nil
            return .dhan(["pnlExitStatus": "DISABLED", "message": "P&L based exit stopped successfully"])
        case .put: throw .notFound(request.path, at: now)
        }
    }

    private func amount(_ form: DhanForm, _ name: String) throws(DhanRefusal) -> Money {
        Money(raw: try form.price(name)?.raw ?? 0)
    }

    /// Of all positions that count, since they were opened or since yesterday's close.
    private func gain(_ exit: DhanLossExit) -> Money {
        openPositions.reduce(.zero) { sum, row in
            guard exit.covers(DhanPractice.product(row.product)) else { return sum }
            let (quote, position) = (market[row.slot], row.position)
            return sum + quote.last * position.quantity + position.soldValue - position.boughtValue
                - quote.close * position.overnight
        }
    }

    /// Ends everything it covers, once.
    mutating func watchLoss(at now: Timestamp, into actions: inout [PracticeAction]) {
        guard let set = exit, isOpen(at: now), set.isReached(gain(set)) else { return }
        exit = nil
        closeAll(at: now, into: &actions) { set.covers($0) }
        if set.switchesOff { isKilled = true }
    }
}
