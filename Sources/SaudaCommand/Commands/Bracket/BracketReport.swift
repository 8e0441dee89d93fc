import SaudaBroker
import SaudaCore

/// A bracket order for people and as JSON.
struct BracketReport: Encodable {
    struct Exit: Encodable {
        var price: String
        var status: String
        var triggered: Int64

        init(_ exit: BracketRow.Exit) {
            price = "\(exit.price)"
            status = exit.status.word
            triggered = exit.triggered.units
        }
    }

    var id: String
    var tag: String?
    var side: String
    var symbol: String
    var product: String
    var kind: String
    var quantity: Int64
    var filled: Int64
    var limit: String?
    var average: String?
    var status: String
    var target: Exit?
    var stop: Exit?
    /// Nil for a stop that stays where it is.
    var trail: String?
    var over: Bool
    /// Units are held that no exit waits for.
    var unguarded: Bool
    var reason: String?

    init(_ row: BracketRow) {
        let entry = row.entry
        id = entry.id.text
        tag = entry.tag
        side = "\(entry.side)"
        symbol = entry.symbol
        product = entry.product.word
        kind = "\(entry.terms.kind)"
        quantity = entry.terms.quantity.units
        filled = entry.filled.units
        limit = entry.terms.limit.raw > 0 ? "\(entry.terms.limit)" : nil
        average = entry.filled.units > 0 ? "\(entry.value.price(per: entry.filled))" : nil
        status = row.isClosed ? "closed" : entry.status.word
        target = row.target.map(Exit.init)
        stop = row.stop.map(Exit.init)
        trail = row.trail.raw > 0 ? "\(row.trail)" : nil
        over = row.isOver
        unguarded = row.isUnguarded
        reason = entry.rejection.map { "\($0)" }
    }

    static func table(_ rows: [BracketRow]) -> String {
        var table = ColumnTable(
            [
                "ORDER", "SIDE", "SYMBOL", "PRODUCT", "QUANTITY", "FILLED", "PRICE", "STATUS", "TARGET", "STOP",
                "TRAIL",
                "TAG",
            ],
            figures: [4, 5, 6, 10]
        )
        for row in rows {
            let shown = BracketReport(row)
            func cell(_ exit: Exit?) -> String { exit.map { "\($0.price) \($0.status)" } ?? "-" }
            table.add(
                [
                    shown.id, shown.side, shown.symbol, shown.product, "\(shown.quantity)", "\(shown.filled)",
                    shown.average ?? shown.limit ?? "-", shown.status, cell(shown.target), cell(shown.stop),
                    shown.trail ?? "-", shown.tag ?? "-",
                ],
                tone: row.isUnguarded || row.entry.status == .rejected ? .warning : row.isOver ? .dim : .plain
            )
        }
        let notes = rows.flatMap { row -> [String] in
            let reason = row.entry.rejection.map { ["\(row.id): \($0)".shown] } ?? []
            return reason + (row.isUnguarded ? ["\(row.id): units are held that no exit waits for.".shown] : [])
        }
        return ([table.text(Ink(isOn: Terminal.usesColour))] + notes).joined(separator: "\n")
    }
}

extension BracketRow {
    var sentence: String {
        var words = entry.sentence
        if let target { words += ", target \(target.price)" }
        if let stop { words += ", stop \(stop.price)" }
        if trail.raw > 0 { words += " trailing by \(trail)" }
        return words
    }

    /// The entry has filled, no exit has traded and none will.
    var isUnguarded: Bool {
        let exits = [target, stop].compactMap(\.self)
        return entry.filled.units > 0 && !isClosed && !exits.contains { $0.status.mayFire || $0.status == .traded }
    }
}

extension BracketRow.Exit.Status {
    var word: String {
        switch self {
        case .waiting: "waiting"
        case .triggered: "triggered"
        case .traded: "traded"
        case .cancelled: "cancelled"
        case .rejected: "rejected"
        case .expired: "expired"
        case .unknown(let word): "unknown (\(word))"
        }
    }
}
