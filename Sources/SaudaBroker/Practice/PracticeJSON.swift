public import SaudaCore

/// A JSON value to be written, its keys in their order. Numbers are text already, so that money stays exact.
public enum PracticeJSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([PracticeJSON])
    case object([Pair])

    public struct Pair: Hashable, Sendable {
        public var key: String
        public var value: PracticeJSON

        public init(key: String, value: PracticeJSON) {
            self.key = key
            self.value = value
        }
    }

    public static func int(_ value: some BinaryInteger) -> PracticeJSON { .number("\(value)") }
    public static func double(_ value: Double) -> PracticeJSON { .number(value.isFinite ? "\(value)" : "0") }

    /// Rupees, with as many places as they need: 1512.3, 100, 83.0025.
    public static func rupees(_ raw: Int64) -> PracticeJSON {
        var text = "\(Price(raw: raw))"
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return .number(text)
    }

    public static func price(_ price: Price) -> PracticeJSON { .rupees(price.raw) }
    public static func money(_ money: Money) -> PracticeJSON { .rupees(money.raw) }
    public static func quantity(_ quantity: Quantity) -> PracticeJSON { .int(quantity.units) }
    public static func optional(_ text: String?) -> PracticeJSON { text.map { .string($0) } ?? .null }
    public static func strings(_ texts: [String]) -> PracticeJSON { .array(texts.map { .string($0) }) }
}

extension PracticeJSON: ExpressibleByDictionaryLiteral, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
    public init(dictionaryLiteral elements: (String, PracticeJSON)...) {
        self = .object(elements.map { Pair(key: $0.0, value: $0.1) })
    }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .int(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(nilLiteral: ()) { self = .null }
}

// MARK: - Text

extension PracticeJSON {
    public var text: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "null".utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .number(let text): bytes += text.utf8
        case .string(let text): PracticeJSON.quote(text, to: &bytes)
        case .array(let values):
            bytes.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let pairs):
            bytes.append(UInt8(ascii: "{"))
            for (index, pair) in pairs.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                PracticeJSON.quote(pair.key, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                pair.value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private static func quote(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x0A: bytes += "\\n".utf8
            case 0x0D: bytes += "\\r".utf8
            case 0x09: bytes += "\\t".utf8
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                bytes += ("\\u00" + (digits.utf8.count < 2 ? "0" : "") + digits).utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
