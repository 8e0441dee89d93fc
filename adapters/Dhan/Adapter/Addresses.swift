import SaudaBroker
import SaudaCore

/// The registered addresses (protocol section 1.6).
enum Addresses {
    /// An address may be changed once in so many days.
    static let daysBetweenChanges = 7

    static func read(_ body: JSON) throws(BrokerError) -> OrderAddresses {
        guard let members = body.members, members["primaryIP"] != nil || members["secondaryIP"] != nil else {
            throw Failures.wrongShape("no registered addresses")
        }
        return OrderAddresses(
            primary: entry(body, "primaryIP", "modifyDatePrimary"),
            secondary: entry(body, "secondaryIP", "modifyDateSecondary"),
            // Not documented, and seen on the wire.
            seen: RowFields.optional(body, "detectedIP"),
            takesOrders: body["ordersAllowed"].bool
        )
    }

    private static func entry(_ body: JSON, _ address: String, _ changed: String) -> OrderAddresses.Entry? {
        RowFields.optional(body, address).map {
            OrderAddresses.Entry($0, changed: RowFields.optional(body, changed).flatMap { Day($0) })
        }
    }

    /// One that the broker may see: four numbers, and no network of one's own (RFC 1918, 6598, loopback, link-local).
    static func isPublic(_ address: String) -> Bool {
        let numbers = address.split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
        guard numbers.count == 4, numbers.map({ "\($0)" }).joined(separator: ".") == address else { return false }
        switch (numbers[0], numbers[1]) {
        case (0, _), (10, _), (127, _), (224..., _), (192, 168), (172, 16...31), (100, 64...127), (169, 254):
            return false
        default: return true
        }
    }
}
