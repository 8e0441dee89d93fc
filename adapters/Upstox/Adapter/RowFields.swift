import SaudaBroker
import SaudaCore

/// The fields of rows, of REST answers and of order messages (protocol sections 5, 6 and 9.2).
enum RowFields {
    static func text(_ row: JSON, _ name: String) throws(Unreadable) -> String {
        guard let text = optional(row, name) else { throw Unreadable(description: "no text in '\(name)'") }
        return text
    }

    /// Nil for the empty text and for `NA`. A number is taken as it is written.
    static func optional(_ row: JSON, _ name: String) -> String? {
        let text: String? = if case .number(let number) = row[name] { number } else { row[name].text }
        guard let text, !text.isEmpty, text != "NA" else { return nil }
        return text
    }

    /// A count of units; absent and null are none.
    static func count(_ row: JSON, _ name: String) throws(Unreadable) -> Int64 {
        let count = try signed(row, name)
        guard count >= 0 else { throw Unreadable(description: "no possible count in '\(name)'") }
        return count
    }

    static func signed(_ row: JSON, _ name: String) throws(Unreadable) -> Int64 {
        if row[name].isNull { return 0 }
        guard let count = row[name].integer, count.magnitude <= Quantity.limit.units.magnitude else {
            throw Unreadable(description: "no possible count in '\(name)'")
        }
        return count
    }

    /// Zero where it is not used. Floats that were made wider (section 1.3) come out as what they name.
    static func price(_ row: JSON, _ name: String) throws(Unreadable) -> Price {
        if row[name].isNull { return .zero }
        guard let raw = row[name].decimal(places: 4), (0...Price.limit.raw).contains(raw) else {
            throw Unreadable(description: "no possible price in '\(name)'")
        }
        return Price(raw: raw)
    }

    static func value(_ row: JSON, _ average: String, _ filled: Quantity) throws(Unreadable) -> Money {
        guard filled.units > 0 else { return .zero }
        guard let value = Money(average: row[average], of: filled) else {
            throw Unreadable(description: "units are filled and no possible price stands in '\(average)'")
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

    /// By the segment, because `D` is two things.
    static func product(_ row: JSON, _ segment: ExchangeSegment) throws(Unreadable) -> Product {
        let text = try text(row, "product")
        guard let product = Product(word: text, in: segment) else {
            throw Unreadable(
                description: "product '\(text.prefix(40))'",
                isForeign: Product.foreignWords.contains(text)
            )
        }
        return product
    }

    /// The instrument key of a row, and its segment. `instrument_token` means the key (trap T2); order messages have it
    /// under both names.
    static func key(_ row: JSON) throws(Unreadable) -> (text: String, segment: ExchangeSegment) {
        let key = try text(row, optional(row, "instrument_token") == nil ? "instrument_key" : "instrument_token")
        if let segment = ExchangeSegment(ofKey: key) { return (key, segment) }
        let word = String(key.prefix { $0 != "|" })
        throw Unreadable(
            description: "segment '\(word.prefix(20))'",
            isForeign: ExchangeSegment.foreignWords.contains(word)
        )
    }
}
