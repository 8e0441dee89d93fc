import SaudaBroker
import Testing

/// Answers as the broker's own documents show them.
enum NeoFixture {
    static func json(_ name: String) throws -> JSON { try JSON(try Shared.bytes("fixtures/kotak-neo/\(name)")) }

    static func text(_ name: String) throws -> String {
        String(decoding: try Shared.bytes("fixtures/kotak-neo/\(name)"), as: UTF8.self)
    }

    /// What an answer is made of: its keys and the kinds of their values. A list is as its first item.
    static func shape(_ value: JSON) -> String {
        switch value {
        case .null: return "null"
        case .bool: return "truth"
        case .number: return "number"
        case .text: return "text"
        case .array(let items): return "[" + (items.first.map(shape) ?? "") + "]"
        case .object(let members):
            let parts = members.sorted { $0.key < $1.key }.map { "\($0.key):\(shape($0.value))" }
            return "{" + parts.joined(separator: ",\n") + "}"
        }
    }
}
