/// Texts inside one line: what would end it, move a cursor or turn the writing round is spelled out.
enum LogEscape {
    /// Like a Swift literal: `\n`, `\r`, `\t`, `\\`, `\u{1B}`.
    ///
    /// - Parameter dashes: spells long dashes out too, for what stands before one.
    static func text(_ text: String, dashes: Bool = false) -> String {
        guard text.unicodeScalars.contains(where: { needsEscape($0) || (dashes && $0 == "—") }) else { return text }
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": out.append(contentsOf: #"\n"#.unicodeScalars)
            case "\r": out.append(contentsOf: #"\r"#.unicodeScalars)
            case "\t": out.append(contentsOf: #"\t"#.unicodeScalars)
            case "\\": out.append(contentsOf: #"\\"#.unicodeScalars)
            case _ where needsEscape(scalar) || (dashes && scalar == "—"):
                out.append(contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
            default: out.append(scalar)
            }
        }
        return String(out)
    }

    /// The text before `text(_:)`; nil for what that does not write.
    static func plain(_ text: some StringProtocol) -> String? {
        var out = String.UnicodeScalarView()
        var scalars = text.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            guard scalar == "\\" else {
                guard !needsEscape(scalar) else { return nil }
                out.append(scalar)
                continue
            }
            switch scalars.next() {
            case "n": out.append("\n")
            case "r": out.append("\r")
            case "t": out.append("\t")
            case "\\": out.append("\\")
            case "u":
                guard scalars.next() == "{" else { return nil }
                var digits = ""
                while let digit = scalars.next(), digit != "}", digits.utf8.count < 8 {
                    digits.unicodeScalars.append(digit)
                }
                guard let value = UInt32(digits, radix: 16), let spelled = Unicode.Scalar(value) else { return nil }
                out.append(spelled)
            default: return nil
            }
        }
        return String(out)
    }

    /// A JSON string, quotes included, with the same scalars spelled out.
    static func json(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" {
                out += "\\"
                out.unicodeScalars.append(scalar)
            } else if needsEscape(scalar) {
                for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
                    let digits = String(unit, radix: 16, uppercase: true)
                    out += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
                }
            } else {
                out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    /// Control and format characters, line and paragraph separators, and the backslash itself. Joiners stay: Indian
    /// scripts need them.
    private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F || scalar == "\\" }
        if scalar.value == 0x200C || scalar.value == 0x200D { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return true
        default: return false
        }
    }
}
