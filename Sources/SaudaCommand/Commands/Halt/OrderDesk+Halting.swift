import SaudaBroker
import SaudaCore
import SaudaService

// All of an account's orders and positions at once.

extension OrderDesk {
    /// Cancels orders together, so that one without an answer holds no other up; returns what came of each.
    func cancelAll(_ rows: [OrderRow]) async throws -> [OrderReport] {
        line.link.post(.follow)
        // The machine takes up what it has seen in the book.
        var unseen = Set(rows.map(\.id))
        _ = try await wait(within: .seconds(20)) { event in
            if case .foreign(let order) = event { unseen.remove(order.id) }
            return unseen.isEmpty
        }
        var fates: [(row: OrderRow, order: OrderID?, fate: OrderFate)] = []
        for row in rows {
            let fate = OrderFate("cancel \(row.sentence)")
            guard !unseen.contains(row.id) else {
                fates.append((row, nil, fate))
                continue
            }
            let order = try log.begin(fate.sentence, at: line.clock.now, isChange: true)
            line.link.post(.command(.cancel(order, account, row.id, request: 1)))
            fates.append((row, order, fate))
        }
        var open = Set(fates.compactMap(\.order))
        if !open.isEmpty {
            _ = try await wait(within: Self.patience) { event in
                guard case .report(let told) = event, open.contains(told.order),
                    let index = fates.firstIndex(where: { $0.order == told.order }),
                    fates[index].fate.hear(OrderFate.ofChange(told.kind, to: fates[index].row.id, isCancel: true))
                else { return false }
                open.remove(told.order)
                return open.isEmpty
            }
        }
        return fates.map { row, order, fate in
            var report = fate.report ?? fate.inDoubt
            if order == nil {
                report = OrderReport(.refused, fate.sentence, "not sent: the order book could not be read")
            }
            report.id = row.id.text
            return report
        }
    }

    /// Sells or buys back a position at the market, in slices that the exchange takes.
    func close(
        _ row: PositionRow,
        _ id: InstrumentID,
        _ instruments: ChosenInstruments,
        _ cost: (OrderDraft) -> OrderCost
    ) async throws -> [OrderReport] {
        let instrument = instruments.table[id]
        let last = await HeldRow.prices(of: [id], line)[id]
        let most = instruments.table.most(id) ?? Quantity.limit
        var rest = row.quantity < .zero ? .zero - row.quantity : row.quantity
        var reports: [OrderReport] = []
        while rest > .zero, !StopSignal.isRaised {
            let slice = min(rest, most)
            rest -= slice
            let draft = OrderDraft(
                instrument: instrument,
                label: instruments.label(id),
                side: row.quantity < .zero ? .buy : .sell,
                product: row.product,
                variety: .regular,
                terms: OrderTerms(kind: .market, quantity: slice),
                last: last
            )
            let report = try await place(draft, id, cost(draft))
            reports.append(report)
            // What is not known to be closed is not closed again.
            guard report.outcome == .accepted else { break }
        }
        return reports
    }
}
