import SaudaBroker
import SaudaCore

/// Reads the fields of a JSON body; whatever is not understood is refused without a name (T11).
struct DhanForm {
    let json: JSON

    /// - Throws: DH-905 for a body that is no object.
    init(_ json: JSON) throws(DhanRefusal) {
        guard json.members != nil else { throw .input }
        self.json = json
    }

    /// Texts; numbers are read as their text, since ids come both ways.
    func text(_ name: String) throws(DhanRefusal) -> String {
        switch json[name] {
        case .null: return ""
        case .text(let text), .number(let text): return text
        case .bool, .array, .object: throw .input
        }
    }

    /// One of the words; the fallback stands for one that is not there.
    func word(_ name: String, _ words: [String], default fallback: String? = nil) throws(DhanRefusal) -> String {
        guard !json[name].isNull else {
            guard let fallback else { throw .input }
            return fallback
        }
        guard let text = json[name].text, words.contains(text) else { throw .input }
        return text
    }

    /// A number, also in quotes; nil when it is not there or blank.
    private func number(_ name: String) throws(DhanRefusal) -> JSON? {
        switch json[name] {
        case .null, .text(""): return nil
        case .number: return json[name]
        case .text(let text):
            guard let value = try? JSON(text), case .number = value else { throw .input }
            return value
        case .bool, .array, .object: throw .input
        }
    }

    /// Zero or more; nil when it is not there.
    func price(_ name: String) throws(DhanRefusal) -> Price? {
        guard let number = try number(name) else { return nil }
        guard let raw = number.decimal(places: 4), (0...Price.limit.raw).contains(raw) else { throw .input }
        return Price(raw: raw)
    }

    /// Zero or more; nil when it is not there.
    func quantity(_ name: String) throws(DhanRefusal) -> Quantity? {
        guard let number = try number(name) else { return nil }
        guard let units = number.integer, (0...Quantity.limit.units).contains(units) else { throw .input }
        return Quantity(units)
    }

    func flag(_ name: String) throws(DhanRefusal) -> Bool {
        switch json[name] {
        case .null: return false
        case .bool(let value): return value
        case .text("true"): return true
        case .text("false"), .text(""): return false
        default: throw .input
        }
    }

    /// At most 30 letters, digits, blanks, `_`, `-` and `.`; blank when there is none (2.2).
    func correlation() throws(DhanRefusal) -> String {
        guard !json["correlationId"].isNull else { return "" }
        guard let id = json["correlationId"].text, id.utf8.count <= 30 else { throw .input }
        let isPlain = id.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || [32, 45, 46, 95].contains(byte)
        }
        guard isPlain else { throw .input }
        return id
    }
}
