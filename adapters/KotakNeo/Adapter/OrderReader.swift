import SaudaBroker
import SaudaCore

/// Reads rows of the order book and of order messages (protocol sections 3.5 and 9.4). Numbers are text in one place and
/// numbers in the next.
struct OrderReader: Sendable {
    let listings: ListingTable

    init(_ listings: ListingTable) { self.listings = listings }

    func row(_ row: JSON) throws(Unreadable) -> OrderRow {
        let number = try Self.text(row, "nOrdNo")
        let symbol = try Self.text(row, "exSeg") + "|" + Self.text(row, "trdSym")
        let quantity = Quantity(try Self.count(row, "qty"))
        let filled = Quantity(try Self.count(row, "fldQty"))
        guard filled <= quantity else { throw Unreadable(description: "more units filled than ordered") }
        let status = OrderRow.Status(word: try Self.text(row, "ordSt"))
        let kind = try Self.word(row, "prcTp", OrderKind.init(word:))
        guard !kind.hasLimit || !row["prc"].isNull else { throw Unreadable(description: "a limit order without 'prc'") }
        return OrderRow(
            id: BrokerOrderID(number),
            tag: Self.tag(row),
            instrument: listings.find(orderKey: symbol),
            symbol: symbol,
            side: try Self.word(row, "trnsTp", Side.init(word:)),
            product: try Self.product(row),
            terms: OrderTerms(
                kind: kind,
                quantity: quantity,
                limit: try Self.price(row, "prc"),
                trigger: try Self.price(row, "trgPrc"),
                // Histories have names of their own for these two.
                validity: try Self.word(row, row["vldt"].isNull ? "ordDur" : "vldt", Validity.init(word:)),
                disclosed: Quantity(try Self.count(row, row["dscQty"].isNull ? "dclQty" : "dscQty"))
            ),
            status: status,
            filled: filled,
            value: try Self.value(row, filled),
            rejection: WireText.word(row["rejRsn"]).map { .other(code: "", text: String($0.prefix(500))) },
            // In a history the other times are those of the question.
            updated: WireText.moment(row["flDtTm"]) ?? WireText.nanoseconds(row["updRecvTm"])
                ?? WireText.moment(row["hsUpTm"]) ?? WireText.moment(row["ordDtTm"]),
            variety: Self.variety(row)
        )
    }

    /// Of the status while it waits for a session, of a field of its own afterwards; messages may have neither.
    private static func variety(_ row: JSON) -> OrderRequest.Variety? {
        if row["ordSt"].text?.lowercased().contains("after market order") == true { return .afterMarket }
        return row["ordGenTp"].text.map { $0 == "AMO" ? .afterMarket : .regular }
    }

    /// Ours, as long as it is: a modification replaces it, and a cancel puts `-` and a time behind it (section 3.5).
    private static func tag(_ row: JSON) -> String? {
        guard let text = WireText.word(row["GuiOrdId"]) else { return nil }
        guard let hyphen = text.lastIndex(of: "-") else { return text }
        let tail = text[text.index(after: hyphen)...]
        return tail.count >= 10 && tail.utf8.allSatisfy { (48...57).contains($0) } ? String(text[..<hyphen]) : text
    }

    static func text(_ row: JSON, _ name: String) throws(Unreadable) -> String {
        guard let text = WireText.word(row[name]) else { throw Unreadable(description: "no text in '\(name)'") }
        return text
    }

    static func word<Value>(
        _ row: JSON,
        _ name: String,
        _ known: (String) -> Value?
    ) throws(Unreadable) -> Value {
        let text = try text(row, name)
        guard let value = known(text) else { throw Unreadable(description: "\(name) '\(text.prefix(40))'") }
        return value
    }

    static func product(_ row: JSON) throws(Unreadable) -> Product {
        let text = try text(row, "prod")
        guard let product = Product(word: text) else {
            throw Unreadable(
                description: "prod '\(text.prefix(40))'",
                isForeign: Product.foreignWords.contains(text)
            )
        }
        return product
    }

    /// A count of units; absent is none.
    static func count(_ row: JSON, _ name: String) throws(Unreadable) -> Int64 {
        if row[name].isNull { return 0 }
        guard let count = WireText.integer(row[name]), (0...Quantity.limit.units).contains(count) else {
            throw Unreadable(description: "no possible count in '\(name)'")
        }
        return count
    }

    /// Zero where it is not used.
    static func price(_ row: JSON, _ name: String) throws(Unreadable) -> Price {
        if row[name].isNull { return .zero }
        guard let raw = WireText.decimal(row[name], places: 4), (0...Price.limit.raw).contains(raw) else {
            throw Unreadable(description: "no possible price in '\(name)'")
        }
        return Price(raw: raw)
    }

    private static func value(_ row: JSON, _ filled: Quantity) throws(Unreadable) -> Money {
        guard filled.units > 0 else { return .zero }
        guard let value = WireText.number(row["avgPrc"]).flatMap({ Money(average: $0, of: filled) }) else {
            throw Unreadable(description: "units are filled and no possible price stands in 'avgPrc'")
        }
        return value
    }
}
