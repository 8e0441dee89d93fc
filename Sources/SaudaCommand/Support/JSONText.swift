import FoundationEssentials

/// JSON as every command prints it: sorted keys, two spaces, no escaped slashes.
enum JSONText {
    /// - Parameter isPretty: over many lines; false for one of a stream of objects.
    static func of(_ value: some Encodable, isPretty: Bool = true) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
