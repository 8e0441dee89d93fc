public import SaudaCore

/// Sees every event and what the engine answered, in order: a journal, a hash, a count.
public protocol Recorder {
    /// - Throws: when it cannot keep the record; the simulation then stops before a command is handed out.
    mutating func record(_ event: Event, _ commands: [Command]) throws
    /// Whether it wants candles too that the engine had no answer to; true unless it says otherwise.
    var keepsQuietCandles: Bool { get }
}

extension Recorder {
    public var keepsQuietCandles: Bool { true }
}

/// Keeps nothing.
public struct NoRecorder: Recorder, Sendable {
    public init() {}

    public var keepsQuietCandles: Bool { false }

    @inlinable public mutating func record(_ event: Event, _ commands: [Command]) {}
}
