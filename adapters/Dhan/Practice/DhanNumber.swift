import SaudaBroker
import SaudaCore

/// Numbers as candles have them: doubles, with an exponent from ten million on (T8).
enum DhanNumber {
    /// `75094.0`, `1.7454579E7`.
    static func json(_ value: Int64) -> PracticeJSON {
        guard value.magnitude >= 10_000_000 else { return .number("\(value).0") }
        var digits = String(value.magnitude)
        let exponent = digits.utf8.count - 1
        while digits.utf8.count > 2, digits.hasSuffix("0") { digits.removeLast() }
        return .number("\(value < 0 ? "-" : "")\(digits.prefix(1)).\(digits.dropFirst())E\(exponent)")
    }

    /// `1650.4`, `1648.0`.
    static func json(_ price: Price) -> PracticeJSON {
        guard price.raw % Price.scale != 0 else { return json(price.raw / Price.scale) }
        return .price(price)
    }
}
