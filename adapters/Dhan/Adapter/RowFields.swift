import SaudaBroker
import SaudaCore

/// The fields of rows, of REST answers and of order messages, whose numbers may be texts (protocol sections 2.6 and 4.3).
enum RowFields {
    static func text(_ row: JSON, _ name: String) throws(Unreadable) -> String {
        guard let text = optional(row, name) else { throw Unreadable(description: "no text in '\(name)'") }
        return text
    }

    /// Nil for the empty text and for `NA` (trap T7). A number is taken as it is written.
    static func optional(_ row: JSON, _ name: String) -> String? {
        let text: String? = if case .number(let number) = row[name] { number } else { row[name].text }
        guard let text, !text.isEmpty, text != "NA" else { return nil }
        return text
    }

    private static func number(_ row: JSON, _ name: String) -> JSON {
        guard let text = row[name].text else { return row[name] }
        guard case .number(let number)? = try? JSON(text) else { return row[name] }
        return .number(number)
    }

    /// A count of units; absent and null are none.
    static func count(_ row: JSON, _ name: String) throws(Unreadable) -> Int64 {
        let count = try signed(row, name)
        guard count >= 0 else { throw Unreadable(description: "no possible count in '\(name)'") }
        return count
    }

    static func signed(_ row: JSON, _ name: String) throws(Unreadable) -> Int64 {
        if row[name].isNull { return 0 }
        guard let count = number(row, name).integer, count.magnitude <= Quantity.limit.units.magnitude else {
            throw Unreadable(description: "no possible count in '\(name)'")
        }
        return count
    }

    /// Zero where it is not used.
    static func price(_ row: JSON, _ name: String) throws(Unreadable) -> Price {
        if row[name].isNull { return .zero }
        guard let raw = number(row, name).decimal(places: 4), (0...Price.limit.raw).contains(raw) else {
            throw Unreadable(description: "no possible price in '\(name)'")
        }
        return Price(raw: raw)
    }

    static func value(_ row: JSON, _ average: String, _ filled: Quantity) throws(Unreadable) -> Money {
        guard filled.units > 0 else { return .zero }
        guard let value = Money(average: number(row, average), of: filled) else {
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

    static func product(_ row: JSON, _ name: String) throws(Unreadable) -> Product {
        let text = try text(row, name)
        guard let product = Product(word: text) else {
            throw Unreadable(
                description: "\(name) '\(text.prefix(40))'",
                isForeign: Product.foreignWords.contains(text)
            )
        }
        return product
    }

    /// Every word of sections 2.1, 2.7 and 4.4, once hyphens, blanks and case are taken off.
    static func status(_ word: String, filled: Quantity, of quantity: Quantity) -> OrderRow.Status {
        let plain = String(word.uppercased().map { $0 == "-" || $0 == " " ? "_" : $0 })
        return switch plain {
        case "TRANSIT": .pending
        case "PENDING", "PART_TRADED", "MODIFIED", "ACTIVE", "CONFIRM", "DUMMY", "TRIGGERED": .open
        // Whether messages count all that is filled is not certain (section 8): with less than the whole it is the book
        // that ends the order.
        case "TRADED": filled >= quantity ? .complete : .open
        // A super order whose entry and one exit are done.
        case "CLOSED": .complete
        case "CANCELLED": .cancelled
        case "REJECTED": .rejected
        case "EXPIRED": .expired
        default: .unknown(String(word.prefix(40)))
        }
    }
}
