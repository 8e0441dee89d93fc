import Glibc
import SaudaCore
import SaudaService

/// What a paper day came to.
struct RunSummary: Encodable {
    struct Position: Encodable {
        var symbol: String
        var quantity: Int64
        var entry: Amount
        /// The last price while it is held, else the previous close; nil when neither is known.
        var exit: Amount?
        /// After the charges of its purchases and sales so far.
        var profit: Amount?
        var reason: String
    }

    var day: String
    /// False when it was stopped before its end; `sauda run` goes on with it.
    var whole: Bool
    var closed: [Position]
    var held: [Position]
    /// Before charges.
    var realised: Amount
    var charges: Amount
    var cash: Amount
    /// In the morning, at the last closes.
    var openingEquity: Amount
    var equity: Amount
    var ticks: Int
    var records: UInt64
    var journal: String
    var journalBytes: Int
    /// Of the tick records; orders, answers and notes come on top.
    var bytesPerTick: Double?

    private enum CodingKeys: String, CodingKey {
        case day, whole, closed, held, realised, charges, cash, equity, ticks, records, journal
        case openingEquity = "opening_equity"
        case journalBytes = "journal_bytes"
        case bytesPerTick = "bytes_per_tick"
    }

    init(_ paper: some PlayedDay, isWhole: Bool) throws {
        let desk = paper.desk
        let books = desk.books
        func sum(_ part: (AccountBook) -> Money) -> Amount { Amount(books.reduce(.zero) { $0 + part($1) }) }
        func row(_ trade: Trade) -> Position {
            let last = desk.market[trade.instrument].lastKnown
            let exit = trade.isOpen ? last : trade.exit
            let isKnown = !trade.isOpen || last > .zero
            return Position(
                symbol: desk.instruments[trade.instrument].symbol,
                quantity: trade.opened.quantity.units * trade.side.sign,
                entry: Amount(trade.entry),
                exit: isKnown ? Amount(exit) : nil,
                profit: isKnown ? Amount(trade.profit(at: last) - trade.charges) : nil,
                reason: trade.isOpen ? "held" : trade.exitReason
            )
        }
        day = "\(paper.day)"
        whole = isWhole
        closed = books.flatMap { ($0.closedTrades + $0.otherTrades.filter { !$0.isOpen }).map(row) }
        held = books.flatMap { ($0.openTrades + $0.otherTrades.filter(\.isOpen)).map(row) }
        realised = sum(\.realised)
        charges = sum(\.charges.total)
        cash = sum(\.cash)
        equity = sum { $0.equity(at: desk.market) }
        openingEquity = Amount(paper.openingEquity)
        ticks = paper.ticks
        records = paper.records
        journal = paper.journalPath
        var info = stat()
        journalBytes = unsafe stat(journal, &info) == 0 ? Int(info.st_size) : 0
        bytesPerTick = ticks > 0 ? (Double(paper.tickBytes) / Double(ticks) * 10).rounded() / 10 : nil
    }

    var text: String {
        var lines = ["", "\(day)\(whole ? "" : ", stopped before its end: `sauda run` goes on with it")"]
        for (title, rows) in [("sold", closed), ("held", held)] where !rows.isEmpty {
            let width = rows.map(\.symbol.count).max() ?? 0
            for row in rows {
                lines.append(
                    "  \(title)  \(row.symbol.padded(width))  \(row.quantity) from \(row.entry)"
                        + (row.exit.map { " to \($0)" } ?? ", no price known")
                        + (row.profit.map { "  \($0)" } ?? "") + (title == "sold" ? "  \(row.reason)" : "")
                )
            }
        }
        lines.append("  realised \(realised), charges \(charges), cash \(cash)")
        lines.append("  equity \(openingEquity) in the morning, \(equity) now")
        let share = bytesPerTick.map { " of \($0) bytes a tick" } ?? ""
        lines.append("  \(ticks) ticks\(share), \(records) journal records in all: \(journal), \(journalBytes) bytes")
        return lines.joined(separator: "\n")
    }
}
