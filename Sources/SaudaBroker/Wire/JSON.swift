/// A JSON document as it was written. Numbers keep their text, so that money is never a binary float on its way.
public enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(String)
    case text(String)
    case array([JSON])
    case object([String: JSON])

    /// Bytes that are no JSON (RFC 8259): where, and what is wrong there.
    public struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
        public var offset: Int
        public var what: String

        public var description: String { "\(what) at byte \(offset)" }
    }

    /// Reads one document, whole. A key that stands twice in an object is refused: two readers would differ about it.
    public init(_ bytes: [UInt8]) throws(Malformed) {
        var reader = JSONReader(bytes)
        self = try reader.document()
    }

    public init(_ text: String) throws(Malformed) { try self.init(Array(text.utf8)) }

    /// The member of that name; null when there is none, and when this is no object.
    public subscript(key: String) -> JSON {
        guard case .object(let members) = self else { return .null }
        return members[key] ?? .null
    }

    public var isNull: Bool { self == .null }
    public var text: String? { if case .text(let text) = self { text } else { nil } }
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    public var items: [JSON]? { if case .array(let items) = self { items } else { nil } }
    public var members: [String: JSON]? { if case .object(let members) = self { members } else { nil } }

    /// A whole number: `7`, `7.0` and `7e0`, not `7.5`.
    public var integer: Int64? {
        guard case .number(let text) = self else { return nil }
        return JSONNumber(text)?.scaled(places: 0, isExact: true)
    }

    /// For figures that are no money.
    public var double: Double? { if case .number(let text) = self { Double(text) } else { nil } }

    /// A number times ten to the power of `places`, to the nearest whole, halves away from zero; nil where it does not fit.
    public func decimal(places: Int) -> Int64? {
        guard case .number(let text) = self else { return nil }
        return JSONNumber(text)?.scaled(places: places, isExact: false)
    }
}
