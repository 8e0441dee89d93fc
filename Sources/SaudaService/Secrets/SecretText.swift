package import SaudaBroker

/// The secrets of a `0600` file: a line `ACCOUNT.KEY = VALUE` each, `#` before a comment.
package struct SecretText: Sendable {
    package static let limit = 1 << 18

    /// For messages.
    package let path: String
    package private(set) var values: [SecretName: Secret] = [:]

    /// Blanks around names and values do not count.
    ///
    /// - Throws: for the first line that is none of these, or that names a secret again; a value is never quoted.
    package init(parsing bytes: [UInt8], path: String) throws(SecretError) {
        self.path = path
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SecretError(.refused, "\(path) is not UTF-8 text", "Write lines such as `main.api-key = VALUE`.")
        }
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        for (index, line) in lines.enumerated() {
            let line = Self.trimmed(line)
            guard let first = line.first, first != "#" else { continue }
            let place = "\(path):\(index + 1)"
            guard let equals = line.firstIndex(of: "="), let name = Self.name(line[..<equals]) else {
                throw SecretError(
                    .refused,
                    "\(place) is not a line of ACCOUNT.KEY = VALUE",
                    "Write it like `main.api-key = VALUE`, or put # before it."
                )
            }
            let value = String(Self.trimmed(line[line.index(after: equals)...]))
            guard values[name] == nil else {
                throw SecretError(.refused, "\(place) names \(name.line) again", "Keep one of the two lines.")
            }
            values[name] = try SecretName.checkedValue(value, at: "\(name.line) (\(place))")
        }
    }

    /// Reads the file; nil when there is none.
    package static func read(_ path: String) throws(SecretError) -> SecretText? {
        guard let bytes = try PrivateFile.read(path, limit: limit) else { return nil }
        return try SecretText(parsing: bytes, path: path)
    }

    private static func name(_ text: Substring) -> SecretName? {
        let parts = trimmed(text).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, SecretName.isWord(parts[0]), SecretName.isWord(parts[1]) else { return nil }
        return SecretName(String(parts[0]), String(parts[1]))
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0 == " " || $0 == "\t" }
        guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return start.prefix(0) }
        return start[...last]
    }
}
