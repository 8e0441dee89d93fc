import SaudaCore

// Values as JSON: prices and money exact, as numbers in rupees.

extension JSON {
    static let null = JSON.literal("null")

    static func number(_ value: Int64) -> JSON { .literal("\(value)") }
    static func rupees(_ value: Money) -> JSON { .literal("\(value)") }
    static func rupees(_ value: Price) -> JSON { .literal("\(value)") }
    static func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }
}
