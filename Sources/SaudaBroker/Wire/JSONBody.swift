public import SaudaCore

/// JSON to be sent. Numbers are text, so that prices stay as exact as they are.
public enum JSONBody: Sendable {
    case text(String)
    case number(String)
    case flag(Bool)
    case list([JSONBody])
    case members([(name: String, value: JSONBody)])

    public static func price(_ price: Price) -> JSONBody { .number("\(price)") }
    public static func count(_ quantity: Quantity) -> JSONBody { .number("\(quantity)") }

    public var text: String {
        switch self {
        case .text(let text): Self.quoted(text)
        case .number(let text): text
        case .flag(let value): value ? "true" : "false"
        case .list(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
        case .members(let members):
            "{" + members.map { Self.quoted($0.name) + ":" + $0.value.text }.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var bytes = Array("\"".utf8)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20: bytes += Array("\\u00".utf8) + Array((byte < 16 ? "0" : "1").utf8) + hex(byte & 15)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes + Array("\"".utf8), as: UTF8.self)
    }

    private static func hex(_ digit: UInt8) -> [UInt8] { [Array("0123456789ABCDEF".utf8)[Int(digit)]] }
}
