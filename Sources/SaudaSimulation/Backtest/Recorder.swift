public import SaudaCore

/// Sees every event and what the engine answered, in order: a journal, a hash, a count.
public protocol Recorder {
    /// - Throws: when it cannot keep the record; the simulation then stops before a command is handed out.
    mutating func record(_ event: Event, _ commands: [Command]) throws
}

/// Keeps nothing.
public struct NoRecorder: Recorder, Sendable {
    public init() {}

    @inlinable public mutating func record(_ event: Event, _ commands: [Command]) {}
}
