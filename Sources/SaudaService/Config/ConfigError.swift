/// A place in a configuration file. Lines and columns count from 1, columns in Unicode scalars.
package struct ConfigMark: Hashable, Sendable {
    package var file: String
    package var line: Int
    package var column: Int

    package init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}

/// One thing that is wrong in a configuration file, where, and what to do about it. Never holds a secret's value.
package struct ConfigError: Error, Hashable, Sendable, CustomStringConvertible {
    package var file: String
    package var line: Int
    package var column: Int
    /// What is wrong, without a full stop.
    package var message: String
    /// What is allowed or what to do, without a full stop.
    package var nextStep: String

    package init(_ mark: ConfigMark, _ message: String, _ nextStep: String) {
        file = mark.file
        line = mark.line
        column = mark.column
        self.message = message
        self.nextStep = nextStep
    }

    /// `file:line:column: what is wrong; what to do`.
    package var description: String { "\(file):\(line):\(column): \(message); \(nextStep)" }
}

/// Everything that is wrong with a configuration, in the order of its files, lines and columns.
package struct ConfigErrors: Error, Hashable, Sendable, CustomStringConvertible {
    /// Never empty.
    package private(set) var errors: [ConfigError]

    /// Sorts `errors` by the place of their file in `files`, then by line and column.
    package init(_ errors: [ConfigError], files: [String]) {
        func rank(_ error: ConfigError) -> (Int, Int, Int) {
            (files.firstIndex(of: error.file) ?? files.count, error.line, error.column)
        }
        self.errors = errors.sorted { rank($0) < rank($1) }
    }

    /// One line each; after a hundred only their number.
    package var description: String {
        let lines = errors.prefix(100).map(\.description)
        let rest = errors.count - lines.count
        return (lines + (rest > 0 ? ["and \(rest) more"] : [])).joined(separator: "\n")
    }
}
