extension Config {
    /// Reads config.yaml at `path` and, with an environment, `config.ENV.yaml` beside it.
    ///
    /// - Throws: everything that is wrong, in one go; a file that is missing or too large among it.
    package static func load(
        path: String,
        environment: Environment? = nil,
        catalogue: [StrategyEntry],
        brokers: [BrokerEntry]
    ) throws(ConfigErrors) -> Config {
        let paths = [path] + (environment.map { [overlayPath(of: path, $0)] } ?? [])
        var sources: [ConfigSource] = []
        var errors: [ConfigError] = []
        for path in paths {
            do throws(ConfigError) {
                sources.append(ConfigSource(file: path, bytes: try SmallFile.read(path)))
            } catch {
                errors.append(error)
            }
        }
        guard errors.isEmpty, let base = sources.first else { throw ConfigErrors(errors, files: paths) }
        var config = try check(
            base,
            overlay: sources.count == 2 ? sources[1] : nil,
            environment: environment,
            catalogue: catalogue,
            brokers: brokers
        )
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        config.folder = folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder
        return config
    }

    /// `etc/config.dev.yaml` for `etc/config.yaml`.
    static func overlayPath(of path: String, _ environment: Environment) -> String {
        let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        guard let point = name.lastIndex(of: "."), point != name.startIndex else {
            return "\(path).\(environment.rawValue)"
        }
        return "\(path[..<point]).\(environment.rawValue)\(path[point...])"
    }
}
