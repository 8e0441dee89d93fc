import FoundationEssentials

@testable import SaudaService

/// A JSON value, read from JSON or from a YAML document.
indirect enum JSONValue: Hashable, Decodable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// What a YAML 1.2 reader makes of a node.
    init(_ node: YAMLNode) {
        switch node.content {
        case .refused: self = .null
        case .sequence(let items): self = .array(items.map(JSONValue.init))
        case .mapping(let pairs):
            self = .object(Dictionary(pairs.map { ($0.key, JSONValue($0.value)) }) { first, _ in first })
        case .scalar(let text, let isPlain):
            switch Scalar(text, isPlain: isPlain) {
            case .text(let text), .doubtful(let text): self = .string(text)
            case .bool(let value): self = .bool(value)
            case .number(let text): self = Double(text).map(JSONValue.number) ?? .string(text)
            case .nothing: self = .null
            }
        }
    }

    subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }
}

/// The part of JSON Schema that our schema uses. An unknown word in a schema is an error, not ignored.
enum SchemaSubset {
    struct Unknown: Error { var word: String }

    static func accepts(_ value: JSONValue, _ schema: JSONValue) throws -> Bool {
        guard case .object(let rules) = schema else { throw Unknown(word: "\(schema)") }
        for (word, rule) in rules {
            guard try accepts(value, word, rule, rules) else { return false }
        }
        return true
    }

    private static func accepts(
        _ value: JSONValue,
        _ word: String,
        _ rule: JSONValue,
        _ rules: [String: JSONValue]
    ) throws -> Bool {
        switch (word, rule, value) {
        case ("$schema", _, _), ("title", _, _), ("description", _, _), ("default", _, _): return true
        case ("type", .string(let type), _): return try isOf(type, value)
        case ("enum", .array(let words), _): return words.contains(value)
        case ("oneOf", .array(let schemas), _): return try schemas.count { try accepts(value, $0) } == 1
        case ("pattern", .string(let pattern), .string(let text)): return try text.contains(Regex(pattern))
        case ("maxLength", .number(let most), .string(let text)): return Double(text.unicodeScalars.count) <= most
        case ("minimum", .number(let least), .number(let number)): return number >= least
        case ("maximum", .number(let most), .number(let number)): return number <= most
        case ("required", .array(let names), .object(let members)):
            return names.allSatisfy { if case .string(let name) = $0 { members[name] != nil } else { false } }
        case ("properties", .object(let schemas), .object(let members)):
            return try members.allSatisfy { name, value in
                try schemas[name].map { schema in try accepts(value, schema) } ?? true
            }
        case ("additionalProperties", .bool(false), .object(let members)):
            return members.keys.allSatisfy { rules["properties"]?[$0] != nil }
        case ("additionalProperties", .object, .object(let members)):
            return try members.values.allSatisfy { try accepts($0, rule) }
        case ("propertyNames", _, .object(let members)):
            return try members.keys.allSatisfy { try accepts(.string($0), rule) }
        case ("minProperties", .number(let least), .object(let members)): return Double(members.count) >= least
        case ("items", _, .array(let items)): return try items.allSatisfy { try accepts($0, rule) }
        case ("minItems", .number(let least), .array(let items)): return Double(items.count) >= least
        case ("maxItems", .number(let most), .array(let items)): return Double(items.count) <= most
        case ("uniqueItems", .bool(true), .array(let items)): return Set(items).count == items.count
        case ("pattern", _, _), ("maxLength", _, _), ("minimum", _, _), ("maximum", _, _), ("required", _, _),
            ("properties", _, _), ("additionalProperties", _, _), ("propertyNames", _, _), ("minProperties", _, _),
            ("items", _, _), ("minItems", _, _), ("maxItems", _, _), ("uniqueItems", _, _):
            return true
        default: throw Unknown(word: word)
        }
    }

    private static func isOf(_ type: String, _ value: JSONValue) throws -> Bool {
        switch (type, value) {
        case ("object", .object), ("array", .array), ("string", .string), ("boolean", .bool), ("number", .number): true
        case ("integer", .number(let number)): number.rounded() == number
        case ("object", _), ("array", _), ("string", _), ("boolean", _), ("number", _), ("integer", _): false
        default: throw Unknown(word: type)
        }
    }
}
