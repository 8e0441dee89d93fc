package import SaudaCore

/// Rupees as they are written in India: 12,34,567.80.
package enum Rupees {
    package static func text(_ amount: Money) -> String {
        let paise = amount.roundedToPaisa().raw / 100
        let whole = String(paise.magnitude / 100)
        let fraction = paise.magnitude % 100
        var groups = String(whole.suffix(3))
        var rest = whole.dropLast(3)
        while !rest.isEmpty {
            groups = "\(rest.suffix(2)),\(groups)"
            rest = rest.dropLast(2)
        }
        return "\(paise < 0 ? "-" : "")\(groups).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}
