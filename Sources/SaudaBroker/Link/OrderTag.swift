package import SaudaCore

/// Our tag on an order: the desk's letters and the order's number in base 36, letters and digits only.
package enum OrderTag {
    package static func text(_ id: OrderID, prefix: String) -> String {
        prefix + String(id.number, radix: 36, uppercase: true)
    }

    /// The order that a tag names, if it is one of this desk's.
    package static func order(_ tag: String, prefix: String) -> OrderID? {
        guard tag.hasPrefix(prefix), let number = UInt64(tag.dropFirst(prefix.count), radix: 36),
            text(OrderID(number: number), prefix: prefix) == tag
        else { return nil }
        return OrderID(number: number)
    }
}
