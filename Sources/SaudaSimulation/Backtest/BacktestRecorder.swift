package import SaudaCore

/// Counts skipped signals, digests the order commands of a backtest and keeps its fills when asked to.
package struct BacktestRecorder: Recorder {
    package private(set) var skipped: [String: Int] = [:]
    package private(set) var orders = 0
    /// Nil when nobody asked for fills.
    private var fillLog: FillLog?
    private var digest = CommandDigest()
    private var writer = ByteWriter()

    /// Sees everything too, a journal for instance.
    private var other: (any Recorder)?
    private let isAlone: Bool

    package init(and other: (any Recorder)? = nil, keepsFills: Bool = false) {
        self.other = other
        isAlone = other == nil
        if keepsFills { fillLog = FillLog() }
    }

    /// In the order they happened; empty unless they are kept.
    package var fills: [FillRecord] { fillLog?.fills ?? [] }

    /// Equal for two runs that sent the same order commands in the same order.
    package var text: String { digest.text }

    package var keepsQuietCandles: Bool { isAlone ? false : other?.keepsQuietCandles ?? false }

    package mutating func record(_ event: Event, _ commands: [Command]) throws {
        if !isAlone { try other?.record(event, commands) }
        fillLog?.take(event, commands)
        for command in commands {
            if case .note(let decision) = command, decision.kind == .skipped {
                skipped[decision.code, default: 0] += 1
            }
            guard command.isIntent else { continue }
            orders += 1
            writer.removeAll(keepingCapacity: true)
            command.encode(into: &writer)
            digest.add(writer.bytes)
        }
    }
}
