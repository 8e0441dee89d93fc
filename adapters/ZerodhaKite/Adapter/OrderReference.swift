import SaudaCore

/// Kite addresses an order by variety and number. Both go into the reference, because a change needs the variety that
/// the order was placed with.
struct OrderReference: Hashable {
    var variety: String
    /// Up to 19 digits: never a number to compute with.
    var number: String
    /// Of the stop of a cover order: the order it covers, named in every change.
    var parent: String?

    var id: BrokerOrderID { BrokerOrderID("\(variety)/\(number)" + (parent.map { "/" + $0 } ?? "")) }

    init(variety: String, number: String, parent: String? = nil) {
        self.variety = variety
        self.number = number
        self.parent = variety == "co" ? parent.flatMap { $0.isEmpty ? nil : $0 } : nil
    }

    /// Nil for a reference that no answer of this broker can have given.
    init?(_ id: BrokerOrderID) {
        let parts = id.text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 || (parts.count == 3 && parts[0] == "co"), parts.allSatisfy({ !$0.isEmpty }) else {
            return nil
        }
        variety = String(parts[0])
        number = String(parts[1])
        parent = parts.count == 3 ? String(parts[2]) : nil
    }
}
