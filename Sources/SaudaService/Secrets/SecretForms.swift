import SaudaBroker

/// The shapes in which one secret may stand in a text.
enum SecretForms {
    /// A pattern, and whether it may stand inside a longer word.
    struct Form: Hashable {
        var bytes: [UInt8]
        /// Short values are part of too many prices and names: they count only where they stand alone.
        var standsAlone: Bool

        /// A part of it from the start is masked from this many bytes on.
        var leastPart: Int { standsAlone ? bytes.count : max(SecretForms.shortestInside, (bytes.count + 1) / 2) }
    }

    /// Shorter ones are masked by their key alone.
    static let shortest = 4
    private static let shortestInside = 8

    /// Plain, percent-encoded, escaped as in JSON, base64 wherever it stands in what is encoded (so in an
    /// `Authorization: Basic` header too), and hexadecimal.
    static func forms(of secret: Secret) -> Set<Form> {
        let value = Array(secret.reveal().utf8)
        guard value.count >= shortest else { return [] }
        var forms: Set<Form> = []
        for bytes in [value, percent(value, blank: "%20"), percent(value, blank: "+"), lowerPercent(value)] {
            forms.insert(Form(bytes: bytes, standsAlone: value.count < shortestInside))
        }
        for bytes in [json(value, slash: true), json(value, slash: false)] {
            forms.insert(Form(bytes: bytes, standsAlone: value.count < shortestInside))
        }
        let hex = Array(Digests.hex(value).utf8)
        var cores = [hex, hex.map { (0x61...0x7A).contains($0) ? $0 - 32 : $0 }]
        for offset in 0..<3 {
            let core = base64Core(value, offset: offset)
            cores += [core, urlSafe(core)]
        }
        for core in cores where core.count >= shortestInside { forms.insert(Form(bytes: core, standsAlone: false)) }
        return forms
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }

    private static func percent(_ value: [UInt8], blank: String, digits: String = "0123456789ABCDEF") -> [UInt8] {
        let digits = Array(digits.utf8)
        var out: [UInt8] = []
        for byte in value {
            if isPlain(byte) {
                out.append(byte)
            } else if byte == 0x20 {
                out += Array(blank.utf8)
            } else {
                out += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return out
    }

    private static func lowerPercent(_ value: [UInt8]) -> [UInt8] {
        percent(value, blank: "%20", digits: "0123456789abcdef")
    }

    private static func json(_ value: [UInt8], slash: Bool) -> [UInt8] {
        var out: [UInt8] = []
        for byte in value {
            let isEscaped = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
            if isEscaped || (slash && byte == UInt8(ascii: "/")) { out.append(UInt8(ascii: "\\")) }
            out.append(byte)
        }
        return out
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The characters of base64 that `value` alone decides when `offset` bytes, modulo three, stand before it.
    static func base64Core(_ value: [UInt8], offset: Int) -> [UInt8] {
        let bytes = [UInt8](repeating: 0, count: offset) + value
        // The first that holds no bit of what stands before; the last that holds no bit of what follows.
        let first = (offset * 8 + 5) / 6
        let end = bytes.count * 8 / 6
        guard first < end else { return [] }
        return (first..<end).map { index in
            let bit = index * 6
            let high = Int(bytes[bit / 8]) << 8
            let low = bit / 8 + 1 < bytes.count ? Int(bytes[bit / 8 + 1]) : 0
            return alphabet[(high | low) >> (10 - bit % 8) & 63]
        }
    }

    private static func urlSafe(_ text: [UInt8]) -> [UInt8] {
        text.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0 }
    }
}
