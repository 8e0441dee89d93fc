import SaudaBroker
package import SaudaCore

/// What is known of one topic beside its values: no part of it a reference.
package struct HSMTopic: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case scrip, index, depth
        /// With a prefix that we do not know.
        case other

        init(topic: String) {
            switch topic.prefix(3) {
            case "sf|": self = .scrip
            case "if|": self = .index
            case "dp|": self = .depth
            default: self = .other
            }
        }
    }

    package let kind: Kind
    package var scale: HSMScale?
    /// How many of its values have a name (section 7.5).
    let fields: UInt8
    /// Bits of the multiplier and of the precision, which follows it; none where it has neither.
    let scaling: UInt64

    package init(_ kind: Kind) {
        self.kind = kind
        (fields, scaling) =
            switch kind {
            case .scrip: (25, 3 << 23)
            case .index: (10, 3 << 8)
            case .depth: (34, 3 << 32)
            case .other: (0, 0)
            }
    }
}

/// The texts of a topic's snapshot, which updates do not repeat.
package struct HSMTexts: Hashable, Sendable {
    /// Such as `sf|nse_cm|2885`.
    package var topic: String
    package var name = ""
    package var token = ""
    package var segment = ""
    package var symbol = ""

    package init(topic: String) { self.topic = topic }

    mutating func set(_ id: UInt8, _ text: String) {
        switch id {
        case 51: name = text
        case 52: token = text
        case 53: segment = text
        case 54: symbol = text
        default: break
        }
    }
}

/// How raw numbers become prices: rupees are raw / (multiplier * 10^precision).
package struct HSMScale: Hashable, Sendable {
    private var up: Int64
    private var down: Int64

    /// Nil for what no exchange has: a price would be off by a power of ten.
    package init?(multiplier: Int32, precision: Int32) {
        guard (1...1_000_000).contains(multiplier), (0...9).contains(precision) else { return nil }
        let unit = (0..<precision).reduce(Int64(multiplier)) { unit, _ in unit * 10 }
        if Price.scale.isMultiple(of: unit) {
            up = Price.scale / unit
            down = 1
        } else {
            up = Price.scale
            down = unit
        }
    }

    /// Rupees are raw / divider. Nil for what no exchange has.
    package init?(divider: Int64) {
        guard (1...10_000_000).contains(divider) else { return nil }
        up = Price.scale.isMultiple(of: divider) ? Price.scale / divider : Price.scale
        down = Price.scale.isMultiple(of: divider) ? 1 : divider
    }

    @inline(__always) package func price(_ raw: Int32) -> Price { price(Int64(raw)) }

    /// To the nearest 1/10,000 rupee; exact up to four decimals.
    ///
    /// - Parameter raw: of 32 bits, with a sign or without.
    @inline(__always) package func price(_ raw: Int64) -> Price {
        let exact = raw &* up
        return down == 1 ? Price(raw: exact) : Price(raw: (exact + (exact < 0 ? -down / 2 : down / 2)) / down)
    }
}
