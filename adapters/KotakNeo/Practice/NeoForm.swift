import SaudaBroker
import SaudaCore

/// The one field `jData` of a form (section 1.4): every value is text, also numbers. Null is as good as absent.
struct NeoForm: Sendable {
    private let json: JSON

    init(_ request: IncomingRequest) throws(NeoRefusal) {
        guard let text = request.form["jData"], let json = try? JSON(text), json.members != nil else {
            throw .badBody
        }
        self.json = json
    }

    /// Nil where there is none.
    func optional(_ key: String) throws(NeoRefusal) -> String? {
        let value = json[key]
        guard !value.isNull else { return nil }
        guard let text = value.text else { throw .badBody }
        return text
    }

    func text(_ key: String) throws(NeoRefusal) -> String {
        guard let text = try optional(key) else { throw .invalidInput }
        return text
    }

    func word(_ key: String, _ words: [String]) throws(NeoRefusal) -> String {
        let text = try text(key)
        guard words.contains(text) else { throw .invalidInput }
        return text
    }

    /// Whole units.
    func quantity(_ key: String) throws(NeoRefusal) -> Quantity? {
        guard let text = try optional(key) else { return nil }
        guard NeoForm.isNumber(text), let units = Int64(text), units <= Quantity.limit.units else { throw .badQuantity }
        return Quantity(units)
    }

    /// Rupees. Blank is told of as a bad quantity, and `0.0` is no zero (section 1.4).
    func price(_ key: String) throws(NeoRefusal) -> Price? {
        guard let text = try optional(key) else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ NeoForm.isNumber($0) }), parts[0].utf8.count <= 8,
            parts.count == 1 || parts[1].utf8.count <= 4, let price = Price(text), price <= Price.limit
        else { throw .badQuantity }
        guard price.raw > 0 || parts.count == 1 else { throw .badQuantity }
        return price
    }

    static func isNumber(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) }
    }
}
