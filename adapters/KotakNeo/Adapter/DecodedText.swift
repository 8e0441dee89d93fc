/// What frames say, and whether all of it could be read.
package struct DecodedText: Hashable, Sendable {
    /// JSON objects, one a line, an `error` among them when a frame is malformed.
    package var lines: [String] = []
    package var isMalformed = false
    /// What was left out by design.
    package var notes: [String] = []

    package init() {}

    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
