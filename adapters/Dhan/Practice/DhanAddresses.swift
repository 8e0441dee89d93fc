import SaudaBroker
import SaudaCore

/// The registered addresses of section 1.6.
struct DhanAddresses: Sendable {
    struct Entry: Sendable {
        var address: String
        var changed: Day
    }

    /// By `PRIMARY` and `SECONDARY`.
    private(set) var entries: [String: Entry] = [:]

    /// `POST` sets one that is free, `PUT` changes one, at most every seven days.
    mutating func set(_ flag: String, _ address: String, isChange: Bool, on day: Day) throws(DhanRefusal) {
        guard DhanAddresses.isAddress(address) else { throw .plain(400, "Invalid IP address") }
        if let entry = entries[flag] {
            guard isChange else { throw .plain(400, "IP is already set. Use modify.") }
            guard day.days(since: entry.changed) >= 7 else {
                throw .plain(400, "IP can be modified once every 7 days.")
            }
        } else if isChange {
            throw .plain(400, "IP is not set.")
        }
        entries[flag] = Entry(address: address, changed: day)
    }

    /// IPv4 in four numbers, or IPv6 in groups of hexadecimal digits.
    static func isAddress(_ text: String) -> Bool {
        let numbers = text.split(separator: ".", omittingEmptySubsequences: false)
        if numbers.count == 4 { return numbers.allSatisfy { UInt8($0) != nil && $0.first != "+" } }
        let groups = text.split(separator: ":", omittingEmptySubsequences: false)
        return (3...8).contains(groups.count) && (groups.count == 8 || text.contains("::"))
            && groups.allSatisfy { $0.isEmpty || ($0.utf8.count <= 4 && UInt16($0, radix: 16) != nil) }
    }
}
