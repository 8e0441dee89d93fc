/// Finds what stands behind a key that names a secret, in text of any kind: `access_token=...`, `"api_key": "..."`,
/// `Authorization: token ...`.
enum SecretKeys {
    /// Keys that no part of `Secrets` covers.
    private static let wholes = words("sid", "checksum", "twofavalue", "signature")
    /// Whose value is the rest of the line, blanks too.
    private static let headers = words("authorization", "proxyauthorization", "cookie", "setcookie")
    private static let longestKey = 64

    private static func words(_ words: String...) -> Set<[UInt8]> { Set(words.map { Array($0.utf8) }) }

    /// Nil when there is nothing to mask.
    static func redact(_ text: [UInt8]) -> [UInt8]? {
        var out: [UInt8]?
        var kept = 0
        var place = 0
        while place < text.count {
            guard text[place] == UInt8(ascii: ":") || text[place] == UInt8(ascii: "="),
                let key = key(before: place, in: text, notBefore: kept), isSecret(key)
            else {
                place += 1
                continue
            }
            let value = value(after: place, in: text, isHeader: headers.contains(key))
            if !value.isEmpty, !text[value].elementsEqual(Redactor.mask) {
                out = (out ?? []) + text[kept..<value.lowerBound] + Redactor.mask
                kept = value.upperBound
            }
            place = max(place + 1, value.upperBound)
        }
        return out.map { $0 + text[kept...] }
    }

    private static func isSecret(_ key: [UInt8]) -> Bool {
        wholes.contains(key) || Secrets.looksSecret(letters: key)
    }

    /// The letters of the word that ends before the mark, in small ones; quotes and blanks between do not count.
    private static func key(before mark: Int, in text: [UInt8], notBefore start: Int) -> [UInt8]? {
        var end = mark
        while end > start, text[end - 1] == 0x20 || isQuote(text[end - 1]) || text[end - 1] == UInt8(ascii: "\\") {
            end -= 1
        }
        var letters: [UInt8] = []
        var place = end
        while place > start, end - place <= longestKey, isKey(text[place - 1]) {
            place -= 1
            let small = text[place] | 0x20
            if (0x61...0x7A).contains(small) { letters.append(small) }
        }
        // Hours and minutes have none.
        return letters.isEmpty ? nil : letters.reversed()
    }

    private static func value(after mark: Int, in text: [UInt8], isHeader: Bool) -> Range<Int> {
        var start = mark + 1
        while start < text.count, text[start] == 0x20 { start += 1 }
        // `\"` inside a text that was escaped.
        if start + 1 < text.count, text[start] == UInt8(ascii: "\\"), isQuote(text[start + 1]) { start += 1 }
        var quote: UInt8?
        if start < text.count, isQuote(text[start]) {
            quote = text[start]
            start += 1
        }
        var end = start
        while end < text.count {
            let byte = text[end]
            if byte == 0x0A || byte == 0x0D || byte == quote { break }
            if quote == nil {
                if isQuote(byte) { break }
                if !isHeader, isEnd(byte) { break }
            }
            end += 1
        }
        // Not the escape before the closing quote.
        if quote != nil, end > start, text[end - 1] == UInt8(ascii: "\\") { end -= 1 }
        return start..<end
    }

    private static func isKey(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }

    private static func isQuote(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`")
    }

    /// What ends a bare value. A full stop does not: tokens have them.
    private static func isEnd(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09, 0x20: true
        case UInt8(ascii: "&"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ")"), UInt8(ascii: "]"),
            UInt8(ascii: "}"), UInt8(ascii: "<"), UInt8(ascii: ">"):
            true
        default: false
        }
    }
}
