import SaudaBroker
import SaudaCore

/// The account's orders of the day, and how a person names one.
struct OrderBook {
    let rows: [OrderRow]

    init(_ line: AccountLine) async throws {
        guard case .orders(let rows) = try await line.ask(.orderBook) else { throw line.wrongAnswer(to: "the orders") }
        self.rows = rows
    }

    /// The order of that reference, or of the number in it, or of our tag.
    func find(_ text: String) throws -> OrderRow {
        let fits = rows.filter { row in
            if row.id.text == text || row.tag == text { return true }
            guard row.id.text.hasSuffix(text), text.count >= 4 else { return false }
            return row.id.text.dropLast(text.count).last.map { !$0.isLetter && !$0.isNumber } ?? true
        }
        if fits.count == 1 { return fits[0] }
        let what = fits.isEmpty ? "no order is called '\(text)'" : "'\(text)' fits \(fits.count) orders"
        throw CommandFailure(.badUsage, "\(what); `sauda order list` shows them. Nothing was sent.")
    }

    /// One that can still change.
    func findOpen(_ text: String) throws -> OrderRow {
        let row = try find(text)
        guard !row.isFinal else {
            throw CommandFailure(.failed, "order \(row.id) is \(row.status.word) already; nothing was sent.")
        }
        return row
    }
}

extension OrderRow {
    var sentence: String { "\(side) \(terms.quantity) \(symbol) \(terms.words), \(product.word)" }
}
