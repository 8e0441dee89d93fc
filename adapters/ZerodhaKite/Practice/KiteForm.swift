import SaudaBroker
import SaudaCore

/// Reads the fields of an order request; anything that is not understood is refused by name.
struct KiteForm {
    let fields: FormFields

    func text(_ name: String) throws(KiteRefusal) -> String {
        guard let text = fields[name], !text.isEmpty else { throw .input("Missing `\(name)`") }
        return text
    }

    /// One of the words.
    func word(_ name: String, _ words: [String], default fallback: String? = nil) throws(KiteRefusal) -> String {
        guard let text = fields[name], !text.isEmpty else {
            guard let fallback else { throw .input("Missing `\(name)`") }
            return fallback
        }
        guard words.contains(text) else { throw .invalid(name) }
        return text
    }

    /// Nil when it is not there.
    func price(_ name: String) throws(KiteRefusal) -> Price? {
        guard let text = fields[name], !text.isEmpty else { return nil }
        guard let price = Price(plain(text)), price.raw >= 0 else { throw .invalid(name) }
        return price
    }

    func quantity(_ name: String) throws(KiteRefusal) -> Quantity? {
        guard let text = fields[name], !text.isEmpty else { return nil }
        guard let units = Int64(text), units >= 0, units <= Quantity.limit.units else { throw .invalid(name) }
        return Quantity(units)
    }

    func flag(_ name: String) throws(KiteRefusal) -> Bool {
        guard let text = fields[name], !text.isEmpty else { return false }
        switch text.lowercased() {
        case "true", "1": return true
        case "false", "0": return false
        default: throw .invalid(name)
        }
    }

    /// At most 20 letters and digits.
    func tag() throws(KiteRefusal) -> String? {
        guard let tag = fields["tag"], !tag.isEmpty else { return nil }
        let isPlain = tag.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        }
        guard isPlain, tag.utf8.count <= 20 else { throw .invalid("tag") }
        return tag
    }

    /// Per cent, or -1 for the automatic band; nil when it is 0 or not there.
    func protection() throws(KiteRefusal) -> Protection? {
        guard let text = fields["market_protection"], !text.isEmpty else { return nil }
        if plain(text) == "-1" || plain(text) == "-1.0" { return .automatic }
        guard let percent = Price(plain(text)), percent.raw >= 0, percent <= Price(rupees: 100) else {
            throw .invalid("market_protection")
        }
        return percent == .zero ? nil : .percent(percent)
    }

    enum Protection: Hashable {
        case automatic
        /// In the scale of prices: 2 % is 20,000.
        case percent(Price)
    }

    /// The official client writes 1400.0 and also 1e-05.
    private func plain(_ text: String) -> String {
        guard text.contains("e") || text.contains("E"), let value = Double(text), let price = Price(rupees: value)
        else {
            return text
        }
        return price.description
    }
}
