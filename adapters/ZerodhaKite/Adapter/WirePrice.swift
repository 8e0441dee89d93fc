package import SaudaCore

/// A price of the ticker in 1/10,000,000 rupee: exact for every segment (protocol section 4.7).
package struct WirePrice: Hashable, Sendable {
    package var raw: Int64

    @inline(__always) package init(raw: Int64) { self.raw = raw }

    /// To the nearest 1/10,000 rupee; exact but for more than four decimals, which only currencies have room for.
    @inline(__always) package var price: Price { Price(raw: (raw + (raw < 0 ? -500 : 500)) / 1000) }

    /// How much one unit on the wire is: by 10,000,000 for currency futures of NSE, by 10,000 for those of BSE and for
    /// NSE's commodities, by 100 for all others.
    @inline(__always) package static func unit(ofToken token: UInt32) -> Int64 {
        switch token & 0xFF {
        case 3: 1
        case 6, 12: 1000
        default: 100_000
        }
    }
}

extension WirePrice: CustomStringConvertible {
    /// Rupees as a plain decimal without trailing zeros: `1500`, `83.1275`, `-42.55`.
    package var description: String {
        let whole = raw.magnitude / 10_000_000
        var fraction = String(raw.magnitude % 10_000_000)
        fraction = String(repeating: "0", count: 7 - fraction.count) + fraction
        while fraction.last == "0" { fraction.removeLast() }
        return (raw < 0 ? "-" : "") + "\(whole)" + (fraction.isEmpty ? "" : "." + fraction)
    }
}
