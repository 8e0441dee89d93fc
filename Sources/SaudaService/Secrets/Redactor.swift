package import SaudaBroker

/// Masks secrets in what leaves this process as text (LOG-3): by value, for those known in this run, in every form that
/// `SecretForms` knows; and by key, for those that are not known, such as a token in an answer that was quoted.
///
/// A value. What it masks reads `<secret>`, as a `Secret` prints itself.
package struct Redactor: Sendable {
    static let mask = Array("<secret>".utf8)

    /// By first byte.
    private var forms: [UInt8: [SecretForms.Form]] = [:]
    /// Which pairs of first bytes there are: one bit each. Most places of a text are passed over by it alone.
    private var pairs: [UInt64] = []
    private var known: Set<Secret> = []

    package init(_ secrets: some Sequence<Secret> = []) { learn(secrets) }

    package mutating func learn(_ secrets: some Sequence<Secret>) {
        let new = Set(secrets).subtracting(known)
        guard !new.isEmpty else { return }
        known.formUnion(new)
        if pairs.isEmpty { pairs = [UInt64](repeating: 0, count: 1024) }
        for form in new.flatMap(SecretForms.forms) {
            let pair = Int(form.bytes[0]) << 8 | Int(form.bytes[1])
            pairs[pair >> 6] |= 1 << UInt64(pair & 63)
            guard forms[form.bytes[0]]?.contains(form) != true else { continue }
            forms[form.bytes[0], default: []].append(form)
        }
    }

    package var isEmpty: Bool { forms.isEmpty }

    /// Values and keys: for errors, notices and logs.
    package func redact(_ text: String) -> String {
        let masked = Array(redactValues(text).utf8)
        let keyless = SecretKeys.redact(masked)
        return keyless.map { String(decoding: $0, as: UTF8.self) } ?? String(decoding: masked, as: UTF8.self)
    }

    /// Values alone: for what a person asked to see, whose words may be anything.
    package func redactValues(_ text: String) -> String {
        guard !isEmpty, let masked = redactValues(Array(text.utf8)) else { return text }
        return String(decoding: masked, as: UTF8.self)
    }

    /// Nil when there is nothing to mask.
    package func redactValues(_ text: [UInt8]) -> [UInt8]? {
        guard !isEmpty else { return nil }
        var out: [UInt8]?
        var kept = 0
        var place = 0
        while place + 1 < text.count {
            guard let length = match(text, at: place) else {
                place += 1
                continue
            }
            out = (out ?? []) + text[kept..<place] + Self.mask
            place += length
            kept = place
        }
        return out.map { $0 + text[kept...] }
    }

    /// How much of a form stands at `place`: all of it, or its first half and more, as a text that was cut has it.
    private func match(_ text: [UInt8], at place: Int) -> Int? {
        let pair = Int(text[place]) << 8 | Int(text[place + 1])
        guard pairs[pair >> 6] & (1 << UInt64(pair & 63)) != 0 else { return nil }
        var longest = 0
        for form in forms[text[place]] ?? [] where form.bytes.count > longest {
            var count = 0
            let most = min(form.bytes.count, text.count - place)
            while count < most, form.bytes[count] == text[place + count] { count += 1 }
            let end = place + count
            if count < form.bytes.count {
                guard count >= form.leastPart else { continue }
            } else if form.standsAlone, isInside(text, place, end) {
                continue
            }
            longest = max(longest, count)
        }
        return longest > 0 ? longest : nil
    }

    private func isInside(_ text: [UInt8], _ start: Int, _ end: Int) -> Bool {
        let before = start > 0 && Self.isWord(text[start - 1])
        let after = end < text.count && Self.isWord(text[end])
        // 123456.00 is a price; a full stop at the end of a sentence is none.
        let isPrice =
            end + 1 < text.count && text[end] == UInt8(ascii: ".") && (0x30...0x39).contains(text[end + 1])
        return before || after || isPrice
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte >= 0x80
    }
}
