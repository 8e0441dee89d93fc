/// Names and values of a query or a form (`application/x-www-form-urlencoded`), in their order.
///
/// A field that cannot be decoded (a broken percent sign, bytes that are not UTF-8) is left out.
public struct FormFields: Hashable, Sendable {
    public private(set) var fields: [HTTPHeader] = []

    public init(_ text: some StringProtocol) {
        for field in text.split(separator: "&") {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = FormFields.decode(parts[0]),
                let value = FormFields.decode(parts.count == 2 ? parts[1] : "")
            else { continue }
            fields.append(HTTPHeader(name, value))
        }
    }

    /// The first field of that name.
    public subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// Every field of that name.
    public func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    static func decode(_ text: some StringProtocol, plusIsSpace: Bool = true) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else { return nil }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
