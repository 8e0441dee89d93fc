/// What is refused in the text of a YAML file before libyaml sees it.
enum YAMLText {
    /// The largest file that is read, in bytes.
    static let limit = 1 << 20

    /// Returns what is wrong with the text: its size, its encoding, tabs used as indentation, characters that
    /// editors do not show. Lines end in LF or CR LF, so that line numbers are those of every editor.
    static func problems(_ bytes: [UInt8], file: String) -> [ConfigError] {
        guard bytes.count <= limit else { return [tooLarge(file: file)] }
        var scan = Scan(file: file)
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar): scan.take(scalar)
            case .emptyInput: return scan.errors
            case .error:
                scan.report("the file is not valid UTF-8 from here on", "save it as UTF-8")
                return scan.errors
            }
        }
    }

    static func tooLarge(file: String) -> ConfigError {
        let start = ConfigMark(file: file, line: 1, column: 1)
        return ConfigError(start, "the file is larger than 1 MiB", "a configuration is a few kilobytes; check the path")
    }

    private struct Scan {
        var file: String
        var line = 1, column = 1
        var errors: [ConfigError] = []
        var isIndentation = true
        var tab: Int?
        var afterReturn = false

        mutating func take(_ scalar: Unicode.Scalar) {
            if afterReturn && scalar != "\n" {
                report("a carriage return without a line feed", "end lines with LF or CR LF")
            }
            afterReturn = scalar == "\r"
            switch scalar {
            case "\n":
                (line, column, isIndentation, tab) = (line + 1, 1, true, nil)
                return
            case "\r", " ": break
            case "\t": if isIndentation { tab = tab ?? column }
            default:
                if let tab {
                    report("a tab is used as indentation", "indent with spaces", column: tab)
                }
                (isIndentation, tab) = (false, nil)
                if isHidden(scalar) {
                    let code = String(scalar.value, radix: 16, uppercase: true)
                    report("the invisible character U+\(code)", "remove it")
                }
            }
            column += 1
        }

        /// Control characters, line and paragraph separators, marks that reorder text, the byte order mark.
        func isHidden(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar.value {
            case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF, 0xFFFE, 0xFFFF: true
            default: false
            }
        }

        mutating func report(_ message: String, _ nextStep: String, column: Int? = nil) {
            let mark = ConfigMark(file: file, line: line, column: column ?? self.column)
            errors.append(ConfigError(mark, message, nextStep))
        }
    }
}
