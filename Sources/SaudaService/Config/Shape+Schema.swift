import SaudaCore

/// The same shapes as JSON Schema, draft 2020-12.
extension Shape {
    var schema: JSON {
        switch self {
        case .text(let rule):
            .object([
                "type": .string("string"), "pattern": .string("^(?:\(rule.pattern))$"),
                "maxLength": .literal("\(rule.longest)"), "description": .string(rule.allowed),
            ])
        case .word(let words): .object(["enum": .words(words)])
        case .bool: .object(["type": .string("boolean")])
        case .integer(let range): Self.numeric("integer", range?.lowerBound, range?.upperBound)
        case .number(let range): Self.numeric("number", range?.lowerBound, range?.upperBound)
        case .money(let range): Self.numeric("number", range?.lowerBound, range?.upperBound)
        case .ratio(let range):
            Self.numeric("number", Self.decimal(range.lowerBound), Self.decimal(range.upperBound))
        case .time:
            .object([
                "type": .string("string"), "pattern": .string("^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"),
                "description": .string(allowed),
            ])
        case .record(let keys): Self.object(keys)
        case .variants(let tag, let variants):
            .object([
                "type": .string("object"),
                "required": .words([tag.name]),
                "oneOf": .array(
                    variants.map { variant in
                        Self.object([Key(tag.name, .word([variant.word]), tag.help)] + variant.keys)
                    }
                ),
            ])
        case .names(let inner, let least):
            .object([
                "type": .string("object"), "minProperties": .literal("\(least)"),
                "propertyNames": Shape.text(.name).schema, "additionalProperties": inner.schema,
            ])
        case .list(let rule, let count):
            .object([
                "type": .string("array"), "items": Shape.text(rule).schema, "uniqueItems": .bool(true),
                "minItems": .literal("\(count.lowerBound)"), "maxItems": .literal("\(count.upperBound)"),
            ])
        case .items(let inner, let most):
            .object(["type": .string("array"), "items": inner.schema, "maxItems": .literal("\(most)")])
        case .either(let keys, let list): .object(["oneOf": .array([Self.object(keys), list.schema])])
        case .open: .object(["type": .string("array")])
        }
    }

    private static func object(_ keys: [Key]) -> JSON {
        let properties = keys.map { key in
            var members: [JSON.Member] = []
            if case .object(let own) = key.shape.schema { members = own.filter { $0.name != "description" } }
            let rule = if case .text(let rule) = key.shape { ": \(rule.allowed)" } else { "" }
            members.append(.init(name: "description", value: .string(key.help + rule)))
            if let standard = key.standard { members.append(.init(name: "default", value: standard)) }
            return JSON.Member(name: key.name, value: .object(members))
        }
        return .object([
            "type": .string("object"), "properties": .object(properties),
            "required": .words(keys.filter(\.isRequired).map(\.name)), "additionalProperties": .bool(false),
        ])
    }

    private static func numeric<Bound>(_ type: String, _ least: Bound?, _ most: Bound?) -> JSON {
        var members = [JSON.Member(name: "type", value: .string(type))]
        if let least { members.append(.init(name: "minimum", value: .literal("\(least)"))) }
        if let most { members.append(.init(name: "maximum", value: .literal("\(most)"))) }
        return .object(members)
    }
}

extension Config {
    /// The JSON Schema of config.yaml with these strategies and brokers, for editors: `sauda config schema`.
    ///
    /// It says what the checker says about keys, types, ranges and words. What it cannot say: references between
    /// keys, the range of times, amounts exact to the paisa, and that an overlay need not be complete.
    package static func schema(catalogue: [StrategyEntry], brokers: [BrokerEntry]) -> String {
        guard case .object(let members) = shape(catalogue: catalogue, brokers: brokers).schema else { return "{}" }
        let head: [JSON.Member] = [
            .init(name: "$schema", value: .string("https://json-schema.org/draft/2020-12/schema")),
            .init(name: "title", value: .string("config.yaml of sauda, version 1")),
        ]
        return JSON.object(head + members).text() + "\n"
    }
}
