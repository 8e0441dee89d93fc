package import SaudaCore

/// Figures as text for people: Indian digit grouping, fixed places, `-` for minus, an en dash for what is undefined.
package enum Figures {
    package static let undefined = "–"

    /// `-12,34,567.89`: rupees to the nearest paisa.
    package static func rupees(_ money: Money?) -> String {
        guard let money else { return undefined }
        return text(negative: money.raw <= -50, hundredths: (money.raw.magnitude + 50) / 100)
    }

    /// `1,234.50`, with four places where they are needed: `83.0025`.
    package static func price(_ price: Price) -> String {
        let whole = grouped(price.raw.magnitude / 10_000)
        let digits = price.description.drop { $0 != "." }
        return (price.raw < 0 ? "-" : "") + whole + digits
    }

    /// `12.34 %` of a fraction.
    package static func percent(_ ratio: Double?) -> String {
        let text = decimal(ratio.map { $0 * 100 })
        return text == undefined ? text : text + " %"
    }

    /// Two places, halves away from zero.
    package static func decimal(_ value: Double?) -> String {
        guard let value, value.isFinite else { return undefined }
        let hundredths = (value.magnitude * 100).rounded()
        guard hundredths < 1e15 else { return "\(value)" }
        return text(negative: value < 0 && hundredths > 0, hundredths: UInt64(hundredths))
    }

    package static func count(_ value: Int64) -> String { (value < 0 ? "-" : "") + grouped(value.magnitude) }

    package static func day(_ day: Day?) -> String { day?.description ?? undefined }

    private static func text(negative: Bool, hundredths: UInt64) -> String {
        let paise = hundredths % 100
        return "\(negative ? "-" : "")\(grouped(hundredths / 100)).\(paise < 10 ? "0" : "")\(paise)"
    }

    /// The last three digits, then pairs: `1,00,00,000`.
    static func grouped(_ value: UInt64) -> String {
        let digits = Array(String(value))
        var text = ""
        for (index, digit) in digits.enumerated() {
            let left = digits.count - index
            if index > 0, left >= 3, left % 2 == 1 { text.append(",") }
            text.append(digit)
        }
        return text
    }
}
