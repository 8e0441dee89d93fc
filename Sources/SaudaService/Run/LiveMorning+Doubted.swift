import SaudaBroker
import SaudaCore

// After-market orders that were sent in the evening and never answered, because the process ended there.

extension LiveMorning {
    /// Looks for them in the morning's order book, by tag and by what they trade. One that is there is ours; one that is
    /// not was never placed, and is not placed again by this.
    static func found(
        _ doubted: [CarriedOrder],
        in accounts: [Account],
        _ instruments: InstrumentTable
    ) -> (orders: [CarriedOrder], warnings: [String]) {
        var orders: [CarriedOrder] = []
        var warnings: [String] = []
        for order in doubted {
            let request = order.request
            let account = accounts.first { $0.id == request.account }
            let rows = (account?.orders ?? []).filter { row in
                row.tag != nil && row.tag == account?.tags[request.id] && row.instrument == request.instrument
                    && row.side == request.side && row.product == request.product
            }
            let what =
                "\(account?.name ?? "an account"): order \(request.id.number), \(request.side) "
                + "\(request.terms.quantity) \(instruments[request.instrument].name), sent on \(order.placed) without "
                + "an answer,"
            guard let row = rows.first else {
                warnings.append("\(what) is not in the broker's book: it counts as never placed. Look there once.")
                continue
            }
            var carried = order
            carried.brokerID = row.id
            carried.request.terms = row.terms
            orders.append(carried)
            let more = rows.count > 1 ? " The book has \(rows.count) of it: cancel the others by hand." : ""
            warnings.append("\(what) is in the broker's book as \(row.id) and followed as ours.\(more)")
        }
        return (orders, warnings)
    }
}
