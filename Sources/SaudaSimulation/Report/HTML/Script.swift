/// JSON that may stand inside a script element.
enum Script {
    static func text(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            // No end tag and no comment can begin inside the island.
            case "<": result += "\\u003c"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let code = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - code.count) + code
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    static func texts(_ texts: [String]) -> String { list(texts.map(text)) }
    static func list(_ parts: [String]) -> String { "[\(parts.joined(separator: ","))]" }

    static func object(_ members: [(String, String)]) -> String {
        "{\(members.map { "\(text($0)):\($1)" }.joined(separator: ","))}"
    }

    /// Whole numbers of `scale` parts; what is undefined is null.
    static func ratios(_ values: [Double?], scale: Double) -> String {
        list(values.map { number($0, scale: scale) })
    }

    static func number(_ value: Double?, scale: Double) -> String {
        guard let value, value.isFinite, abs(value * scale) < 1e15 else { return "null" }
        return String(Int64((value * scale).rounded()))
    }
}
