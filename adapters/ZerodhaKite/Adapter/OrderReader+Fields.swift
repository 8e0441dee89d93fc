import SaudaBroker
import SaudaCore

extension OrderReader {
    static func text(_ row: JSON, _ name: String) throws(Unreadable) -> String {
        guard let text = row[name].text, !text.isEmpty else { throw Unreadable(description: "no text in '\(name)'") }
        return text
    }

    /// A count of units; absent and null are none.
    static func count(_ row: JSON, _ name: String) throws(Unreadable) -> Int64 {
        if row[name].isNull { return 0 }
        guard let count = row[name].integer, (0...Quantity.limit.units).contains(count) else {
            throw Unreadable(description: "no possible count in '\(name)'")
        }
        return count
    }

    /// Zero where it is not used.
    static func price(_ row: JSON, _ name: String) throws(Unreadable) -> Price {
        if row[name].isNull { return .zero }
        guard let raw = row[name].decimal(places: 4), (0...Price.limit.raw).contains(raw) else {
            throw Unreadable(description: "no possible price in '\(name)'")
        }
        return Price(raw: raw)
    }

    static func value(_ row: JSON, _ filled: Quantity) throws(Unreadable) -> Money {
        guard filled.units > 0 else { return .zero }
        guard let value = Money(average: row["average_price"], of: filled) else {
            throw Unreadable(description: "units are filled and no possible price stands in 'average_price'")
        }
        return value
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

    static func side(_ row: JSON) throws(Unreadable) -> Side { try word(row, "transaction_type", Side.init(word:)) }

    static func product(_ row: JSON) throws(Unreadable) -> Product {
        do {
            return try word(row, "product", Product.init(word:))
        } catch {
            throw Unreadable(
                description: error.description,
                isForeign: Product.foreignWords.contains(row["product"].text ?? "")
            )
        }
    }

    /// TTL ends within the day: a day order that is shorter. Absent on old rows.
    static func validity(_ row: JSON) throws(Unreadable) -> Validity {
        if row["validity"].isNull { return .day }
        return try word(row, "validity") { $0 == "TTL" ? .day : Validity(word: $0) }
    }

    func instrument(_ row: JSON) throws(Unreadable) -> (id: InstrumentID?, symbol: String) {
        let symbol = try Self.text(row, "exchange") + ":" + Self.text(row, "tradingsymbol")
        return (find(symbol), symbol)
    }

    /// Every word of section 3.5. UPDATE stands in messages only and says that an order at work has changed.
    static func status(_ word: String) -> OrderRow.Status {
        switch word {
        case "PUT ORDER REQ RECEIVED", "VALIDATION PENDING", "OPEN PENDING", "MODIFY VALIDATION PENDING",
            "MODIFY PENDING", "CANCEL PENDING":
            .pending
        case "OPEN", "TRIGGER PENDING", "MODIFIED", "NOT MODIFIED", "AMO REQ RECEIVED", "MODIFY AMO REQ RECEIVED",
            "UPDATE":
            .open
        case "COMPLETE": .complete
        case "REJECTED": .rejected
        case "LAPSED": .expired
        default: word.hasPrefix("CANCELLED") ? .cancelled : .unknown(word)
        }
    }
}
