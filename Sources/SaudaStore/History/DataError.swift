/// A data file or folder that cannot be used as it is, where the trouble lies and what to do about it.
package struct DataError: Error, Hashable, Sendable {
    /// The path as it was given.
    package var file: String
    /// Counted from 1 in the uncompressed text; nil when the trouble is not in one line.
    package var line: Int?
    /// In bytes from the start of the line, from 1.
    package var column: Int?
    package var what: String
    package var nextStep: String

    package init(file: String, line: Int? = nil, column: Int? = nil, what: String, nextStep: String) {
        self.file = file
        self.line = line
        self.column = column
        self.what = what
        self.nextStep = nextStep
    }
}

extension DataError: CustomStringConvertible {
    /// `FILE:LINE:COLUMN: what; what to do`.
    package var description: String {
        "\(file)\([line, column].compactMap(\.self).map { ":\($0)" }.joined()): \(what); \(nextStep)"
    }
}

extension DataError {
    static func cutShort(_ file: String) -> DataError {
        DataError(file: file, what: RowFault.cutShort.description, nextStep: RowFault.cutShort.nextStep)
    }

    /// How many bytes are quoted.
    static let quoteLimit = 80

    /// Bytes of a file as one short printable line: what is not printable ASCII appears as `\xNN`.
    static func quote(_ bytes: some Sequence<UInt8>) -> String {
        var text = "\""
        for (index, byte) in bytes.enumerated() {
            if index == quoteLimit { return text + "...\"" }
            if (0x20...0x7E).contains(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += (byte < 16 ? "\\x0" : "\\x") + String(byte, radix: 16, uppercase: true)
            }
        }
        return text + "\""
    }
}
