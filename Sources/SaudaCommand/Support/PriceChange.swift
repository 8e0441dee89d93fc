import SaudaCore

/// A move of a price in hundredths of a percent, rounded. Encoded as its percent.
struct PriceChange: Encodable {
    private let hundredths: Int64

    init(to last: Price, from reference: Price) {
        hundredths = Int64((Double(last.raw - reference.raw) / Double(reference.raw) * 10_000).rounded())
    }

    /// `+0.02 %`, `-1.50 %`, `0.00 %`.
    var text: String {
        let sign = hundredths < 0 ? "-" : hundredths > 0 ? "+" : ""
        let cents = hundredths.magnitude % 100
        return "\(sign)\(hundredths.magnitude / 100).\(cents < 10 ? "0" : "")\(cents) %"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Double(hundredths) / 100)
    }
}
