import SaudaBroker
import SaudaCore
import SaudaService

/// Brings one account to rest: first what works, then, when that is wanted, what is held of the day.
struct AccountHalt {
    let chosen: LineOptions.Chosen
    let sending: SendingOptions
    let plugins: Plugins
    let isFlat: Bool

    init(_ chosen: LineOptions.Chosen, _ sending: SendingOptions, _ plugins: Plugins, isFlat: Bool) {
        self.chosen = chosen
        self.sending = sending
        self.plugins = plugins
        self.isFlat = isFlat
    }

    func run() async -> HaltReport {
        var report = HaltReport(account: chosen.account.name, broker: chosen.account.broker)
        do {
            let desk = try OrderDesk.open(chosen)
            try await desk.line.run { line in
                let list = try await DayListings(chosen, line).current()
                let all = ChosenInstruments(list) { _ in true }
                line.link.post(.listings(all.listings))
                try await cancel(desk, &report)
                if isFlat { try await flatten(desk, all, &report) }
            }
        } catch {
            report.failure = "\(error)"
        }
        return report
    }

    private func cancel(_ desk: OrderDesk, _ report: inout HaltReport) async throws {
        let rows = try await OrderBook(desk.line).rows.filter { !$0.isFinal }
        guard !sending.dryRun else {
            report.cancelled = rows.map { row in
                var would = OrderReport(.dryRun, "cancel \(row.sentence)", "")
                would.id = row.id.text
                return would
            }
            return
        }
        if !rows.isEmpty { report.cancelled = try await desk.cancelAll(rows) }
        // Orders that a strategy had on their way, and slices that a broker makes, come into the book late.
        let late = try await OrderBook(desk.line).rows.filter { row in
            !row.isFinal && !rows.contains { $0.id == row.id }
        }
        if !late.isEmpty { report.cancelled += try await desk.cancelAll(late) }
    }

    private func flatten(_ desk: OrderDesk, _ all: ChosenInstruments, _ report: inout HaltReport) async throws {
        guard case .positions(let rows) = try await desk.line.ask(.positions) else {
            throw desk.line.wrongAnswer(to: "positions")
        }
        for row in rows where row.quantity != .zero {
            let label = row.instrument.map(all.label) ?? row.symbol
            let what = "\(row.quantity) \(label), \(row.product.word)"
            func leave(_ why: String) { report.left.append(HaltReport.Left(what: what, why: why)) }
            guard row.product != .delivery else {
                // Shares bought today are held; what was sold of a holding is not bought back.
                if row.quantity > .zero { report.kept.append("\(row.quantity) \(label)") }
                continue
            }
            guard let id = row.instrument else {
                leave("it is not in the instrument list; close it in the broker's app")
                continue
            }
            let side = row.quantity < .zero ? "buy back" : "sell"
            guard !sending.dryRun else {
                report.closed.append(OrderReport(.dryRun, "\(side) \(what) at the market", ""))
                continue
            }
            do {
                try sending.confirm("\(side) \(what) at the market", "", chosen)
                report.closed += try await desk.close(row, id, all) { draft in
                    OrderCost(draft, of: chosen.account.broker, plugins, on: desk.line.clock.now.day)
                }
            } catch {
                leave("\(error)")
            }
        }
    }
}
