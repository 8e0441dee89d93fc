/// The name of something new, as a person wrote it and as the project writes it.
package struct ScaffoldName: Hashable, Sendable {
    /// As config.yaml and commands have it: `alpha-broker`.
    package let id: String
    /// As Swift has it: `AlphaBroker`.
    package let type: String
    /// As a function is called: `alphaBroker`.
    package let variable: String
    /// In sentences: `Alpha Broker`.
    package let title: String

    /// From `Alpha Broker`, `alpha-broker` or `AlphaBroker` alike; capitals inside a word stay: `EMA9 Sell`.
    ///
    /// - Throws: with what is allowed.
    package init(_ text: String) throws(ScaffoldRefusal) {
        let words = Self.words(of: text)
        guard let words, !words.isEmpty, words[0].first?.isLetter == true else {
            throw ScaffoldRefusal(
                "'\(text)' is no name: use letters and digits, words apart by a space or '-', a letter first, such as "
                    + "'Alpha Broker' or alpha-broker."
            )
        }
        title = words.map(Self.capitalised).joined(separator: " ")
        id = words.map { $0.lowercased() }.joined(separator: "-")
        type = words.map(Self.capitalised).joined()
        variable = words[0].lowercased() + words.dropFirst().map(Self.capitalised).joined()
        guard (2...24).contains(type.count) else {
            throw ScaffoldRefusal("'\(text)' has \(type.count) letters and digits; give a name of 2 to 24.")
        }
        guard !Self.taken.contains(type.lowercased()) else {
            throw ScaffoldRefusal(
                "'\(text)' is a word of sauda's own or of Swift's, and code with a type \(type) would not compile; give "
                    + "another name, such as 'My \(title)'."
            )
        }
    }

    /// Nil with a character that no name has.
    private static func words(of text: String) -> [Substring]? {
        var words: [Substring] = []
        for part in text.split(whereSeparator: { $0 == " " || $0 == "-" }) {
            guard part.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else { return nil }
            words += humps(of: part)
        }
        return words
    }

    /// `AlphaBroker` is two words, `EMA9Sell` is two, `ICICI` is one: a capital begins one where a small letter stands on
    /// either side of the edge, or a digit before it.
    private static func humps(of word: Substring) -> [Substring] {
        var humps: [Substring] = []
        var start = word.startIndex
        for place in word.indices.dropFirst() where word[place].isUppercase {
            let before = word[word.index(before: place)]
            let after = word.index(after: place)
            let endsCapitals = before.isUppercase && after < word.endIndex && word[after].isLowercase
            guard before.isLowercase || before.isNumber || endsCapitals else { continue }
            humps.append(word[start..<place])
            start = place
        }
        return humps + [word[start...]]
    }

    private static func capitalised(_ word: Substring) -> String { word.prefix(1).uppercased() + word.dropFirst() }

    /// Types that generated code uses, and would then mean the new one by; Swift's keywords.
    private static let taken: Set<String> = [
        "paper", "sauda", "any", "self", "type", "protocol", "int", "int64", "string", "array", "set", "error", "never",
        "bool", "sendable", "strategy", "strategyplugin", "desk", "candle", "candlespan", "tradingday", "parameter",
        "parameters", "price", "quantity", "money", "side", "target", "targetkey", "timestamp", "timespan", "tick",
        "day", "ema", "event", "command", "engine", "instrument", "instrumentid", "answer", "broker", "adapter",
        "practice",
        "brokeradapter", "brokererror", "recovery", "secret", "credentials", "listing", "errand", "dialogue", "json",
        "signin", "failures", "feedcodec", "orderreader", "orderrequests", "orderanswers", "accountreads", "singleread",
        "instrumentread", "refused", "read", "averages", "plugins", "samples", "as", "break", "case", "catch", "class",
        "continue", "default", "defer", "do", "else", "enum", "extension", "fallthrough", "false", "for", "func",
        "guard",
        "if", "import", "in", "init", "inout", "is", "let", "nil", "operator", "private", "public", "package",
        "internal",
        "repeat", "rethrows", "return", "static", "struct", "subscript", "super", "switch", "throw", "throws", "true",
        "try", "typealias", "var", "where", "while", "unwritten",
    ]
}

/// Why nothing is made, and what to do about it.
package struct ScaffoldRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }
}
