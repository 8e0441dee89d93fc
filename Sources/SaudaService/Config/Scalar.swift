/// What a plain scalar looks like, to us and to other YAML readers.
enum Scalar: Hashable {
    case text(String)
    case bool(Bool)
    /// Something that reads as a number, not yet checked.
    case number(String)
    /// Empty, `~` or `null`.
    case nothing
    /// A word that YAML 1.1 reads as true or false and YAML 1.2 as text: yes, no, on, off, y, n, True ...
    case doubtful(String)

    init(_ text: String, isPlain: Bool) {
        guard isPlain else {
            self = .text(text)
            return
        }
        switch text {
        case "true": self = .bool(true)
        case "false": self = .bool(false)
        case "", "~", "null", "Null", "NULL": self = .nothing
        default:
            if ["yes", "no", "on", "off", "y", "n", "true", "false"].contains(text.lowercased()) {
                self = .doubtful(text)
            } else {
                self = Self.readsAsNumber(text) ? .number(text) : .text(text)
            }
        }
    }

    /// Digits with signs, points, exponents and underscores, hexadecimal and octal, `.inf` and `.nan`; not times.
    private static func readsAsNumber(_ text: String) -> Bool {
        var rest = Substring(text.lowercased())
        if rest.first == "+" || rest.first == "-" { rest.removeFirst() }
        if rest == ".inf" || rest == ".nan" { return true }
        for prefix in ["0x", "0o", "0b"] where rest.hasPrefix(prefix) {
            return rest.dropFirst(2).allSatisfy { $0.isHexDigit || $0 == "_" } && rest.count > 2
        }
        guard let first = rest.first(where: { $0 != "." }), first.isASCII, first.isNumber else { return false }
        return rest.allSatisfy { "0123456789._e+-".contains($0) } && rest.split(separator: "-").count == 1
            && rest.filter({ $0 == "." }).count <= 1
    }
}

/// Reads numbers written the one way that all YAML readers understand: an optional minus, digits without a leading
/// zero, a point with digits on both sides.
enum PlainNumber {
    /// The digits after the point, or nil when `text` is not a plain number.
    static func places(_ text: String) -> Int? {
        var digits = Substring(text)
        if digits.first == "-" { digits.removeFirst() }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        let isDigits = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
        guard isDigits, (1...2).contains(parts.count), parts[0] == "0" || parts[0].first != "0" else { return nil }
        return parts.count == 2 ? parts[1].utf8.count : 0
    }
}
