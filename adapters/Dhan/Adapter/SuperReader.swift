import SaudaBroker
import SaudaCore

/// Super orders of the list: a row of the order book with the exits in `legDetails` (protocol section 2.9).
struct SuperReader {
    private let rows: OrderReader

    init(_ rows: OrderReader) { self.rows = rows }

    /// As of the order book, a row that cannot be read is left out only when it is not ours.
    func orders(_ body: JSON) throws(BrokerError) -> (orders: [BracketRow], skipped: [String: Int]) {
        guard let items = body.items else { throw Failures.wrongShape("no list of super orders") }
        var orders: [BracketRow] = []
        var skipped: [String: Int] = [:]
        for item in items {
            do throws(Unreadable) {
                orders.append(try order(item))
            } catch {
                guard error.isForeign || RowFields.optional(item, "correlationId") == nil else {
                    throw .dhan(
                        "a super order cannot be read: \(error)",
                        "Look at it in the broker's own app; sauda needs an update.",
                        .stop
                    )
                }
                skipped["a super order: \(error)", default: 0] += 1
            }
        }
        return (orders, skipped)
    }

    func find(_ id: BrokerOrderID, _ body: JSON) throws(BrokerError) -> BracketRow {
        let found = try orders(body).orders.filter { $0.id == id }
        guard found.count == 1 else {
            throw OrderChecks.refused("there is no super order '\(id.text.prefix(40))' today, or it cannot be read")
        }
        return found[0]
    }

    private func order(_ item: JSON) throws(Unreadable) -> BracketRow {
        let entry = try rows.row(item)
        guard let legs = item["legDetails"].items else { throw Unreadable(description: "no 'legDetails'") }
        var row = BracketRow(entry: entry, target: nil, stop: nil)
        row.isClosed = try RowFields.text(item, "orderStatus") == "CLOSED"
        var seen: Set<String> = []
        for leg in legs {
            let name = try RowFields.text(leg, "legName")
            guard seen.insert(name).inserted else { throw Unreadable(description: "two legs '\(name.prefix(40))'") }
            switch name {
            case BracketOrder.Leg.target.word: row.target = try exit(leg, of: entry)
            case BracketOrder.Leg.stop.word:
                row.stop = try exit(leg, of: entry)
                row.trail = row.stop == nil ? .zero : try RowFields.price(leg, "trailingJump")
            default: throw Unreadable(description: "legName '\(name.prefix(40))'")
            }
        }
        return row
    }

    /// Nil for one without a price: it was not asked for.
    private func exit(_ leg: JSON, of entry: OrderRow) throws(Unreadable) -> BracketRow.Exit? {
        let price = try RowFields.price(leg, "price")
        guard price.raw > 0 else { return nil }
        guard try RowFields.word(leg, "transactionType", Side.init(word:)) == entry.side.opposite else {
            throw Unreadable(description: "an exit on the side of its entry")
        }
        return BracketRow.Exit(
            price: price,
            status: Self.status(try RowFields.text(leg, "orderStatus")),
            triggered: Quantity(try RowFields.count(leg, "triggeredQuantity"))
        )
    }

    private static func status(_ word: String) -> BracketRow.Exit.Status {
        switch word {
        case "PENDING": .waiting
        case "TRIGGERED": .triggered
        case "TRADED": .traded
        case "CANCELLED": .cancelled
        case "REJECTED": .rejected
        case "EXPIRED": .expired
        default: .unknown(String(word.prefix(40)))
        }
    }
}
