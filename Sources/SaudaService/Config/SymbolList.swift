/// The instruments that are watched, as symbols (SIG-1).
package enum SymbolList {
    /// The lists that come with sauda, by the name after `built-in:`.
    package static let builtIn: [String: [String]] = ["nifty50": Nifty50.symbols]

    /// Returns the configuration's symbols in order, each once.
    ///
    /// - Throws: what is wrong in the file that the configuration names.
    package static func symbols(of config: Config) throws(ConfigErrors) -> [String] {
        switch config.universe {
        case .symbols(let symbols):
            for (index, symbol) in symbols.enumerated() {
                guard let share = plain(symbol) else { continue }
                let message = ambiguity(symbol, share, among: symbols)
                throw ConfigErrors([config.error(at: "universe.\(index)", message.0, message.1)], files: [])
            }
            return symbols
        case .builtIn(let name): return builtIn[name] ?? []
        case .file(let path):
            let path = config.resolved(path)
            let bytes: [UInt8]
            do throws(ConfigError) { bytes = try SmallFile.read(path) } catch {
                let named = config.error(at: "universe.file", "\(path): \(error.message)", error.nextStep)
                throw ConfigErrors([named], files: [])
            }
            return try read(ConfigSource(file: path, bytes: bytes))
        }
    }

    /// Reads one symbol per line. `#` starts a comment; empty lines are skipped.
    ///
    /// - Throws: every line that holds something else or a symbol for the second time, and a list without symbols.
    package static func read(_ source: ConfigSource) throws(ConfigErrors) -> [String] {
        var errors = YAMLText.problems(source.bytes, file: source.file)
        guard errors.isEmpty else { throw ConfigErrors(errors, files: [source.file]) }
        var symbols: [String] = []
        var lines: [String: Int] = [:]
        var checker = ShapeChecker()
        let text = String(decoding: source.bytes, as: UTF8.self).unicodeScalars
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let content = line.prefix { $0 != "#" }
            guard let first = content.firstIndex(where: { !isBlank($0) }),
                let last = content.lastIndex(where: { !isBlank($0) })
            else { continue }
            let symbol = String(content[first...last])
            let column = content.distance(from: content.startIndex, to: first) + 1
            let mark = ConfigMark(file: source.file, line: index + 1, column: column)
            if !checker.fits(symbol, .symbol) {
                let message = "\(quotedValue(symbol)) is not a symbol"
                errors.append(ConfigError(mark, message, "allowed: \(TextRule.symbol.allowed)"))
            } else if let share = plain(symbol) {
                let message = ambiguity(symbol, share, among: symbols)
                errors.append(ConfigError(mark, message.0, message.1))
            } else if let line = lines[symbol] {
                let message = "\(quotedValue(symbol)) is listed twice, first on line \(line)"
                errors.append(ConfigError(mark, message, "keep one of the two"))
            } else {
                lines[symbol] = index + 1
                symbols.append(symbol)
            }
        }
        if symbols.isEmpty && errors.isEmpty {
            let start = ConfigMark(file: source.file, line: 1, column: 1)
            errors.append(ConfigError(start, "no symbol is listed", "write one symbol per line"))
        }
        guard errors.isEmpty else { throw ConfigErrors(errors, files: [source.file]) }
        return symbols
    }

    /// The symbol without a series, when it is written with one: `INFY-EQ` and `INFY-BE` are listings of INFY.
    private static func plain(_ symbol: String) -> String? {
        for series in ["-EQ", "-BE", "-BL", "-BZ"] where symbol.hasSuffix(series) && symbol.count > 3 {
            return String(symbol.dropLast(3))
        }
        return nil
    }

    private static func ambiguity(_ symbol: String, _ share: String, among symbols: [String]) -> (String, String) {
        let isThere = symbols.contains(share)
        let message = "\(quotedValue(symbol)) names a listing of \(share), not a share"
        return (message, isThere ? "remove it: \(share) is in the list" : "write \(share)")
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" || scalar == "\r" }
}
