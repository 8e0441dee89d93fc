import SaudaCore

/// Which orders of two sides belong together: the first of a strategy, share and side with the first, and so on.
struct OrderPairs {
    private(set) var rows: [DayDifference.Row] = []
    private(set) var same = 0

    private struct Key: Hashable {
        var account: String
        var strategy: String
        var symbol: String
        var side: Side
    }

    init(_ left: PlayedSide, _ right: PlayedSide) {
        let (then, now) = (Self.grouped(left), Self.grouped(right))
        var found: [(at: Timestamp, row: DayDifference.Row)] = []
        for key in Set(then.keys).union(now.keys) {
            let (a, b) = (then[key] ?? [], now[key] ?? [])
            for index in 0..<max(a.count, b.count) {
                let (one, other) = (index < a.count ? a[index] : nil, index < b.count ? b[index] : nil)
                guard let row = Self.row(key, one, other) else {
                    same += 1
                    continue
                }
                found.append((one?.at ?? other?.at ?? Timestamp(microseconds: 0), row))
            }
        }
        found.sort { a, b in
            (a.at, a.row.symbol, a.row.strategy, a.row.side) < (b.at, b.row.symbol, b.row.strategy, b.row.side)
        }
        rows = found.map(\.row)
    }

    private static func grouped(_ side: PlayedSide) -> [Key: [PlayedOrder]] {
        Dictionary(grouping: side.orders) { order in
            Key(
                account: side.cast.accounts[Int(order.account.index)].name,
                strategy: side.cast.strategies[Int(order.strategy.index)].name,
                symbol: side.instruments[order.instrument].symbol,
                side: order.side
            )
        }
    }

    /// Nil when nothing differs.
    private static func row(_ key: Key, _ one: PlayedOrder?, _ other: PlayedOrder?) -> DayDifference.Row? {
        let (a, b) = (one.map { DayDifference.Shape($0) }, other.map { DayDifference.Shape($0) })
        var differs: [String] = []
        if let one, let other, let a, let b {
            if a == b, one.changes == other.changes, one.at == other.at { return nil }
            if a.quantity != b.quantity { differs.append("quantity") }
            if a.limit != b.limit || a.lastLimit != b.lastLimit || one.changes != other.changes {
                differs.append("price")
            }
            if one.at != other.at { differs.append("time") }
            if a.filled != b.filled || a.fillPrice != b.fillPrice || a.filledAt != b.filledAt { differs.append("fill") }
            if a.outcome != b.outcome { differs.append("outcome") }
            if a.reason != b.reason || a.variety != b.variety { differs.append("reason") }
        }
        return DayDifference.Row(
            kind: a == nil ? .onlyOther : b == nil ? .onlyRecorded : .changed,
            account: key.account,
            strategy: key.strategy,
            side: "\(key.side)",
            symbol: key.symbol,
            recorded: a,
            other: b,
            differs: differs
        )
    }
}

extension DayDifference.Shape {
    fileprivate init(_ order: PlayedOrder) {
        at = order.isHandedOver ? "\(order.at.day)" : "\(order.at.time)"
        quantity = order.lastTerms.quantity.units
        limit = order.terms.limit > .zero ? Amount(order.terms.limit) : nil
        let isMoved = order.lastTerms.limit != order.terms.limit
        lastLimit = isMoved && order.lastTerms.limit > .zero ? Amount(order.lastTerms.limit) : nil
        variety = order.variety == .afterMarket ? "after-market" : "regular"
        reason = order.reason
        filled = order.filled.units
        fillPrice = order.filled > .zero ? Amount(order.value.price(per: order.filled)) : nil
        filledAt = order.filledAt.map { "\($0.time)" }
        outcome = order.outcome == "open" && order.variety == .afterMarket ? "waits" : order.outcome
    }
}
