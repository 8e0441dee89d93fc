extension Price: CustomStringConvertible, LosslessStringConvertible {
    /// Reads plain decimal rupees, at most four places: "2234.40", "-0.05". Anything else is nil.
    public init?(_ text: some StringProtocol) {
        guard let raw = Decimals.parse(text, places: 4), abs(raw) <= Price.limit.raw else { return nil }
        self.init(raw: raw)
    }

    /// Rupees with two places, or four where they are needed: "2234.40", "83.0025".
    public var description: String { Decimals.text(raw) }
}

extension Money: CustomStringConvertible, LosslessStringConvertible {
    /// Reads plain decimal rupees, at most four places.
    public init?(_ text: some StringProtocol) {
        guard let raw = Decimals.parse(text, places: 4) else { return nil }
        self.init(raw: raw)
    }

    /// Rupees with two places, or four where they are needed.
    public var description: String { Decimals.text(raw) }
}

/// Exact decimal text for counts of 1/10,000.
enum Decimals {
    static func parse(_ text: some StringProtocol, places: Int) -> Int64? {
        var value: Int64 = 0
        var negative = false
        var fraction: Int?
        var digits = 0
        for (index, byte) in text.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "-") where index == 0: negative = true
            case UInt8(ascii: ".") where fraction == nil && digits > 0: fraction = 0
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                let (shifted, over) = value.multipliedReportingOverflow(by: 10)
                let (sum, carry) = shifted.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
                if over || carry { return nil }
                value = sum
                digits += 1
                if let seen = fraction {
                    if seen == places { return nil }
                    fraction = seen + 1
                }
            default: return nil
            }
        }
        guard digits > 0, fraction != 0 else { return nil }
        for _ in (fraction ?? 0)..<places {
            let (shifted, over) = value.multipliedReportingOverflow(by: 10)
            if over { return nil }
            value = shifted
        }
        return negative ? -value : value
    }

    static func text(_ raw: Int64) -> String {
        let magnitude = raw.magnitude
        let fraction = magnitude % 10_000
        let places = fraction % 100 == 0 ? 2 : 4
        let digits = String(places == 2 ? fraction / 100 : fraction)
        let padding = String(repeating: "0", count: places - digits.count)
        return "\(raw < 0 ? "-" : "")\(magnitude / 10_000).\(padding)\(digits)"
    }
}
