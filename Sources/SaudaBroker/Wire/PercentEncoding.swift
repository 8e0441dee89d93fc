/// Percent-encoding (RFC 3986): everything but the unreserved letters becomes `%XX`, a blank too.
public enum PercentEncoding {
    /// - Parameter kept: what stays as it is besides.
    public static func text(_ text: String, keeping kept: String = "") -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            case _ where kept.utf8.contains(byte): bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A query, or the body of a form: `i=NSE%3AM%26M&i=NSE%3AINFY`, in the order given.
    public static func fields(_ fields: [(name: String, value: String)]) -> String {
        fields.map { "\(text($0.name))=\(text($0.value))" }.joined(separator: "&")
    }

    private static let digits = Array("0123456789ABCDEF".utf8)
}
