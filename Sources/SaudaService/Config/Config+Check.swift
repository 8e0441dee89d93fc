/// A configuration file's name and content.
package struct ConfigSource: Sendable {
    /// As messages should name it.
    package var file: String
    package var bytes: [UInt8]

    package init(file: String, bytes: [UInt8]) {
        self.file = file
        self.bytes = bytes
    }

    package init(file: String, text: String) { self.init(file: file, bytes: Array(text.utf8)) }
}

extension Config {
    /// Reads and checks a configuration. Touches no file.
    ///
    /// - Parameters:
    ///   - overlay: laid on `source`: mappings are merged, scalars and lists replaced. Each error names the file that
    ///     its value came from.
    ///   - environment: nil and production may trade live.
    /// - Throws: everything that is wrong, in one go.
    package static func check(
        _ source: ConfigSource,
        overlay: ConfigSource? = nil,
        environment: Environment? = nil,
        catalogue: [StrategyEntry],
        brokers: [BrokerEntry]
    ) throws(ConfigErrors) -> Config {
        let sources = [source] + (overlay.map { [$0] } ?? [])
        let results = sources.map { YAMLReader.read($0.bytes, file: $0.file) }
        var errors = results.flatMap(\.errors)
        let trees = results.compactMap(\.root)
        guard trees.count == sources.count, let lower = trees.first, let upper = trees.last else {
            throw ConfigErrors(errors, files: sources.map(\.file))
        }
        // A file that is not a mapping is an error by itself and replaces nothing.
        let tree = trees.first { !$0.isMapping } ?? (trees.count == 2 ? lower.overlaid(with: upper) : lower)
        var checker = ShapeChecker()
        let start = ConfigMark(file: tree.mark.file, line: 1, column: 1)
        let shape = shape(catalogue: catalogue, brokers: brokers)
        let root = checker.check(tree, shape, at: "", section: start)
        errors += checker.errors
        guard let root else { throw ConfigErrors(errors, files: sources.map(\.file)) }
        var cross = CrossChecker(root: root, marks: checker.marks, environment: environment)
        let names = tree["accounts"]?.keys ?? []
        cross.run(accountNames: names.filter { checker.fits($0, .name) && !Secrets.looksSecret($0) })
        errors += cross.errors
        guard errors.isEmpty else { throw ConfigErrors(errors, files: sources.map(\.file)) }
        guard let config = Config(root, marks: checker.marks, catalogue: catalogue) else {
            let error = ConfigError(start, "the checker missed that something is missing", "report this file as a bug")
            throw ConfigErrors([error], files: [])
        }
        return config
    }
}

extension YAMLNode {
    fileprivate var pairs: [YAMLPair] {
        guard case .mapping(let pairs) = content else { return [] }
        return pairs
    }

    fileprivate var isMapping: Bool { if case .mapping = content { true } else { false } }
    fileprivate subscript(key: String) -> YAMLNode? { pairs.first { $0.key == key }?.value }
    fileprivate var keys: [String] { pairs.map(\.key) }
}
