import FoundationEssentials

/// Header texts as RFC 2047 has them: ASCII as it is, anything else in base64 words of at most 75 bytes.
enum EncodedWord {
    /// Bytes of text in a word; with its frame it has 64 at most.
    private static let room = 39

    /// - Parameter text: on one line.
    static func text(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), !text.contains("=?") { return text }
        var words: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if words[words.count - 1].count + bytes.count > room { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?UTF-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: " ")
    }

    /// A header line of ASCII, folded at blanks where it would be longer than 76 bytes. Without its end.
    static func folded(_ name: String, _ words: some Sequence<some StringProtocol>) -> String {
        var lines = ["\(name):"]
        for word in words {
            if lines[lines.count - 1].utf8.count + word.utf8.count + 1 > 76,
                lines[lines.count - 1].utf8.count > name.utf8.count + 1
            {
                lines.append("")
            }
            lines[lines.count - 1] += " \(word)"
        }
        return lines.joined(separator: "\r\n")
    }
}
