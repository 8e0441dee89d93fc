import SaudaBroker
import SaudaCore

/// Numbers as texts with a fixed count of decimals, as most of the dialect has them.
enum NeoNumber {
    /// `1410.00`, halves away from zero.
    static func two(_ price: Price) -> String { text(price.raw, places: 2) }
    static func two(_ money: Money) -> String { text(money.raw, places: 2) }
    /// `801.6000`.
    static func four(_ price: Price) -> String { text(price.raw, places: 4) }
    /// `38.190000`.
    static func six(_ money: Money) -> String { text(money.raw, places: 4) + "00" }

    /// - Parameter raw: in 1/10,000 rupee.
    private static func text(_ raw: Int64, places: Int) -> String {
        let unit: Int64 = places == 2 ? 100 : 1
        let rounded = (raw.magnitude + UInt64(unit) / 2) / UInt64(unit)
        let scale: UInt64 = places == 2 ? 100 : 10_000
        let fraction = String(rounded % scale)
        let sign = raw < 0 && rounded > 0 ? "-" : ""
        return "\(sign)\(rounded / scale)." + String(repeating: "0", count: places - fraction.utf8.count) + fraction
    }

    static func json(_ price: Price) -> PracticeJSON { .string(two(price)) }
    static func json(_ money: Money) -> PracticeJSON { .string(two(money)) }
    static func text(_ quantity: Quantity) -> PracticeJSON { .string("\(quantity.units)") }
}
