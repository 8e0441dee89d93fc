/// Reads JSON from bytes that nobody vouches for: nothing traps, nesting is bounded.
struct JSONReader {
    private static let depthLimit = 64

    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(JSON.Malformed) -> JSON {
        let value = try value(depth: 1)
        skipBlanks()
        guard place == bytes.count else { throw fault("something follows the document") }
        return value
    }

    private func fault(_ what: String) -> JSON.Malformed { JSON.Malformed(offset: place, what: what) }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
    }

    private mutating func takes(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        place += 1
        return true
    }

    private mutating func value(depth: Int) throws(JSON.Malformed) -> JSON {
        guard depth <= Self.depthLimit else { throw fault("nested deeper than \(Self.depthLimit)") }
        skipBlanks()
        guard let byte = next else { throw fault("the text ends early") }
        switch byte {
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try array(depth)
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw fault("no value begins like this")
        }
    }

    private mutating func word(_ word: String, _ value: JSON) throws(JSON.Malformed) -> JSON {
        for byte in word.utf8 {
            guard takes(byte) else { throw fault("'\(word)' is cut or misspelt") }
        }
        return value
    }

    private mutating func object(_ depth: Int) throws(JSON.Malformed) -> JSON {
        place += 1
        var members: [String: JSON] = [:]
        skipBlanks()
        if takes(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipBlanks()
            guard next == UInt8(ascii: "\"") else { throw fault("a member needs a name in quotes") }
            let key = try string()
            skipBlanks()
            guard takes(UInt8(ascii: ":")) else { throw fault("a colon is missing") }
            guard members.updateValue(try value(depth: depth + 1), forKey: key) == nil else {
                throw fault("a member stands twice")
            }
            skipBlanks()
        } while takes(UInt8(ascii: ","))
        guard takes(UInt8(ascii: "}")) else { throw fault("an object is not closed") }
        return .object(members)
    }

    private mutating func array(_ depth: Int) throws(JSON.Malformed) -> JSON {
        place += 1
        var items: [JSON] = []
        skipBlanks()
        if takes(UInt8(ascii: "]")) { return .array(items) }
        repeat {
            items.append(try value(depth: depth + 1))
            skipBlanks()
        } while takes(UInt8(ascii: ","))
        guard takes(UInt8(ascii: "]")) else { throw fault("an array is not closed") }
        return .array(items)
    }

    private mutating func number() throws(JSON.Malformed) -> String {
        let start = place
        _ = takes(UInt8(ascii: "-"))
        if !takes(UInt8(ascii: "0")) { try digits() }
        if takes(UInt8(ascii: ".")) { try digits() }
        if takes(UInt8(ascii: "e")) || takes(UInt8(ascii: "E")) {
            if !takes(UInt8(ascii: "+")) { _ = takes(UInt8(ascii: "-")) }
            try digits()
        }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func digits() throws(JSON.Malformed) {
        let start = place
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
        guard place > start else { throw fault("a digit is missing") }
    }

    private mutating func string() throws(JSON.Malformed) -> String {
        place += 1
        var text: [UInt8] = []
        while let byte = next {
            place += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw fault("a text is not UTF-8") }
                return string
            case UInt8(ascii: "\\"): text += try escaped()
            case ..<0x20: throw fault("a bare control character in a text")
            default: text.append(byte)
            }
        }
        throw fault("a text is not closed")
    }

    private mutating func escaped() throws(JSON.Malformed) -> [UInt8] {
        guard let byte = next else { throw fault("a text is not closed") }
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(try scalar()).utf8)
        default: throw fault("no escape is written like this")
        }
    }

    private mutating func scalar() throws(JSON.Malformed) -> Character {
        var code = UInt32(try unit())
        if (0xD800..<0xDC00).contains(code) {
            guard takes(UInt8(ascii: "\\")), takes(UInt8(ascii: "u")) else { throw fault("half of a surrogate pair") }
            let low = UInt32(try unit())
            guard (0xDC00..<0xE000).contains(low) else { throw fault("half of a surrogate pair") }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw fault("half of a surrogate pair") }
        return Character(scalar)
    }

    private mutating func unit() throws(JSON.Malformed) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw fault("a \\u escape needs four hexadecimal digits")
            }
            value = value << 4 | UInt16(digit)
            place += 1
        }
        return value
    }
}
