import SaudaCore

/// Kite addresses an order by variety and number. Both go into the reference, because a change needs the variety that
/// the order was placed with.
struct OrderReference: Hashable {
    var variety: String
    /// Up to 19 digits: never a number to compute with.
    var number: String

    var id: BrokerOrderID { BrokerOrderID("\(variety)/\(number)") }

    init(variety: String, number: String) {
        self.variety = variety
        self.number = number
    }

    /// Nil for a reference that no answer of this broker can have given.
    init?(_ id: BrokerOrderID) {
        let parts = id.text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        variety = String(parts[0])
        number = String(parts[1])
    }
}
