import SaudaCore

// Values as JSON: prices and money exact, as numbers in rupees.

extension JSON {
    static let null = JSON.literal("null")

    static func number(_ value: Int64) -> JSON { .literal("\(value)") }
    static func rupees(_ value: Money) -> JSON { .literal("\(value)") }
    static func rupees(_ value: Price) -> JSON { .literal("\(value)") }
    static func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }

    /// On one line, for a stream of objects.
    var line: String {
        switch self {
        case .string, .bool, .literal: text()
        case .array(let items): "[\(items.map(\.line).joined(separator: ","))]"
        case .object(let members):
            "{\(members.map { "\(JSON.string($0.name).text()):\($0.value.line)" }.joined(separator: ","))}"
        }
    }
}
