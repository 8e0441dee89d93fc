import SaudaBroker
import SaudaCore

/// Whether the exits of a super order have order numbers of their own, as was seen, or share the entry's is not certain
/// (protocol sections 4.5 and 8). Where they share it, each gets a name of its own here: taken for the entry, what an exit
/// has filled would be counted as filled already, and the position would be wrong.
enum SharedNumber {
    /// The numbers that several rows of a book have.
    static func all(in items: [JSON]) -> Set<String> {
        var seen: Set<String> = []
        var shared: Set<String> = []
        for item in items {
            guard let number = RowFields.optional(item, "orderId") else { continue }
            if !seen.insert(number).inserted { shared.insert(number) }
        }
        return shared
    }

    /// The row's own name among those that share its number.
    static func id(_ number: BrokerOrderID, _ row: JSON) -> BrokerOrderID {
        named(number.text, RowFields.optional(row, "legName"))
    }

    /// The broker's number in a name.
    static func number(_ id: BrokerOrderID) -> BrokerOrderID { BrokerOrderID(String(id.text.prefix { $0 != "/" })) }

    /// Of a message about an order: its number, unless it is an exit of the order with that number.
    ///
    /// - Throws: for an exit that does not say whose it is; the book tells of it.
    static func id(ofMessage fields: JSON) throws(Unreadable) -> BrokerOrderID {
        let number = try OrderReader.number(fields, "orderno")
        let leg: BracketOrder.Leg
        switch try RowFields.count(fields, "legno") {
        case 2: leg = .stop
        case 3: leg = .target
        default: return BrokerOrderID(number)
        }
        guard let parent = parent(fields["algoordno"]) else {
            throw Unreadable(description: "leg \(leg.word) without the number of its entry")
        }
        return parent == number ? named(number, leg.word) : BrokerOrderID(number)
    }

    private static func named(_ number: String, _ leg: String?) -> BrokerOrderID {
        let exits = [BracketOrder.Leg.target.word, BracketOrder.Leg.stop.word]
        guard let leg, exits.contains(leg) else { return BrokerOrderID(number) }
        return BrokerOrderID("\(number)/\(leg)")
    }

    /// A number or a text (section 4.3); none is null, empty, `NA` or zero.
    private static func parent(_ value: JSON) -> String? {
        let text = value.integer.map { "\($0)" } ?? value.text
        guard let text, !["", "0", "NA"].contains(text) else { return nil }
        return text
    }
}
