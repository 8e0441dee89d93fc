/// Just enough JSON to write a schema or a message: keys keep their order.
indirect enum JSON: Hashable, Sendable {
    case string(String)
    case bool(Bool)
    /// A number, as it is to be written.
    case literal(String)
    case array([JSON])
    case object([Member])

    struct Member: Hashable, Sendable {
        var name: String
        var value: JSON
    }

    static func object(_ members: KeyValuePairs<String, JSON>) -> JSON {
        .object(members.map { Member(name: $0.key, value: $0.value) })
    }

    static func words(_ words: [String]) -> JSON { .array(words.map(JSON.string)) }

    /// Indented text; arrays of plain values stand on one line.
    func text(indent: String = "") -> String {
        let inner = indent + "  "
        switch self {
        case .string(let text): return Self.escaped(text)
        case .bool(let value): return value ? "true" : "false"
        case .literal(let text): return text
        case .array(let items):
            if items.allSatisfy(\.isPlain) { return "[\(items.map { $0.text() }.joined(separator: ", "))]" }
            let lines = items.map { inner + $0.text(indent: inner) }
            return "[\n\(lines.joined(separator: ",\n"))\n\(indent)]"
        case .object(let members):
            if members.isEmpty { return "{}" }
            let lines = members.map { "\(inner)\(Self.escaped($0.name)): \($0.value.text(indent: inner))" }
            return "{\n\(lines.joined(separator: ",\n"))\n\(indent)}"
        }
    }

    /// All of it on one line, without a blank between.
    var line: String {
        switch self {
        case .string, .bool, .literal: text()
        case .array(let items): "[\(items.map(\.line).joined(separator: ","))]"
        case .object(let members):
            "{\(members.map { "\(Self.escaped($0.name)):\($0.value.line)" }.joined(separator: ","))}"
        }
    }

    private var isPlain: Bool {
        switch self {
        case .string, .bool, .literal: true
        case .array, .object: false
        }
    }

    private static func escaped(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20:
                let code = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - code.count) + code
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
