import SaudaBroker
import SaudaCore

/// The fields of a JSON body, each checked for its kind.
struct UpstoxForm {
    let json: JSON

    init(_ json: JSON) { self.json = json }

    func text(_ name: String) throws(UpstoxRefusal) -> String {
        guard let text = json[name].text, !text.isEmpty else {
            throw UpstoxRefusal(400, 1026, "The \(name) is required")
        }
        return text
    }

    func word(_ name: String, _ known: [String]) throws(UpstoxRefusal) -> String {
        let text = try text(name)
        guard known.contains(text) else { throw UpstoxRefusal(400, 100_036, "The \(name) is invalid") }
        return text
    }

    /// Nil when it is not named.
    func count(_ name: String) throws(UpstoxRefusal) -> Quantity? {
        if json[name].isNull { return nil }
        guard let count = json[name].integer, (0...Quantity.limit.units).contains(count) else { throw .input }
        return Quantity(count)
    }

    /// Zero when it is not named.
    func price(_ name: String) throws(UpstoxRefusal) -> Price {
        if json[name].isNull { return .zero }
        guard let raw = json[name].decimal(places: 4), (0...Price.limit.raw).contains(raw) else { throw .input }
        return Price(raw: raw)
    }
}
