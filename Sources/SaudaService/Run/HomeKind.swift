import SaudaCore
import SaudaStore

/// What a home's days were traded with. Days of one kind do not go on from those of another: shares of paper are none
/// at a broker.
package enum HomeKind: String, Sendable, CaseIterable {
    case paper, practice, live

    /// Says of what kind a home is, when nobody has yet, and refuses another.
    ///
    /// - Throws: `JournalError` for a home of another kind, or one that cannot be written.
    package func claim(_ home: String) throws {
        let path = "\(home)/kind"
        guard Folders.exists(path) else {
            // Homes from before this file are of paper days, or of practice days of one version.
            guard self == .paper || Folders.journals(in: home).isEmpty else { throw refusal(path, "unknown") }
            return try WholeFile.replace(path, with: Array("\(rawValue)\n".utf8))
        }
        let word = String(decoding: try WholeFile.read(path), as: UTF8.self).filter { !$0.isWhitespace }
        guard word == rawValue else { throw refusal(path, HomeKind(rawValue: word)?.rawValue ?? "unknown") }
    }

    /// What a home says it is; nil where it does not.
    static func of(_ home: String) -> HomeKind? {
        guard let bytes = try? WholeFile.read("\(home)/kind") else { return nil }
        return HomeKind(rawValue: String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace })
    }

    private func refusal(_ path: String, _ other: String) -> JournalError {
        JournalError(
            path: path,
            what: "this home holds days of another kind (\(other)); this one would be of kind \(rawValue)",
            nextStep: "Name a home of its own, with `home:` in the configuration or --home."
        )
    }
}
