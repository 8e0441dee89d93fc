/// Bytes as text, two digits each.
enum Hex {
    static func text(of bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef")
        var text = ""
        for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return text
    }

    /// Nil for what `text(of:)` never wrote.
    static func bytes(of text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var high: Int?
        for character in text {
            guard let digit = character.hexDigitValue else { return nil }
            guard let first = high else {
                high = digit
                continue
            }
            bytes.append(UInt8(first << 4 | digit))
            high = nil
        }
        return high == nil ? bytes : nil
    }
}
