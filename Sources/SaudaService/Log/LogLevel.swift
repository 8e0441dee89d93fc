/// How much a line of the day log matters. Config knows all but `critical` as a threshold: nothing hides those.
///
/// Without raw values: `--help` would show them for the words.
package enum LogLevel: Hashable, Comparable, Sendable, CaseIterable {
    case debug, info, warning, error, critical

    /// As in `config.yaml`, after `--level` and in JSON: `warning`.
    package var name: String {
        switch self {
        case .debug: "debug"
        case .info: "info"
        case .warning: "warning"
        case .error: "error"
        case .critical: "critical"
        }
    }

    package init?(named name: String) {
        guard let level = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = level
    }
}
