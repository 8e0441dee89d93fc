/// A data text that cannot be used: where, and what to write instead.
public struct FactError: Error, Hashable, Sendable, CustomStringConvertible {
    public var file: String
    /// Counted from 1; 0 when the fault is not in one line.
    public var line: Int
    public var problem: String

    public init(file: String, line: Int = 0, problem: String) {
        self.file = file
        self.line = line
        self.problem = problem
    }

    public var description: String { line == 0 ? "\(file): \(problem)" : "\(file):\(line): \(problem)" }
}
